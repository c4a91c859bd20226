"""What a service tells of its accounts: who did what to whom, when. Never what was written.

An event has no field that could hold text: identifiers, codes and digests have an alphabet of their own, and an
attribute that is not in the table is refused, so that words cannot slip in under another name. Identifiers should be
pseudonyms that only the service can resolve.
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Final, NamedTuple

from causeway.warning.errors import EventInvalid

Value = bool | int | float | str

EARLIEST: Final = 631_152_000.0
"""1 January 1990: no service's clock stands before it."""
LATEST: Final = 7_258_118_400.0
"""1 January 2200."""
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:@-]{0,127}", re.ASCII).fullmatch
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,34}", re.ASCII).fullmatch
_COUNTRY = re.compile(r"[A-Z]{2}", re.ASCII).fullmatch
is_digest = re.compile(r"[0-9a-f]{16,128}", re.ASCII).fullmatch


class EventKind(StrEnum):
    """What an event tells."""

    ACCOUNT = "account"
    """Facts about the actor; each replaces what was known."""
    CONTACT_REQUEST = "contact_request"
    """The actor asks the target to connect."""
    REQUEST_ACCEPTED = "request_accepted"
    """The actor says yes to the target's request."""
    REQUEST_REFUSED = "request_refused"
    """The actor says no to the target's request."""
    MESSAGE = "message"
    """The actor writes: to a target, or, with no target, to everybody in a conversation."""
    OFF_PLATFORM_INVITE = "off_platform_invite"
    """The actor asks the target to go on elsewhere, as the service's own means found."""
    GIFT = "gift"
    BLOCK = "block"
    """The actor blocks the target."""
    REPORT = "report"
    """The actor reports the target."""
    TEXT_SCORED = "text_scored"
    """A scorer under the service's own authority weighed a message that the actor wrote to the target."""
    REVIEW_CLEARED = "review_cleared"
    """A reviewer, the actor, looked at the target and found nothing."""


MESSAGE: Final = EventKind.MESSAGE
ACCOUNT: Final = EventKind.ACCOUNT
REVIEW_CLEARED: Final = EventKind.REVIEW_CLEARED
"""Kinds that are asked for with every event, under names of their own: looking into an enumeration costs more."""


class Event(NamedTuple):
    """One thing that happened. `at` is in seconds since 1970, UTC; `target` is empty where there is none; `attributes`
    are pairs in the order of their names.

    A tuple rather than a dataclass: hundreds of thousands a second are made, and sorted by their own order.
    """

    at: float
    actor: str
    target: str
    kind: EventKind
    attributes: tuple[tuple[str, Value], ...] = ()


def read_event(document: object) -> Event:
    """The event in a JSON object with `at`, `actor`, `target`, `kind` and `attributes`.

    Raises:
        EventInvalid: names the field and what is wrong with it.
    """
    if not isinstance(document, dict):
        raise EventInvalid("the event", "is no JSON object")
    if not document.keys() <= _FIELDS:
        raise EventInvalid("the event", f"has a field other than {', '.join(sorted(_FIELDS))}")
    named = document.get("kind")
    kind = _KINDS.get(named) if isinstance(named, str) else None
    if kind is None:
        raise EventInvalid("kind", f"must be one of {', '.join(_KINDS)}")
    actor = check_name("actor", document.get("actor"))
    target = check_target(kind, actor, document.get("target"))
    attributes = document.get("attributes")
    return Event(
        read_time("at", document.get("at")),
        actor,
        target,
        kind,
        read_attributes(kind, attributes) if attributes else (),
    )


def read_time(field: str, value: object) -> float:
    """Seconds since 1970 from ISO 8601 with an offset, or from such a number. Raises EventInvalid."""
    if isinstance(value, str):
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            raise EventInvalid(field, "is no time as of ISO 8601") from None
        if moment.tzinfo is None:
            raise EventInvalid(field, "has no offset from UTC")
        try:
            value = moment.timestamp()
        except (OverflowError, ValueError):
            raise EventInvalid(field, "is out of range") from None
    elif type(value) is not int and type(value) is not float:
        raise EventInvalid(field, "must be a time as of ISO 8601, or seconds since 1970")
    if not EARLIEST <= value < LATEST:
        raise EventInvalid(field, "must lie between 1990 and 2200")
    return float(value)


