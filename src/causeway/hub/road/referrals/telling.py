"""A referral's document as a page or a PDF shows it: every field the vocabulary has, and what the sender did not say
named as not known.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from enum import Enum, StrEnum
from typing import Any, cast

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from causeway.hub.road.referrals.labels import LABELS
from causeway.hub.road.referrals.words import (
    ANNOTATION_NAMES,
    CONCERN_NAMES,
    EVENT_NAMES,
    FLAG_NAMES,
    INCIDENT_NAMES,
    ROLE_IN_REFERRAL,
    SENDER_NAMES,
)
from causeway.triage import has_child_subject
from causeway.vocabulary.referral import Account, Attachment, Incident, Party, Referral

_NAMES: dict[tuple[type, str], Promise] = {
    (type(value), value): name
    for names in (
        CONCERN_NAMES,
        ANNOTATION_NAMES,
        EVENT_NAMES,
        FLAG_NAMES,
        INCIDENT_NAMES,
        ROLE_IN_REFERRAL,
        SENDER_NAMES,
    )
    for value, name in cast("dict[StrEnum, Promise]", names).items()
}
"""By type and value: two enumerations may share a word."""

_NOT_TOLD = frozenset({"schema_version", "parties", "attachments", "incidents", "associate_of", "role", "sha256"})
"""Fields that are shown elsewhere on the page, or that say nothing to a reader."""

_BLOCKS = (Account,)
"""Values with so much to them that they stand in blocks of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing that was said. Several `lines` where there are several."""

    label: str
    lines: tuple[str, ...]
    is_long: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A party, an incident, an account: what was said of it, and the labels of what was not."""

    heading: str
    known: tuple[Fact, ...]
    unknown: tuple[str, ...]
    inner: tuple["Block", ...] = ()
    is_child: bool = False
    role: str = ""

    @property
    def unknown_text(self) -> str:
        """What was not said, in one line."""
        return ", ".join(self.unknown)


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """A whole referral as it was told. `child_subject`: safeguarded first, and never a signal."""

    summary: Block
    parties: tuple[Block, ...]
    incidents: tuple[Block, ...]
    attachments: tuple[Block, ...]
    narrative: str | None
    emergency: str | None
    child_subject: bool


def telling_of(referral: Referral, *, on: date) -> Telling:
    """The referral, ready to draw; `on` is the day on which ages are counted."""
    return Telling(
        summary=block(referral, str(_("The referral")), leave_out={"narrative", "emergency"}),
        parties=tuple(_party(place, party, on) for place, party in enumerate(referral.parties, start=1)),
        incidents=tuple(_incident(place, incident) for place, incident in enumerate(referral.incidents, start=1)),
        attachments=tuple(_attachment(place, item) for place, item in enumerate(referral.attachments, start=1)),
        narrative=referral.narrative,
        emergency=referral.emergency,
        child_subject=has_child_subject(referral, on=on),
    )


def block(value: Any, heading: str, *, leave_out: frozenset[str] | set[str] = frozenset()) -> Block:
    """What is known and not known of one value."""
    known: list[Fact] = []
    unknown: list[str] = []
    inner: list[Block] = []
    for field in fields(value):
        if field.name in _NOT_TOLD or field.name in leave_out:
            continue
        label = str(LABELS[type(value), field.name])
        content = getattr(value, field.name)
        if content is None or content in ((), ""):
            unknown.append(label)
        elif isinstance(content, tuple) and isinstance(content[0], _BLOCKS):
            inner += [block(item, _account_heading(item)) for item in content]
        else:
            lines = tuple(map(in_words, content)) if isinstance(content, tuple) else (in_words(content),)
            known.append(Fact(label=label, lines=lines, is_long=any(len(line) > 200 for line in lines)))
    return Block(heading=heading, known=tuple(known), unknown=tuple(unknown), inner=tuple(inner))


def in_words(value: Any) -> str:
    """One value as text, times on the reader's wall clock."""
    for kind, write in _WRITERS:
        if isinstance(value, kind):
            return write(value)
    if is_dataclass(value):
        return _inline(value)
    if isinstance(value, tuple):
        return ": ".join(map(in_words, value))
    return str(value)


def _moment(at: datetime) -> str:
    try:
        local = timezone.localtime(at) if timezone.is_aware(at) else at
    except OverflowError:  # at an end of the calendar; told before the doors refused such a time
        local = at
    return f"{date_format(local, 'SHORT_DATE_FORMAT')}, {local:%H:%M:%S} {local.tzname() or ''}".strip()


_WRITERS: tuple[tuple[type | tuple[type, ...], Callable[[Any], str]], ...] = (
    (bool, lambda value: str(_("Yes") if value else _("No"))),
    (Enum, lambda value: str(_NAMES.get((type(value), value), value.value))),
    (datetime, _moment),
    (date, lambda value: date_format(value, "SHORT_DATE_FORMAT")),
)


def _inline(value: Any) -> str:
    """A small value in one line: what it is first, then what more is known of it."""
    parts: list[str] = []
    for field in fields(value):
        content = getattr(value, field.name)
        if content is None or content in ((), ""):
            continue
        text = in_words(content) if not isinstance(content, tuple) else ", ".join(map(in_words, content))
        parts.append(text if not parts else f"{str(LABELS[type(value), field.name]).lower()}: {text}")
    return "; ".join(parts)


def _account_heading(account: Account) -> str:
    name = account.handle or account.identifier or _("Account")
    return f"{name} ({account.service})" if account.service else str(name)


def _party(place: int, party: Party, on: date) -> Block:
    name = " ".join(part for part in (party.first_name, party.middle_name, party.last_name) if part)
    heading = name or str(_("Person %(number)d, not named") % {"number": place})
    made = block(party, heading)
    if party.associate_of is not None:
        of = Fact(label=str(_("Associate of")), lines=(str(_("person %(n)d") % {"n": party.associate_of + 1}),))
        made = Block(heading=heading, known=(of, *made.known), unknown=made.unknown, inner=made.inner)
    return Block(
        heading=heading,
        known=made.known,
        unknown=made.unknown,
        inner=made.inner,
        is_child=party.child(on) is True,
        role=party.role.value,
    )


def _incident(place: int, incident: Incident) -> Block:
    heading = _("Place %(number)d: %(kind)s") % {"number": place, "kind": INCIDENT_NAMES[incident.kind]}
    return block(incident, str(heading))


def _attachment(place: int, item: Attachment) -> Block:
    return block(item, item.name or item.url or str(_("File %(number)d") % {"number": place}))
