"""Appeals in figures, as a service's transparency report asks for them (Regulation (EU) 2022/2065, article 15(1)(d)):
how many, on what ground, with which outcome, and how long an answer took. No person stands in them.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from statistics import median

from django.db.models import Avg, Count, Q

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.looking import enter_export
from causeway.hub.road.candidates.models import AccountAppeal, AppealCount
from causeway.vocabulary.candidates import AppealOutcome, Measure

_DAY = 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureAppeals:
    """Appeals against one kind of measure: how many came in the time, and how those answered in it ended."""

    measure: Measure
    made: int
    stands: int
    turned: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealFigures:
    """`median_days` is None where none was answered. `waiting` are open now, however long ago they came."""

    measures: tuple[MeasureAppeals, ...]
    late: int
    waiting: int
    median_days: float | None

    @property
    def made(self) -> int:
        """All that came."""
        return sum(one.made for one in self.measures)

    @property
    def stands(self) -> int:
        """All after which the decision stands."""
        return sum(one.stands for one in self.measures)

    @property
    def turned(self) -> int:
        """All after which the decision was turned."""
        return sum(one.turned for one in self.measures)


@query(Permission.SUPERVISE_CANDIDATES)
def appeal_figures(actor: Actor, since: date, until: date) -> AppealFigures:
    """The figures of the days from `since` to `until`, both counted in."""
    del actor
    rows = AppealCount.objects.filter(counted_on__gte=since, counted_on__lte=until)
    counted: Counter[tuple[str, str]] = Counter()
    for measure, outcome, count in rows.values_list("measure", "outcome").annotate(n=Count("id")):
        counted[measure, outcome] += count
    took = [seconds for seconds in rows.values_list("took_seconds", flat=True) if seconds is not None]
    return AppealFigures(
        measures=tuple(_of_measure(measure, counted) for measure in Measure),
        late=rows.filter(was_late=True).count(),
        waiting=AccountAppeal.objects.filter(answered_at=None).count(),
        median_days=median(took) / _DAY if took else None,
    )


def _of_measure(measure: Measure, counted: Counter[tuple[str, str]]) -> MeasureAppeals:
    return MeasureAppeals(
        measure=measure,
        made=counted[measure.value, ""],
        stands=counted[measure.value, AppealOutcome.STANDS.value],
        turned=counted[measure.value, AppealOutcome.TURNED.value],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealsLine:
    """One line of the file that a supervisor takes away."""

    counted_on: date
    source: str
    measure: str
    outcome: str
    appeals: int
    late: int
    mean_days: float | None


@query(Permission.SUPERVISE_CANDIDATES)
def appeals_to_take_away(actor: Actor, since: date, until: date) -> Iterator[AppealsLine]:
    """The same by day, for a file; finished before the door closes. That it was taken away stands in the ledger."""
    del actor
    enter_export("account_appeals", {"since": since.isoformat(), "until": until.isoformat()})
    rows = AppealCount.objects.filter(counted_on__gte=since, counted_on__lte=until)
    columns = ("counted_on", "source", "measure", "outcome")
    found = rows.values_list(*columns).annotate(
        n=Count("id"), late=Count("id", filter=Q(was_late=True)), mean=Avg("took_seconds")
    )
    return iter(
        [
            AppealsLine(
                counted_on=counted_on,
                source=source,
                measure=measure,
                outcome=outcome or "made",
                appeals=count,
                late=late,
                mean_days=None if mean is None else mean / _DAY,
            )
            for counted_on, source, measure, outcome, count, late, mean in found.order_by(*columns)
        ]
    )
