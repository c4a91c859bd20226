"""What a page asks of the engine, within its bounds, and what it shows of the answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from causeway.hub.base.theme.components import BAND_NAMES
from causeway.hub.base.theme.numbers import percent
from causeway.hub.base.theme.plots import Drawing, Series, Tick, interval_plot, line_plot
from causeway.hub.base.theme.plots import Interval as PlottedInterval
from causeway.hub.commons.staffing_pages.bounds import AFTER_WEEKS, PIECES_OFTEN, PIECES_ONCE, bounded_run
from causeway.staffing import (
    QUANTILES,
    Answer,
    BandFigures,
    Comparison,
    Figures,
    Interval,
    Lever,
    Question,
    Scenario,
    compare,
    compare_each,
    officers_needed,
    pulled,
    what_if,
)
from causeway.vocabulary.findings import Band

_ASKED_OF = frozenset({Band.VERY_HIGH, Band.HIGH})
_MOST_OFFICERS = 200
_MOST_TICKS = 8

LEVER_NAMES: dict[Lever, Promise] = {
    Lever.BUNDLE: gettext_lazy("Bundle duplicates on arrival"),
    Lever.TRIAGE: gettext_lazy("Misjudge half as many"),
    Lever.TRAIN: gettext_lazy("Train everybody"),
    Lever.INTERRUPT: gettext_lazy("Let a new referral interrupt work on a lower band"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulled:
    """A lever, and what it changes."""

    name: Promise
    comparison: Comparison


def fares(scenario: Scenario) -> Figures:
    """How a desk fares.

    Raises:
        ScenarioError: it is too large for a page.
    """
    return what_if(scenario, bounded_run(scenario, PIECES_ONCE))


def needs(scenario: Scenario, *, share: float, within_days: float) -> Answer:
    """How many trained officers see this share of very high and high within so many days.

    Raises:
        ScenarioError: the desk is too large for a page.
    """
    asked_of = _ASKED_OF & frozenset(band for band, one in scenario.bands.items() if one.per_week)
    question = Question(bands=asked_of or frozenset(scenario.order[:1]), share=share, within_days=within_days)
    after_weeks = min(ceil(within_days / 7) + 1, AFTER_WEEKS)
    run = bounded_run(scenario, PIECES_OFTEN, after_weeks=after_weeks)
    return officers_needed(scenario, question, run, most=_MOST_OFFICERS)


def levers(scenario: Scenario) -> list[Pulled]:
    """What each lever that is not pulled yet would change.

    Raises:
        ScenarioError: the desk is too large for a page.
    """
    run = bounded_run(scenario, PIECES_OFTEN)
    others = {lever: other for lever in Lever if (other := pulled(scenario, lever)) is not None}
    found = compare_each(scenario, list(others.values()), run)
    return [
        Pulled(name=LEVER_NAMES[lever], comparison=comparison) for lever, comparison in zip(others, found, strict=True)
    ]


def compared(first: Scenario, second: Scenario) -> Comparison:
    """Two desks under the same chances.

    Raises:
        ScenarioError: one of them is too large for a page.
    """
    runs = [bounded_run(scenario, PIECES_ONCE // 2) for scenario in (first, second)]
    return compare(first, second, min(runs, key=lambda run: run.weeks))


def in_time_plot(figures: Figures) -> Drawing:
    """Which share of each band is seen in time."""
    rows = [
        PlottedInterval(
            label=_("%(band)s, within %(days)s") % {"band": BAND_NAMES[one.band], "days": _days(one)},
            value=one.in_time.estimate,
            low=one.in_time.low,
            high=one.in_time.high,
        )
        for one in figures.bands
        if one.per_week.estimate
    ]
    return interval_plot(
        rows,
        title=_("Seen in time"),
        about=_("For each band the share of referrals that somebody looks at within its days, with its interval."),
        shown=percent,
        extent=(0.0, 1.0),
    )


def _days(one: BandFigures) -> str:
    count = int(one.target_days)
    return ngettext("%(count)d day", "%(count)d days", count) % {"count": count}


def waiting_plot(named: Sequence[tuple[str, Figures]]) -> Drawing:
    """How many wait at the end of each week."""
    weeks = max(len(figures.waiting) for _name, figures in named)
    every = max(1, -(-weeks // _MOST_TICKS))
    return line_plot(
        [
            Series(label=name, points=[(place, week.estimate) for place, week in enumerate(figures.waiting, start=1)])
            for name, figures in named
        ],
        title=_("Waiting at the end of each week"),
        about=_("How many referrals nobody has looked at yet, on average over the simulated runs, week by week."),
        ticks=[Tick(at=week, text=str(week)) for week in range(every, weeks + 1, every)],
        up_title=_("Referrals that wait"),
        across_title=_("Week"),
    )


def quantile(one: BandFigures, share: float) -> Interval:
    """One of the quantiles of a band's waiting."""
    return one.quantiles[QUANTILES.index(share)]
