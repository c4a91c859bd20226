"""The last seven days in three numbers, cheap enough for a start page."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.queries.counting import joined_at_of
from causeway.hub.commons.demand.gathering import receives
from causeway.hub.commons.demand.periods import Period
from causeway.hub.commons.demand.queries.change import Watched, arrivals
from causeway.hub.road.queues.queries.arrivals_counted import WaitingLines, events_by_day, waiting_now
from causeway.hub.road.referrals.queries.counting import sent_by_day
from causeway.vocabulary.findings import Band


@dataclass(frozen=True, slots=True, kw_only=True)
class ThisWeek:
    """What came in the last seven days, what of high risk has waited longest, and whether the seven days up to
    yesterday differ from the weeks before. `oldest` is None where nothing of high risk waits.
    """

    receives: bool
    events: int
    oldest: WaitingLines | None
    watched: Watched


@query(Permission.READ_DEMAND)
def this_week(actor: Actor, period: Period, *, now: datetime) -> ThisWeek:
    """The newest week of a period, against the weeks before it."""
    finished = period.finished_by(now)
    count_days = events_by_day if receives(actor) else sent_by_day
    by_day = count_days(actor.organisation_id, finished.since, period.until, actor.zone)
    known = finished.known_since(joined_at_of(actor.organisation_id))

    def week_to(day: date) -> int:
        return sum(by_day.get(day - timedelta(days=back), 0) for back in range(7))

    waiting = waiting_now(actor.organisation_id) if receives(actor) else []
    urgent = [each for each in waiting if Band(each.band) in (Band.VERY_HIGH, Band.HIGH)]
    return ThisWeek(
        receives=receives(actor),
        events=week_to(period.last),
        oldest=min(urgent, key=_since, default=None),
        watched=arrivals([week_to(day) for day in known.week_ends] if known else []),
    )


def _since(waiting: WaitingLines) -> datetime:
    return waiting.oldest_at
