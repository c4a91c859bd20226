"""How long what waits has waited: by band, by who has it, and by duty, for whoever answers for the queue.

A wait is counted to now, of what still waits; so a queue that is worked off from its newest end shows it. Half of a
group has waited no longer than its median, nine in ten no longer than its ninth decile (nearest rank).
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.clocks.counting import running_clocks
from causeway.hub.base.clocks.keeping import ClockKind
from causeway.hub.base.ledger.looking import enter_export
from causeway.hub.base.organisations.queries.directory import names_of
from causeway.hub.base.organisations.queries.people import member_names
from causeway.hub.base.rows.aggregates import RankedMoment
from causeway.hub.road.intake.commands.accept_referral import DESK_KINDS
from causeway.hub.road.queues.first_actions import sent_and_untouched
from causeway.hub.road.queues.models import QueueItem
from causeway.vocabulary.findings import BAND_ORDER, Band


class Held(StrEnum):
    """By whom an open line is held."""

    NOBODY = "nobody"
    SOMEBODY = "somebody"
    CASE = "case"


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitFilters:
    """Of which lines the waits are counted; None is not asked."""

    bands: tuple[Band, ...] = ()
    concern: str | None = None
    sender_id: UUID | None = None
    held: Held | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """One group of what waits; `name` is an organisation's or a member's."""

    key: str
    count: int
    oldest: timedelta
    median: timedelta
    ninth_decile: timedelta
    late: int
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """All groups. `forces` are, for a desk, the forces that have done nothing yet with what was sent to them; `duties`
    are the clocks that run, whatever the filters say.
    """

    total: Waits | None
    bands: tuple[Waits, ...]
    holders: tuple[Waits, ...]
    forces: tuple[Waits, ...]
    duties: tuple[Waits, ...]


NOT_TAKEN, IN_A_CASE = "", "case"
"""The keys of lines that nobody has taken on, and of those in a case, beside the members' own."""


@query(Permission.SEE_WAITING)
def waiting_times(actor: Actor, filters: WaitFilters, *, now: datetime) -> Waiting:
    """The waits of the actor's organisation at this moment."""
    own = _filtered(QueueItem.objects.filter(is_line=True, closed_at=None), filters)
    by_band = {waits.key: waits for waits in _waits(own, "band", "arrived_at", now)}
    sent = _filtered(_sent_and_untouched(actor), filters)
    return Waiting(
        total=next(iter(_waits(own, "organisation_id", "arrived_at", now)), None),
        bands=tuple(by_band[band.value] for band in BAND_ORDER if band.value in by_band),
        holders=_holders(own, now),
        forces=_named(_waits(sent, "receiver_id", "closed_at", now), names_of),
        duties=_duties(now),
    )


@query(Permission.SEE_WAITING)
def export_waiting_times(actor: Actor, filters: WaitFilters, *, now: datetime) -> Waiting:
    """The same to take away; the export stands in the ledger."""
    given = {name: str(value) for name, value in asdict(filters).items() if value not in (None, "", ())}
    enter_export("waiting", given)
    return waiting_times(actor, filters, now=now)


def _filtered(rows: "QuerySet[QueueItem]", filters: WaitFilters) -> "QuerySet[QueueItem]":
    if filters.bands:
        rows = rows.filter(band__in=[band.value for band in filters.bands])
    if filters.concern:
        rows = rows.filter(concern=filters.concern)
    if filters.sender_id:
        rows = rows.filter(sender_id=filters.sender_id)
    match filters.held:
        case Held.NOBODY:
            return rows.filter(taken_by_id=None, case_id=None)
        case Held.SOMEBODY:
            return rows.filter(taken_by_id__isnull=False, case_id=None)
        case Held.CASE:
            return rows.filter(case_id__isnull=False)
        case None:
            return rows


def _sent_and_untouched(actor: Actor) -> "QuerySet[QueueItem]":
    """For a desk alone: a force does not know what others did."""
    return sent_and_untouched(actor) if actor.organisation_kind in DESK_KINDS else QueueItem.objects.none()


def _holders(own: "QuerySet[QueueItem]", now: datetime) -> tuple[Waits, ...]:
    """Who has the open lines: nobody, then each member by name, then all that are in a case."""
    outside = _waits(own.filter(case_id=None), "taken_by_id", "arrived_at", now)
    nobody = [waits for waits in outside if waits.key == NOT_TAKEN]
    members = _named([waits for waits in outside if waits.key != NOT_TAKEN], member_names)
    in_cases = _waits(own.filter(case_id__isnull=False), "organisation_id", "arrived_at", now)
    return (*nobody, *members, *(replace(waits, key=IN_A_CASE) for waits in in_cases))


def _duties(now: datetime) -> tuple[Waits, ...]:
    found = {
        clocks.kind: Waits(
            key=clocks.kind.value,
            count=clocks.count,
            oldest=now - clocks.oldest_since,
            median=now - clocks.half_since,
            ninth_decile=now - clocks.most_since,
            late=clocks.late,
        )
        for clocks in running_clocks(now)
    }
    return tuple(found[kind] for kind in ClockKind if kind in found)


def _named(found: list[Waits], names_for: Callable[[set[UUID]], Mapping[UUID, str]]) -> tuple[Waits, ...]:
    """The groups by name, where each key is an organisation or a member."""
    names = names_for({UUID(waits.key) for waits in found})
    named = [replace(waits, name=names.get(UUID(waits.key), "")) for waits in found]
    return tuple(sorted(named, key=lambda waits: waits.name.casefold()))


def _waits(rows: "QuerySet[QueueItem]", group: str, since: str, now: datetime) -> list[Waits]:
    counted = (
        rows.order_by()
        .values(group)
        .annotate(
            count=Count("id"),
            first=Min(since),
            half=RankedMoment(since, share=0.5),
            most=RankedMoment(since, share=0.1),
            late=Count("id", filter=Q(due_at__lt=now, is_paused=False)),
        )
    )
    return [_made(row, str(row[group] or NOT_TAKEN), now) for row in counted]


def _made(row: dict[str, Any], key: str, now: datetime) -> Waits:
    return Waits(
        key=key,
        count=row["count"],
        oldest=now - row["first"],
        median=now - row["half"],
        ninth_decile=now - row["most"],
        late=row["late"],
    )
