"""How many have answered, shown so that nobody can tell of one person whether they did. Pure.

Counts under ten are not shown, nor is what would let them be worked out from a total; the rest is rounded down to five,
so that a page looked at twice does not show one more answer (practice: suppress counts under 10, round to 5).
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from causeway.vocabulary.waves import StratumCount

LEAST_SHOWN = 10
_STEP = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseLine:
    """One group: how many were asked, and how many links were used, None where that is not shown."""

    name: str
    invited: int
    answered: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The whole, by force and by rank."""

    invited: int
    answered: int | None
    by_force: tuple[ResponseLine, ...]
    by_rank: tuple[ResponseLine, ...]


def response_of(counts: Iterable[StratumCount]) -> Response:
    """The response as it may be shown."""
    strata = list(counts)
    return Response(
        invited=sum(one.invited for one in strata),
        answered=shown(sum(one.answered for one in strata)),
        by_force=_lines(strata, lambda one: one.force),
        by_rank=_lines(strata, lambda one: one.rank),
    )


def shown(count: int) -> int | None:
    """A count as it may stand alone: rounded down to five, None under ten."""
    return count - count % _STEP if count >= LEAST_SHOWN else None


def _lines(strata: list[StratumCount], group: Callable[[StratumCount], str]) -> tuple[ResponseLine, ...]:
    invited: Counter[str] = Counter()
    answered: Counter[str] = Counter()
    for one in strata:
        invited[group(one)] += one.invited
        answered[group(one)] += one.answered
    hidden = _hidden(answered, invited)
    return tuple(
        ResponseLine(name=name, invited=invited[name], answered=None if name in hidden else shown(answered[name]))
        for name in sorted(invited)
    )


def _hidden(answered: Counter[str], invited: Counter[str]) -> set[str]:
    """The groups under ten and those in which everybody answered; then the smallest others until two are hidden that
    together have ten, because with one alone the total would give it away.
    """
    hidden = {name for name in invited if shown(answered[name]) in (None, invited[name])}
    others = sorted(set(invited) - hidden, key=lambda name: (answered[name], name))
    while hidden and others and (len(hidden) < 2 or sum(answered[name] for name in hidden) < LEAST_SHOWN):
        hidden.add(others.pop(0))
    return hidden
