"""Starting, pausing and stopping the acting organisation's clocks. Runs inside the caller's transaction, like the
change that it times.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, assert_never
from uuid import UUID

from django.utils.translation import gettext as _

from causeway.hub.base.acting.doors import current_actor
from causeway.hub.base.acting.errors import Conflict, NotFound
from causeway.hub.base.clocks.models import Clock
from causeway.hub.base.clocks.terms import ClockTerms, Workplace
from causeway.hub.base.rows.documents import from_document, to_document
from causeway.timing import CLOCK_RULES, Allowance, Days, Duty, Pause, Years, days_off_between, due_at

_OTHERS_REASON = "paused by whoever set it"


class ClockKind(StrEnum):
    """What a clock times."""

    SAFEGUARDING = "safeguarding"
    DATA_REQUEST = "data_request"
    CASE_TASK = "case_task"
    QUESTION = "question"
    QUEUE = "queue"
    CORRESPONDENCE = "correspondence"
    SIGNAL_CHANGES = "signal_changes"
    APPEAL = "appeal"
    ACCOUNT_APPEAL = "account_appeal"
    HAND_OVER = "hand_over"
    OUTSIDE_HAND_OVER = "outside_hand_over"
    REPORT = "report"
    PRESERVATION = "preservation"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockFact:
    """A clock as it stands, without its table. `days_off` are the holidays that its deadline leaves out."""

    id: UUID
    subject_id: UUID
    kind: ClockKind
    started_at: datetime
    due_at: datetime
    warn_at: datetime
    is_paused: bool
    warned_at: datetime | None
    escalated_at: datetime | None
    stopped_at: datetime | None
    version: int
    escalate_after: timedelta
    days_off: tuple[date, ...]

    @property
    def escalates_at(self) -> datetime:
        """When it climbs, should nobody have stopped it; before its end where nothing can be mended afterwards."""
        return self.due_at + self.escalate_after

    def is_late(self, now: datetime) -> bool:
        """Whether it has run out at this moment, and nobody stopped it in time."""
        return (self.stopped_at or now) > self.due_at


def start_clock(
    subject_id: UUID, kind: ClockKind, allowance: Allowance | ClockTerms, *, started_at: datetime
) -> ClockFact:
    """Start a clock, or give the one of this kind that already runs: starting twice does not move a deadline.

    A bare allowance counts days in the organisation's own zone. A clock that was stopped starts anew.
    """
    actor = current_actor()
    terms = _terms(allowance)
    found = Clock.objects.filter(organisation_id=actor.organisation_id, subject_id=subject_id, kind=kind.value).first()
    if found is not None and found.stopped_at is None:
        return as_fact(found)
    clock = found or Clock(organisation_id=actor.organisation_id, subject_id=subject_id, kind=kind.value)
    _begin(clock, terms, started_at)
    clock.save(force_insert=found is None)
    return as_fact(clock)


def _begin(clock: Clock, terms: ClockTerms, started_at: datetime, pauses: Sequence[Pause] = ()) -> None:
    """Let a clock begin, anew where it ran before, with these pauses; the last may last still."""
    clock.zone, clock.region, clock.days_off = (
        terms.workplace.zone,
        terms.workplace.region,
        list(terms.workplace.days_off),
    )
    clock.duty, clock.version = terms.duty.value if terms.duty else "", terms.version
    clock.warn_before, clock.escalate_after = terms.warn_before, terms.escalate_after
    clock.allowance, clock.started_at = _allowance_document(terms.allowance), started_at
    clock.pauses = [to_document(pause) for pause in pauses]
    clock.is_paused = any(pause.ended_at is None for pause in pauses)
    clock.warned_at = clock.escalated_at = clock.stopped_at = None
    _set_deadline(clock)


def move_clock(
    subject_id: UUID, kind: ClockKind, allowance: Allowance | ClockTerms, *, started_at: datetime
) -> ClockFact:
    """Start a clock, or let the one of this kind that runs begin anew where it was started otherwise: what it has
    warned of before counts no more. One that runs just so is left as it is. Other terms since the same moment leave it
    its pauses, and where it stands it stands still.
    """
    return move_clocks({subject_id: (_terms(allowance), started_at)}, kind)[subject_id]


def move_clocks(wanted: Mapping[UUID, tuple[ClockTerms, datetime]], kind: ClockKind) -> dict[UUID, ClockFact]:
    """The same of several things, each with its terms and when its clock starts."""
    own = current_actor().organisation_id
    rows = Clock.objects.filter(organisation_id=own, subject_id__in=list(wanted), kind=kind.value)
    known = {row.subject_id: row for row in rows}
    fresh: list[Clock] = []
    for subject_id, (terms, started_at) in wanted.items():
        clock = known.get(subject_id)
        if clock is None:
            known[subject_id] = clock = Clock(organisation_id=own, subject_id=subject_id, kind=kind.value)
            _begin(clock, terms, started_at)
            fresh.append(clock)
        elif clock.stopped_at or (clock.started_at, clock.allowance) != (
            started_at,
            _allowance_document(terms.allowance),
        ):
            _begin(clock, terms, started_at, _pauses_so_far(clock) if clock.started_at == started_at else ())
            clock.save()
    Clock.objects.bulk_create(fresh)
    return {subject_id: as_fact(known[subject_id]) for subject_id in wanted}


def stop_clock(subject_id: UUID, kind: ClockKind, *, at: datetime) -> bool:
    """Stop the clock of this kind; gives False when none runs."""
    return bool(Clock.objects.filter(subject_id=subject_id, kind=kind.value, stopped_at=None).update(stopped_at=at))


def with_running_clock(subject_ids: Collection[UUID], kind: ClockKind) -> set[UUID]:
    """Those of these things for which a clock of this kind runs at the acting organisation. Runs inside the caller's
    transaction.
    """
    rows = Clock.objects.filter(subject_id__in=list(subject_ids), kind=kind.value, stopped_at=None)
    return set(rows.values_list("subject_id", flat=True))


def pause(subject_id: UUID, kind: ClockKind, *, reason: str, at: datetime) -> ClockFact:
    """Let a clock stand while nobody can act; its deadline moves by as long.

    Raises:
        NotFound: no clock of this kind runs.
        Conflict: it stands already.
    """
    clock = _running(subject_id, kind)
    if clock.is_paused:
        raise Conflict(_("This clock is paused already."))
    clock.pauses = [*clock.pauses, to_document(Pause(started_at=at, ended_at=None, reason=reason))]
    clock.is_paused = True
    clock.save(update_fields=["pauses", "is_paused"])
    return as_fact(clock)


def pause_in_time(subject_id: UUID, kind: ClockKind, *, reason: str, at: datetime) -> ClockFact:
    """The same for a deadline that others rely on: it has not passed, and its rule lets it stand.

    Raises:
        NotFound: no clock of this kind runs.
        Conflict: it stands already, is late, or never pauses.
    """
    clock = _running(subject_id, kind)
    if not clock.duty or not CLOCK_RULES[Duty(clock.duty)].can_pause:
        raise Conflict(_("This clock never pauses."))
    if clock.due_at < at:
        raise Conflict(_("It is late already, and a pause would not change that."))
    return pause(subject_id, kind, reason=reason, at=at)


def stand_like(
    subject_id: UUID, kind: ClockKind, *, started_at: datetime, due_at: datetime, paused_at: datetime | None
) -> None:
    """Let the acting organisation's clock stand or run as that of whoever set the deadline; nothing where none runs."""
    clock = Clock.objects.filter(subject_id=subject_id, kind=kind.value, stopped_at=None).first()
    if clock is None:
        return
    allowance = due_at - started_at
    if paused_at is None:
        # Their deadline has the pauses in it already.
        if clock.is_paused or (clock.started_at, clock.allowance) != (started_at, _allowance_document(allowance)):
            _begin(clock, _terms(allowance), started_at)
            clock.save()
    elif not clock.is_paused:
        pause(subject_id, kind, reason=_OTHERS_REASON, at=max(paused_at, clock.started_at))


