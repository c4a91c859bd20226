"""A report's figures as plots: points with intervals, in the order of the questionnaire or the alphabet."""

from django.utils.translation import gettext as _

from causeway.hub.base.theme.numbers import percent
from causeway.hub.base.theme.plots import Drawing, Interval, Reference, interval_plot, number
from causeway.hub.knowledge.surveys.report.model import Figure, Group, Hidden, Item, Measure
from causeway.hub.knowledge.surveys.report.wording import HIDDEN_TEXTS, headline_of, label_of, title_of, value_text


def item_drawing(item: Item) -> Drawing:
    """Everybody's figures."""
    rows = [_interval(label_of(item, figure.option), figure) for figure in item.figures]
    return _plot(item, rows, title=_("Estimates for everybody, with their intervals"))


def rank_drawing(item: Item) -> Drawing:
    """The headline figure by rank."""
    return _grouped(item, item.by_rank, _("By rank: %(answer)s"))


def force_drawing(item: Item) -> Drawing:
    """The headline figure by force, in the order of the alphabet: never a ranking."""
    return _grouped(item, item.by_force, _("By force: %(answer)s"))


def _grouped(item: Item, groups: tuple[Group, ...], title: str) -> Drawing:
    rows = [_interval(group.name, figure) for group in groups if (figure := headline_of(item, group))]
    everyone = next((figure for figure in item.figures if figure.option == item.headline), None)
    reference = None
    if everyone is not None and everyone.value is not None:
        text = _("Everybody: %(value)s") % {"value": value_text(item, everyone.value)}
        reference = Reference(label=text, value=everyone.value)
    return _plot(item, rows, title=title % {"answer": label_of(item, item.headline)}, reference=reference)


def _interval(label: str, figure: Figure) -> Interval:
    if figure.value is None:
        return Interval(label=label, value=None, note=str(HIDDEN_TEXTS[figure.hidden or Hidden.SMALL]))
    return Interval(label=label, value=figure.value, low=figure.low, high=figure.high)


def _plot(item: Item, rows: list[Interval], *, title: str, reference: Reference | None = None) -> Drawing:
    is_share = item.measure is not Measure.MEAN
    return interval_plot(
        rows,
        title=title,
        about=_(
            "%(question)s Each point is an estimate, each line its 95%% interval. The table below has the same figures."
        )
        % {"question": title_of(item)},
        shown=percent if is_share else number,
        extent=(0.0, 1.0) if is_share else None,
        reference=reference,
    )
