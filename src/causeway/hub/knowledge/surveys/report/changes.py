"""What changed since an earlier wave of the same instrument, with one correction over all figures looked at."""

from collections.abc import Iterator
from dataclasses import replace

from causeway.estimation import Change, Estimate, Overlap, change, holm
from causeway.hub.knowledge.surveys.report.columns import Answered
from causeway.hub.knowledge.surveys.report.model import Item, Moved
from causeway.hub.knowledge.surveys.report.suppressing import safe_figures

_LEVEL = 0.05

Pair = tuple[str, str | None]


def changes_since(earlier: Answered, later: Answered, items: tuple[Item, ...]) -> tuple[Item, ...]:
    """The items with the change of each figure that both waves show.

    Nobody knows who answered both, since answers are anonymous: the intervals are those of separate samples. A change
    is clear only by Holm's rule over every change of the report.
    """
    found = dict(_changes(earlier, later, items))
    judged = dict(zip(found, holm([moved.p_value for moved, _before in found.values()]), strict=True))
    return tuple(
        replace(
            item,
            moved=tuple(
                _moved(option, *found[item.code, option], is_clear=judged[item.code, option] < _LEVEL)
                for option in (figure.option for figure in item.figures)
                if (item.code, option) in found
            ),
        )
        for item in items
    )


def _changes(
    earlier: Answered, later: Answered, items: tuple[Item, ...]
) -> Iterator[tuple[Pair, tuple[Change, float]]]:
    for item in items:
        then, now = _shown(earlier, item), _shown(later, item)
        for option in (each for each in then if each in now):
            before = then[option]
            yield (item.code, option), (change(before, now[option], overlap=Overlap.UNKNOWN), before.value)


def _shown(answered: Answered, item: Item) -> dict[str | None, Estimate]:
    """The wave's figures of this item that may be shown in both."""
    column = answered.column(item.code)
    if column is None:
        return {}
    estimates = answered.estimates(column)
    safe = {one.figure.option for one in safe_figures(estimates, column.measure) if one.figure.hidden is None}
    safe &= {figure.option for figure in item.figures if figure.hidden is None}
    return {one.category: one for one in estimates if one.category in safe}


def _moved(option: str | None, moved: Change, before: float, *, is_clear: bool) -> Moved:
    return Moved(
        option=option,
        before=round(before, 4),
        change=round(moved.value, 4),
        low=round(moved.low, 4),
        high=round(moved.high, 4),
        is_clear=is_clear,
    )