def resume(subject_id: UUID, kind: ClockKind, *, at: datetime) -> ClockFact:
    """Let a paused clock run on.

    Raises:
        NotFound: no clock of this kind runs.
        Conflict: it is not paused.
    """
    clock = _running(subject_id, kind)
    if not clock.is_paused:
        raise Conflict(_("This clock is not paused."))
    last = from_document(Pause, clock.pauses[-1])
    ended = Pause(started_at=last.started_at, ended_at=max(at, last.started_at), reason=last.reason)
    clock.pauses = [*clock.pauses[:-1], to_document(ended)]
    clock.is_paused = False
    _set_deadline(clock)
    if clock.warn_at > at:
        clock.warned_at = None
    clock.save(update_fields=["pauses", "is_paused", "due_at", "warn_at", "warned_at"])
    return as_fact(clock)


def clocks_of(subject_ids: Iterable[UUID]) -> dict[UUID, list[ClockFact]]:
    """The clocks of these things, by thing."""
    found: dict[UUID, list[ClockFact]] = {}
    for clock in Clock.objects.filter(subject_id__in=list(subject_ids)).order_by("due_at"):
        found.setdefault(clock.subject_id, []).append(as_fact(clock))
    return found


def _running(subject_id: UUID, kind: ClockKind) -> Clock:
    clock = Clock.objects.filter(subject_id=subject_id, kind=kind.value, stopped_at=None).first()
    if clock is None:
        raise NotFound(_("No such clock runs."))
    return clock