def check_target(kind: EventKind, actor: str, value: object) -> str:
    """The target, empty where there is and may be none. Raises EventInvalid."""
    if value is None:
        if kind in _ALONE:
            return ""
        raise EventInvalid("target", f"is missing; the kind {kind} needs one")
    if kind is EventKind.ACCOUNT:
        raise EventInvalid("target", "is given, and an account's facts have none")
    target = check_name("target", value)
    if target == actor:
        raise EventInvalid("target", "is the actor")
    return target


def read_attributes(kind: EventKind, given: object) -> tuple[tuple[str, Value], ...]:
    """What is said of a kind, in the order of the names. Raises EventInvalid."""
    if not isinstance(given, dict):
        raise EventInvalid("attributes", "are no JSON object")
    allowed = ATTRIBUTES[kind]
    for name in given:
        if name not in allowed:
            raise EventInvalid("attributes", f"of the kind {kind} may be: {', '.join(allowed) or 'none'}")
    known = [(name, allowed[name](_PATHS[name], value)) for name, value in given.items() if value is not None]
    if len(known) > 1:
        known.sort()
    return tuple(known)


def check_name(field: str, value: object) -> str:
    """The name of an account, a device or a conversation. Raises EventInvalid."""
    if not isinstance(value, str) or not _NAME(value):
        raise EventInvalid(field, "must be 1 to 128 letters, digits and _ . : @ -")
    return value


def _yes_or_no(field: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise EventInvalid(field, "must be true or false")
    return value


def _number(low: float, high: float) -> Callable[[str, object], float]:
    def read(field: str, value: object) -> float:
        if (type(value) is not int and type(value) is not float) or not low <= value <= high:
            raise EventInvalid(field, f"must be a number from {low:g} to {high:g}")
        return float(value)

    return read


def _count(field: str, value: object) -> int:
    if type(value) is not int or not 0 <= value <= 1_000_000_000:
        raise EventInvalid(field, "must be a whole number from 0")
    return value


def _written_as(match: Callable[[str], object], form: str) -> Callable[[str, object], str]:
    def read(field: str, value: object) -> str:
        if not isinstance(value, str) or not match(value):
            raise EventInvalid(field, f"must be {form}")
        return value

    return read


_code = _written_as(_CODE, "a code of 1 to 35 letters, digits and -")

ATTRIBUTES: Final[Mapping[EventKind, Mapping[str, Callable[[str, object], Value]]]] = {
    EventKind.ACCOUNT: {
        "age": _number(0, 120),
        "age_confidence": _number(0, 1),
        "country": _written_as(_COUNTRY, "a country's two capitals, as of ISO 3166"),
        "region": _code,
        "language": _code,
        "created_at": read_time,
        "device_was_blocked": _yes_or_no,
        "device": check_name,
    },
    EventKind.CONTACT_REQUEST: {"mutual_contacts": _count},
    EventKind.REQUEST_ACCEPTED: {},
    EventKind.REQUEST_REFUSED: {},
    EventKind.MESSAGE: {
        "is_public": _yes_or_no,
        "conversation": check_name,
        "digest": _written_as(is_digest, "16 to 128 hexadecimal digits in lower case"),
    },
    EventKind.OFF_PLATFORM_INVITE: {},
    EventKind.GIFT: {},
    EventKind.BLOCK: {},
    EventKind.REPORT: {},
    EventKind.TEXT_SCORED: {"log_likelihood_ratio": _number(-10, 10)},
    EventKind.REVIEW_CLEARED: {},
}
"""What may be said of each kind, and how it is read. What is not said is unknown, and unknown is no evidence."""

_PATHS: Final = {name: f"attributes.{name}" for allowed in ATTRIBUTES.values() for name in allowed}
_KINDS: Final = {kind.value: kind for kind in EventKind}
_FIELDS: Final = frozenset({"at", "actor", "target", "kind", "attributes"})
_ALONE: Final = frozenset({EventKind.ACCOUNT, EventKind.MESSAGE})
