"""Two referrals side by side: of each kind of thing what both say, and what only one does. Identifiers are compared as
linking compares them, so that two spellings of one are the same.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from causeway.hub.road.referrals.telling import in_words
from causeway.hub.road.referrals.words import EVENT_NAMES, ROLE_IN_REFERRAL
from causeway.selectors import comparison_key, selectors_of
from causeway.vocabulary.referral import Incident, IpEvent, Party, Referral
from causeway.vocabulary.selectors import SelectorKind

MOST_ROWS = 100
"""Of one kind so many rows are shown."""

SELECTOR_NAMES: dict[SelectorKind, Promise] = {
    SelectorKind.IP: gettext_lazy("IP address"),
    SelectorKind.EMAIL: gettext_lazy("E-mail address"),
    SelectorKind.PHONE: gettext_lazy("Phone number"),
    SelectorKind.ACCOUNT: gettext_lazy("Account"),
    SelectorKind.DEVICE: gettext_lazy("Device"),
    SelectorKind.URL: gettext_lazy("Web address"),
    SelectorKind.NAME: gettext_lazy("Name"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A referral as it is compared. `region` is the country in which its phone numbers are read."""

    referral: Referral
    sender_id: UUID
    sender: str
    door: str
    received_at: datetime
    region: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedRow:
    """One thing: as the left one says it, and the right one; "" where it does not. What both say is the same."""

    label: str
    left: str
    right: str
    is_same: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedGroup:
    """The rows of one kind: what is the same first. `more` were left out."""

    title: str
    rows: tuple[ComparedRow, ...]
    more: int

    @property
    def shared(self) -> int:
        """In how many rows the two say the same."""
        return sum(row.is_same for row in self.rows)


@dataclass(frozen=True, slots=True)
class _Said:
    """What one referral says: `key` decides whether another says the same. What has no name is the same as nothing."""

    key: object
    label: str
    text: str


def compare(left: Compared, right: Compared) -> tuple[ComparedGroup, ...]:
    """Identifiers, files, times, places, people and senders, in this order."""
    kinds = (
        (_("Identifiers"), _selectors),
        (_("Files"), _files),
        (_("Times"), _times),
        (_("Places"), _places),
        (_("People"), _people),
        (_("Sender"), _sender),
    )
    return tuple(_group(title, list(said_by(left)), list(said_by(right))) for title, said_by in kinds)


def _group(title: str, left: list[_Said], right: list[_Said]) -> ComparedGroup:
    ours, theirs = {said.key: said for said in left}, {said.key: said for said in right}
    both = [key for key in ours if key in theirs]
    rows = [
        ComparedRow(label=ours[key].label, left=ours[key].text, right=theirs[key].text, is_same=True) for key in both
    ]
    rows += [
        ComparedRow(label=said.label, left=said.text, right="", is_same=False)
        for key, said in ours.items()
        if key not in theirs
    ]
    rows += [
        ComparedRow(label=said.label, left="", right=said.text, is_same=False)
        for key, said in theirs.items()
        if key not in ours
    ]
    return ComparedGroup(title=title, rows=tuple(_paired(rows)[:MOST_ROWS]), more=max(0, len(rows) - MOST_ROWS))


def _paired(rows: list[ComparedRow]) -> list[ComparedRow]:
    """What there is one of on each side stands in one line: a platform beside another platform."""
    alone: dict[str, list[ComparedRow]] = {}
    for row in rows:
        if not row.is_same:
            alone.setdefault(row.label, []).append(row)
    made: list[ComparedRow] = [row for row in rows if row.is_same]
    for label, each in alone.items():
        sides = [row for row in each if row.left], [row for row in each if row.right]
        if len(sides[0]) == len(sides[1]) == 1:
            made.append(ComparedRow(label=label, left=sides[0][0].left, right=sides[1][0].right, is_same=False))
        else:
            made += each
    return made


def _selectors(one: Compared) -> Iterator[_Said]:
    for selector in selectors_of(one.referral, default_region=one.region):
        yield _Said(comparison_key(selector), str(SELECTOR_NAMES[selector.kind]), selector.value)


def _files(one: Compared) -> Iterator[_Said]:
    for item in one.referral.attachments:
        name = item.name or item.original_name or item.url or ""
        digest = f"SHA-256 {item.sha256[:16]}…" if item.sha256 else ""
        text = ", ".join(part for part in (name, digest) if part)
        yield _Said(item.sha256 or name or object(), str(_("File")), text or str(_("Without a name")))


def _times(one: Compared) -> Iterator[_Said]:
    yield _moment(_("Received"), one.received_at)
    if one.referral.occurred_at:
        yield _moment(_("Happened"), one.referral.occurred_at)
    if one.referral.planned_at:
        yield _moment(_("Planned"), one.referral.planned_at)
    for event in _events(one.referral):
        if event.at:
            yield _moment(str(EVENT_NAMES[event.kind]), event.at)


def _moment(label: str, at: datetime) -> _Said:
    return _Said((label, at), label, in_words(at))


def _events(referral: Referral) -> Iterable[IpEvent]:
    for holder in _holders(referral):
        yield from holder.ip_events


def _holders(referral: Referral) -> Iterable[Party | Incident]:
    """Whatever holds addresses and IP events."""
    yield from referral.parties
    yield from referral.incidents


def _places(one: Compared) -> Iterator[_Said]:
    for holder in _holders(one.referral):
        for address in holder.addresses:
            yield _Said(address, str(_("Address")), in_words(address))
    for party in one.referral.parties:
        if party.location:
            yield _Said(party.location, str(_("Estimated place")), in_words(party.location))
        if party.school:
            yield _Said(party.school.casefold(), str(_("School")), party.school)


def _people(one: Compared) -> Iterator[_Said]:
    for party in one.referral.parties:
        role = str(ROLE_IN_REFERRAL[party.role])
        name = " ".join(part for part in (party.first_name, party.middle_name, party.last_name) if part)
        text = _person(name, party, one.received_at.date())
        yield _Said((party.role, text) if name else object(), role, text)


def _person(name: str, party: Party, on: date) -> str:
    age = party.age_known(on)
    parts = [name or _("Not named")]
    if age is not None:
        parts.append(_("%(age)d years") % {"age": age})
    if party.child(on):
        parts.append(_("a child"))
    return ", ".join(parts)


def _sender(one: Compared) -> Iterator[_Said]:
    referral = one.referral
    yield _Said(("sender", one.sender_id), str(_("Sender")), one.sender)
    yield _Said(("concern", referral.concern), str(_("Concern")), in_words(referral.concern))
    yield _Said(("door", one.door), str(_("Door")), one.door)
    if referral.platform:
        yield _Said(("platform", referral.platform.casefold()), str(_("Platform")), referral.platform)
    if referral.sender_reference:
        yield _Said(("reference", referral.sender_reference), str(_("Sender’s reference")), referral.sender_reference)