def _pauses_so_far(clock: Clock) -> list[Pause]:
    """Those of a clock; one that lasted when it was stopped ended with that."""
    pauses = [from_document(Pause, document) for document in clock.pauses]
    if clock.stopped_at is None or not clock.is_paused:
        return pauses
    last = pauses[-1]
    return [*pauses[:-1], replace(last, ended_at=max(clock.stopped_at, last.started_at))]


def _set_deadline(clock: Clock) -> None:
    """A pause that lasts still moves the deadline when it ends."""
    allowance = _allowance(clock.allowance)
    calendar = _workplace(clock).calendar(allowance, clock.started_at)
    pauses = [pause for document in clock.pauses if (pause := from_document(Pause, document)).ended_at is not None]
    now = max((pause.ended_at for pause in pauses if pause.ended_at), default=clock.started_at)
    clock.due_at = due_at(clock.started_at, allowance=allowance, pauses=pauses, now=now, calendar=calendar)
    unpaused = due_at(clock.started_at, allowance=allowance, now=clock.started_at, calendar=calendar)
    # The last quarter of the allowance, as `causeway.timing.state` has it by default.
    quarter = (unpaused - clock.started_at) / 4
    clock.warn_at = clock.due_at - (quarter if clock.warn_before is None else clock.warn_before)


def _terms(allowance: Allowance | ClockTerms) -> ClockTerms:
    if isinstance(allowance, ClockTerms):
        return allowance
    return ClockTerms(duty=None, version=0, allowance=allowance, workplace=Workplace(zone=current_actor().zone))


def _workplace(clock: Clock) -> Workplace:
    return Workplace(zone=clock.zone, region=clock.region, days_off=tuple(clock.days_off))


def _allowance_document(allowance: Allowance) -> dict[str, Any]:
    match allowance:
        case timedelta():
            return {"seconds": allowance.total_seconds()}
        case Days():
            return {"days": allowance.count, "working": allowance.working}
        case Years():
            return {"years": allowance.count}
        case _:
            assert_never(allowance)


def _allowance(document: dict[str, Any]) -> Allowance:
    if "seconds" in document:
        return timedelta(seconds=document["seconds"])
    if "days" in document:
        return Days(count=document["days"], working=document["working"])
    return Years(count=document["years"])


def as_fact(clock: Clock) -> ClockFact:
    """A row as a fact."""
    return ClockFact(
        id=clock.id,
        subject_id=clock.subject_id,
        kind=ClockKind(clock.kind),
        started_at=clock.started_at,
        due_at=clock.due_at,
        warn_at=clock.warn_at,
        is_paused=clock.is_paused,
        warned_at=clock.warned_at,
        escalated_at=clock.escalated_at,
        stopped_at=clock.stopped_at,
        version=clock.version,
        escalate_after=clock.escalate_after,
        days_off=_days_left_out(clock),
    )


def _days_left_out(clock: Clock) -> tuple[date, ...]:
    allowance = _allowance(clock.allowance)
    if not (isinstance(allowance, Days) and allowance.working):
        return ()
    return days_off_between(_workplace(clock).calendar(allowance, clock.started_at), clock.started_at, clock.due_at)
