"""The gains of modules as a plot: each with its interval, beside no gain at all."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from causeway.hub.base.theme.plots import Drawing, Interval, Reference, interval_plot, number
from causeway.hub.knowledge.training.queries.quality import QualityLine


def gain_plot(lines: Iterable[QualityLine]) -> Drawing | None:
    """A line for each module of which a gain is known; None where there is none."""
    rows = [
        Interval(label=line.view.module.title, value=line.gain.mean, low=line.gain.low, high=line.gain.high)
        for line in lines
        if line.gain.mean is not None
    ]
    if not rows:
        return None
    return interval_plot(
        rows,
        title=_("Gain from pre-test to test, in points of 100"),
        about=_("For each module the mean gain of people who took both tests, with its 95% interval."),
        shown=number,
        reference=Reference(label=_("No gain"), value=0),
    )
