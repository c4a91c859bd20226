"""The demand on one organisation: its own, in full."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.queries.counting import active_members, joined_at_of, members_by_role
from causeway.hub.base.organisations.queries.directory import names_of
from causeway.hub.commons.demand.facts import BANDS, CONCERNS, Items, Step
from causeway.hub.commons.demand.gathering import is_force, items_between, receives
from causeway.hub.commons.demand.periods import Period
from causeway.hub.commons.demand.staff import StaffFigure, staff_figures
from causeway.hub.commons.demand.summaries import (
    Compared,
    Results,
    Week,
    counted_by,
    counted_by_owner,
    results_of,
    total_of,
    weeks_of,
)
from causeway.hub.commons.demand.waits import Wait, wait_of, waits_by
from causeway.hub.road.queues.queries.arrivals_counted import WaitingLines, waiting_now
from causeway.vocabulary.findings import BAND_ORDER, Band
from causeway.vocabulary.organisations import Role

_NOT_NEEDED = ("case_id", "received_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class StepWaits:
    """How long one step takes: of all, and by band or, for a sender, by concern. `step` None is the first action."""

    step: Step | None
    all: Wait
    groups: Mapping[str, Wait]


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """Who is there to do it. `figures` is None where nothing is known of training."""

    members: int
    by_role: Mapping[Role, int]
    figures: list[StaffFigure] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """All that the first page says. `goes_on` where the newest week is not over."""

    period: Period
    goes_on: bool
    receives: bool
    is_before_known: bool
    total: Compared
    lines: Compared
    weeks: tuple[Week, ...]
    by_band: Mapping[str, Compared]
    by_concern: Mapping[str, Compared]
    by_sender: Mapping[str, Compared]
    waits: tuple[StepWaits, ...]
    waiting_now: tuple[WaitingLines, ...]
    results: Results
    results_before: Results
    staff: Staff


@query(Permission.READ_DEMAND)
def overview(actor: Actor, period: Period, *, now: datetime) -> Overview:
    """The demand on the actor's organisation in a period, beside the one before."""
    items = items_between(actor, period.before.since, period.until, now, leaving_out=_NOT_NEEDED)
    own = items.where(period.holds(items["arrived_at"]))
    lines = items.where(items.are_first)
    own_lines = own.where(own.are_first)
    before = items.where(period.before.holds(items["arrived_at"]))
    return Overview(
        period=period,
        goes_on=now < period.until,
        receives=receives(actor),
        is_before_known=joined_at_of(actor.organisation_id) <= period.before.since,
        total=total_of(items, period),
        lines=total_of(lines, period),
        weeks=weeks_of(own, period),
        by_band=counted_by(items, period, "band", BANDS),
        by_concern=counted_by(items, period, "concern", CONCERNS),
        by_sender=_by_sender(items, period),
        # What was told again waits with the first telling: its own line is what somebody takes on.
        waits=tuple(_waits(own_lines, step, now.timestamp()) for step in steps_of(actor)),
        waiting_now=tuple(sorted(waiting_now(actor.organisation_id), key=_urgency)) if receives(actor) else (),
        results=results_of(own),
        results_before=results_of(before),
        staff=Staff(members=active_members(), by_role=members_by_role(), figures=staff_figures(actor)),
    )


def _urgency(waiting: WaitingLines) -> int:
    return BAND_ORDER.index(Band(waiting.band))


def steps_of(actor: Actor) -> tuple[Step | None, ...]:
    """The steps whose time is measured at this kind of organisation."""
    if not receives(actor):
        return (Step.WITH_DESK, Step.WITH_FORCE, Step.OUTCOME)
    own = Step.CASE if is_force(actor) else Step.SENT_ON
    return (None, Step.SEEN, Step.TAKEN, own, Step.OUTCOME)


def _waits(lines: Items, step: Step | None, now: float) -> StepWaits:
    # A sender is told no band.
    is_banded = bool((lines["band"] >= 0).any())
    name, words = ("band", BANDS) if is_banded else ("concern", CONCERNS)
    groups: dict[str, Wait] = waits_by(lines, name, words, step, now)
    return StepWaits(step=step, all=wait_of(lines, step, now), groups=groups)


def _by_sender(items: Items, period: Period) -> dict[str, Compared]:
    """By the sender's name of today; one that was renamed counts once."""
    counted = counted_by_owner(items, period, "sender")
    names = names_of(set(counted))
    return {names.get(sender_id, str(sender_id)): compared for sender_id, compared in counted.items()}
