"""What of a wave's figures may be shown; a report is made of nothing else.

For everybody and by rank, a figure is hidden where fewer than ten people gave that answer, or all but fewer than ten.
By force, numbers are small throughout: there a share is shown where ten or more people answered, and no number of
people who gave an answer is printed anywhere. The engine hides as much beside as keeps subtraction from helping.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from math import isfinite

from causeway.estimation import DisclosurePolicy, Estimate, SafeEstimate, publish, rounded
from causeway.hub.knowledge.surveys.report.model import LEAST, Figure, Hidden, Measure

_STRICT = DisclosurePolicy(minimum=LEAST, hides_answers=True)
_BY_BASE = DisclosurePolicy(minimum=LEAST)


@dataclass(frozen=True, slots=True)
class Safe:
    """A figure as it may be shown, of one group or of everybody (None)."""

    group: str | None
    figure: Figure


def safe_figures(
    estimates: Sequence[Estimate],
    measure: Measure,
    *,
    small_groups: bool = False,
    hidden: Collection[str | None] = (),
    headline: str | None = None,
) -> list[Safe]:
    """The figures of everybody, of groups, or of both, in their order.

    Everybody's and those of the ranks are given together, so that one cannot be worked out from the other. `hidden` are
    the answers that are not shown for everybody: forces that each showed theirs would tell it. The headline is the last
    to be hidden for the sake of smaller answers.

    Where an option comes as chosen and not chosen, each is published by itself, and what was not chosen is left out
    again.
    """
    policy = _BY_BASE if small_groups or measure is Measure.MEAN else _STRICT
    wanted = () if headline is None else (headline,)
    return [
        Safe(one.group, _figure(replace(one, value=None) if one.category in hidden else one, estimate))
        for together in _published_together(estimates)
        for one, estimate in zip(publish(together, policy, wanted=wanted), together, strict=True)
        if not is_unchosen(one.category)
    ]


def told_count(count: int) -> int | None:
    """A number of people as it may be told: rounded to 5, None under ten."""
    return rounded(count) if count >= LEAST else None


UNCHOSEN = "not:"
"""Before an option's code: the people who did not choose it. No code holds a colon."""


def is_unchosen(category: str | None) -> bool:
    """Whether a category stands for those who did not choose an option."""
    return category is not None and category.startswith(UNCHOSEN)


def _published_together(estimates: Sequence[Estimate]) -> list[list[Estimate]]:
    if not any(is_unchosen(one.category) for one in estimates):
        return [list(estimates)] if estimates else []
    by_option: dict[str, list[Estimate]] = {}
    for one in estimates:
        by_option.setdefault(str(one.category).removeprefix(UNCHOSEN), []).append(one)
    return list(by_option.values())


def _figure(safe: SafeEstimate, estimate: Estimate) -> Figure:
    if safe.value is None or safe.low is None or safe.high is None or not isfinite(safe.value):
        return Figure(option=safe.category, value=None, low=None, high=None, n=None, hidden=_why(estimate))
    return Figure(
        option=safe.category,
        value=round(safe.value, 4),
        low=round(safe.low, 4),
        high=round(safe.high, 4),
        n=None if safe.n is None else rounded(safe.n),
    )


def _why(estimate: Estimate) -> Hidden:
    """Told only as far as it gives nothing away: that a base or an answer is small, or that it protects another."""
    is_small = estimate.n < LEAST or (estimate.count is not None and estimate.count < LEAST)
    return Hidden.SMALL if is_small else Hidden.TELLING
