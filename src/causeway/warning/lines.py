"""Events from JSON lines, many a second.

A line is decoded straight into its fields, and a name that was checked before is not checked again. A line that cannot
be decoded so is read once more by `read_event`, which takes a little more (a byte order mark, a time that is no number)
and says what is wrong: whatever a line holds, the event or the fault is the one that `read_event` gives.
"""

import json
from typing import Final

import msgspec

from causeway.warning.events import (
    ACCOUNT,
    EARLIEST,
    LATEST,
    MESSAGE,
    Event,
    EventKind,
    Value,
    check_name,
    check_target,
    is_digest,
    read_attributes,
    read_event,
    read_time,
)

_MOST_NAMES: Final = 100_000
"""Names remembered as checked, so that a flood of strangers does not fill the memory."""


class _Line(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    at: float | str
    actor: str
    kind: EventKind
    target: str | None = None
    attributes: dict[str, Value | None] | None = None


def _attributes(kind: EventKind, given: dict[str, Value | None]) -> tuple[tuple[str, Value], ...]:
    """As `read_attributes`, and at once for what most lines hold: a message with its digest alone."""
    if kind is MESSAGE and len(given) == 1:
        digest = given.get("digest")
        if type(digest) is str and is_digest(digest):
            return (("digest", digest),)
    return read_attributes(kind, given)


_decode = msgspec.json.Decoder(_Line).decode
_made = tuple.__new__


class LineReader:
    """Reads one line after another. What it remembers makes it quicker and changes nothing."""

    __slots__ = ("_names",)

    def __init__(self) -> None:
        self._names: dict[str, str] = {}

    def read(self, line: bytes) -> Event:
        """The event in a line.

        Raises:
            EventInvalid: names the field and what is wrong with it. ValueError, RecursionError: the line is no JSON.
        """
        try:
            told = _decode(line)
        except (msgspec.MsgspecError, ValueError, RecursionError):
            return read_event(json.loads(line))
        names, kind, named = self._names, told.kind, told.target
        actor = names.get(told.actor) or self._remember(check_name("actor", told.actor))
        target = None if named is None else names.get(named)
        if target is None or target is actor or kind is ACCOUNT:
            target = check_target(kind, actor, named)
            if target:
                self._remember(target)
        at = told.at
        if type(at) is not float or not EARLIEST <= at < LATEST:
            at = read_time("at", at)
        return _made(Event, (at, actor, target, kind, _attributes(kind, told.attributes) if told.attributes else ()))

    @property
    def names_known(self) -> int:
        """How many names it need not check again; a bounded number."""
        return len(self._names)

    def _remember(self, name: str) -> str:
        """Know a name from now on that was checked."""
        if len(self._names) >= _MOST_NAMES:
            self._names.clear()
        self._names[name] = name
        return name
