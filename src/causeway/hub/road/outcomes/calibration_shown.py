"""Calibration as a page shows it: plots, and the same figures as tables."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isfinite

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from causeway.estimation import Agreement
from causeway.hub.base.theme.components import BAND_NAMES
from causeway.hub.base.theme.numbers import decimal, percent
from causeway.hub.base.theme.plots import Drawing, Series, Tick, interval_plot, line_plot
from causeway.hub.base.theme.plots import Interval as PlottedInterval
from causeway.hub.road.queues.group_names import group_name
from causeway.triage.calibration import Calibration, GroupShare
from causeway.triage.ranking import Measured
from causeway.vocabulary.findings import BAND_ORDER

Text = str | Promise
_VERDICTS: dict[str, Promise] = {
    "stable": gettext_lazy("Little changed"),
    "some": gettext_lazy("Some change"),
    "shifted": gettext_lazy("Much changed"),
}
_LEAST_MONTHS_DRAWN = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A row of a table: what it is, the figure, its interval, and on how many referrals it rests."""

    name: Text
    value: str
    between: str
    referrals: int


def reliability_rows(found: Calibration) -> list[Figure]:
    """For each band the share that was confirmed."""
    return [_figure(BAND_NAMES[band], one, percent) for band, one in found.reliability.items()]


def reliability_plot(found: Calibration) -> Drawing | None:
    """The same as a plot, where there is anything to draw."""
    rows = [
        PlottedInterval(label=str(BAND_NAMES[band]), value=one.value, low=one.low, high=one.high)
        for band, one in found.reliability.items()
    ]
    if not rows:
        return None
    return interval_plot(
        rows,
        title=_("What was confirmed, by band"),
        about=_("For each band the share of referrals after which a child was safeguarded or somebody arrested."),
        shown=percent,
        extent=(0.0, 1.0),
    )


def rank_rows(found: Calibration) -> list[Figure]:
    """How well the queue puts first what matters, and how people agree."""
    ranks: list[tuple[str, Measured | None]] = [
        (_("Order of the queue (NDCG, 1 is best)"), found.ndcg),
        (_("Mere order of arrival, to compare (NDCG)"), found.ndcg_by_arrival),
        (_("Share of what was confirmed that stood in the first 5% of the queue"), found.recall_first),
    ]
    agreements: list[tuple[str, Agreement | None]] = [
        (_("Program and person agree (weighted kappa)"), found.person_and_program),
        (_("Two people agree (weighted kappa)"), found.person_and_person),
    ]
    rows = [_figure(name, one, _decimals) for name, one in ranks if one]
    return rows + [
        _figure(name, Measured(value=one.value, low=one.low, high=one.high, referrals=one.units), _decimals)
        for name, one in agreements
        if one and isfinite(one.value)
    ]


def drift_rows(found: Calibration) -> list[tuple[str, int, str, Text]]:
    """For each month: how many, the index, and what it says."""
    return [(one.month, one.referrals, _decimals(one.index), _VERDICTS[one.verdict]) for one in found.drift]


def drift_plot(found: Calibration) -> Drawing | None:
    """The index month by month."""
    if len(found.drift) < _LEAST_MONTHS_DRAWN:
        return None
    return line_plot(
        [Series(label=_("Index"), points=[(place, one.index) for place, one in enumerate(found.drift)])],
        title=_("Drift of the bands"),
        about=_("How far the bands of each month are from those of all months before it."),
        ticks=[Tick(at=place, text=one.month) for place, one in enumerate(found.drift)],
        up_title=_("Population stability index"),
        across_title=_("Month"),
        shown=_decimals,
    )


def group_tables(found: Calibration) -> list[tuple[str, list[tuple[Text, int, tuple[int, ...]]]]]:
    """A table for each way of grouping senders."""
    return [
        (_("By how many referrals the sender told"), _groups(found.by_sender_size)),
        (_("By language of the sender"), _groups(found.by_language)),
        (_("By country of the sender"), _groups(found.by_country)),
    ]


def band_names() -> list[Text]:
    """The bands, most urgent first."""
    return [BAND_NAMES[band] for band in BAND_ORDER]


def _groups(rows: Sequence[GroupShare]) -> list[tuple[Text, int, tuple[int, ...]]]:
    return [(group_name(row.name), row.referrals, row.bands) for row in rows]


def _figure(name: Text, one: Measured, shown: Callable[[float], str]) -> Figure:
    between = _("%(low)s to %(high)s") % {"low": shown(one.low), "high": shown(one.high)}
    return Figure(name=name, value=shown(one.value), between=between, referrals=one.referrals)


def _decimals(value: float) -> str:
    return decimal(value, 2)
