"""Looking at the ledger. Each look is an entry, so that whoever watches is seen to watch; that is why it is a
command.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.ledger.finding import Head, Sought, find_entries, latest_head
from causeway.hub.base.organisations.queries.directory import names_of
from causeway.hub.base.organisations.queries.members import member_names
from causeway.hub.base.rows.paging import Position

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRow:
    """An entry as the page shows it. `by` is a member's name, or else the organisation's."""

    id: UUID
    position: int | None
    act: Act
    at: datetime
    by: str
    organisation: str
    purpose: str
    subjects: tuple[UUID, ...]
    details: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One page of the ledger and the newest signed head."""

    rows: tuple[EntryRow, ...]
    following: Position | None
    head: Head | None


@command(Permission.READ_LEDGER)
def look(actor: Actor, sought: Sought, *, after: Position | None = None) -> Look:
    """One page of what the actor's organisation may see, newest first; then enter that it was read, and what was
    sought.
    """
    page = find_entries(sought, after=after, limit=PAGE_SIZE)
    members = member_names(actor)
    names = names_of({fact.organisation_id for fact in page.entries})
    rows = tuple(
        EntryRow(
            id=fact.id,
            position=fact.position,
            act=fact.act,
            at=fact.at,
            by=members.get(fact.member_id, "") if fact.member_id else "",
            organisation=names.get(fact.organisation_id, ""),
            purpose=fact.purpose,
            subjects=fact.subjects,
            details=tuple((str(key), _as_text(value)) for key, value in fact.details.items()),
        )
        for fact in page.entries
    )
    enter(Act.LEDGER_READ, subjects=[actor.organisation_id], details=_sought_as_details(sought))
    return Look(rows=rows, following=page.following, head=latest_head())


@command(Permission.READ_LEDGER)
def take_checkpoint(actor: Actor) -> Head | None:
    """The newest signed head, to keep elsewhere; entered as a look."""
    enter(Act.LEDGER_READ, subjects=[actor.organisation_id], details={"checkpoint": True})
    return latest_head()


def _as_text(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(_as_text(part) for part in value)
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_as_text(part)}" for key, part in value.items())
    return "" if value is None else str(value)


def _sought_as_details(sought: Sought) -> dict[str, str]:
    named = {
        "act": sought.act,
        "member": sought.member_id,
        "subject": sought.subject_id,
        "since": sought.since.isoformat() if sought.since else None,
        "until": sought.until.isoformat() if sought.until else None,
    }
    return {key: str(value) for key, value in named.items() if value}
