"""How much was registered, by whom: counts, for an oversight body over all forces and for a force's supervisor."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.queries.directory import names_of
from causeway.hub.base.organisations.queries.people import member_names
from causeway.hub.road.deconfliction.models import Asking
from causeway.hub.road.deconfliction.words import Pattern, Way


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """What one force did in a period. `selectors` were let through, by the way in which they were blinded."""

    organisation_id: UUID
    organisation: str
    selectors: int
    by_way: dict[Way, int]
    refused: int
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Unusual:
    """One unusual asking. `by` names the person to their own force alone."""

    organisation: str
    by: str
    pattern: Pattern
    selectors: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Overseen:
    """A period's uses, the most selectors first, and what was unusual, newest first."""

    uses: tuple[Use, ...]
    unusual: tuple[Unusual, ...]


@query(Permission.OVERSEE_INTERESTS)
def overseen(actor: Actor, *, since: datetime) -> Overseen:
    """What the acting organisation may count: an oversight body all forces, a force itself."""
    rows = list(Asking.objects.filter(asked_at__gte=since, readers__contains=[actor.organisation_id]))
    names = names_of({row.organisation_id for row in rows})
    people = member_names({row.member_id for row in rows if row.member_id})
    grouped: dict[UUID, list[Asking]] = defaultdict(list)
    for row in rows:
        grouped[row.organisation_id].append(row)
    uses = [_use(organisation_id, names[organisation_id], group) for organisation_id, group in grouped.items()]
    marked = sorted((row for row in rows if row.pattern), key=lambda row: row.asked_at, reverse=True)
    return Overseen(
        uses=tuple(sorted(uses, key=lambda use: (-use.selectors, use.organisation))),
        unusual=tuple(
            Unusual(
                organisation=names[row.organisation_id],
                by=people.get(row.member_id, "") if row.member_id else "",
                pattern=Pattern(row.pattern),
                selectors=row.selectors,
                at=row.asked_at,
            )
            for row in marked
        ),
    )


def _use(organisation_id: UUID, name: str, rows: list[Asking]) -> Use:
    let_through = [row for row in rows if not row.is_refused]
    return Use(
        organisation_id=organisation_id,
        organisation=name,
        selectors=sum(row.selectors for row in let_through),
        by_way={way: sum(row.selectors for row in let_through if row.way == way) for way in Way},
        refused=len(rows) - len(let_through),
        people=len({row.member_id or row.credential_id for row in rows}),
    )
