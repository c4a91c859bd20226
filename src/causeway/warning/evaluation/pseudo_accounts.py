"""Accounts made of single sentences, with a known number of the rare class: a stand-in for people, and only that.

Real people keep to topics. `Innocents.FOCUSED` lets three in ten innocent accounts write of nothing but one intent,
such as one that lies next to the rare domain; a scorer that is only shown mixed accounts looks better than it is.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from causeway.warning.evaluation._arrays import Flags, Rows, count_of
from causeway.warning.evaluation.comparison import Scored
from causeway.warning.evaluation.errors import EvaluationError

POSITIVE_SHARE = 0.01
FOCUSED_SHARE = 0.3


class Kind(StrEnum):
    """How much of the rare class a positive account writes."""

    LIGHT = "light"
    HEAVY = "heavy"
    SATURATED = "saturated"


class Innocents(StrEnum):
    """What the other accounts write."""

    MIXED = "mixed"
    FOCUSED = "focused"


@dataclass(frozen=True, slots=True)
class Design:
    """How many accounts of which length are drawn, and how many sentences of the rare class each kind holds."""

    accounts: int = 10_000
    messages: int = 40
    light: tuple[int, int] = (3, 5)
    heavy: tuple[int, int] = (22, 30)
    innocents: Innocents = Innocents.MIXED

    def __post_init__(self) -> None:
        count_of(self.accounts, "accounts", least=1000)
        count_of(self.messages, "messages", least=10)
        for name, (low, high) in {"light": self.light, "heavy": self.heavy}.items():
            if not 0 < low <= high <= self.messages:
                raise EvaluationError(name, f"must be a range within 1 to {self.messages}")

    @property
    def positives(self) -> int:
        """How many accounts of each kind there are."""
        return round(self.accounts * POSITIVE_SHARE)

    def rare_messages(self, kind: Kind) -> tuple[int, int]:
        """The least and the most sentences of the rare class in an account of this kind."""
        ranges = {Kind.LIGHT: self.light, Kind.HEAVY: self.heavy, Kind.SATURATED: (self.messages, self.messages)}
        return ranges[kind]


@dataclass(frozen=True, slots=True, eq=False)
class Population:
    """Innocent accounts, and three kinds of positive ones, of which each is a hundredth of the ranking it stands in."""

    messages: Rows
    """Accounts by messages: which sentence stands where."""
    scored: Scored
    """Each kind is ranked among all innocent accounts; warnings are measured on half the light and half the heavy."""


def draw_population(rng: np.random.Generator, rare: Flags, intents: NDArray[np.str_], design: Design) -> Population:
    """Draw accounts of sentences.

    Args:
        rng: where chance comes from.
        rare: whether each sentence is of the rare class.
        intents: what each sentence is about.
        design: how many accounts of which kind.
    """
    each = design.positives
    drawn = [_positive_accounts(rng, rare, kind, design) for kind in Kind]
    messages = np.concatenate([*drawn, _innocent_accounts(rng, rare, intents, design)])
    innocent = np.arange(each * len(Kind), len(messages))
    own = {kind: np.arange(place * each, (place + 1) * each) for place, kind in enumerate(Kind)}
    halves = [own[kind][: (each + 1) // 2] for kind in (Kind.LIGHT, Kind.HEAVY)]
    return Population(
        messages=messages,
        scored=Scored(
            positive=np.arange(len(messages)) < each * len(Kind),
            ranked={kind: np.concatenate([rows, innocent]) for kind, rows in own.items()},
            warned=np.concatenate([*halves, innocent]),
        ),
    )


def _innocent_accounts(rng: np.random.Generator, rare: Flags, intents: NDArray[np.str_], design: Design) -> Rows:
    """Accounts by messages, none of the rare class: which sentence stands where."""
    others = np.flatnonzero(~rare)
    count = design.accounts - design.positives
    drawn = rng.choice(others, (count, design.messages))
    if design.innocents is Innocents.FOCUSED:
        topics = np.unique(intents[others])
        for row in range(round(count * FOCUSED_SHARE)):
            drawn[row] = rng.choice(np.flatnonzero(intents == rng.choice(topics)), design.messages)
    return drawn


def _positive_accounts(rng: np.random.Generator, rare: Flags, kind: Kind, design: Design) -> Rows:
    """Accounts by messages, each with as many of the rare class as its kind says, at places drawn by chance."""
    count, (low, high) = design.positives, design.rare_messages(kind)
    drawn = rng.choice(np.flatnonzero(~rare), (count, design.messages))
    of_class = rng.choice(np.flatnonzero(rare), (count, design.messages))
    held = rng.integers(low, high + 1, size=(count, 1))
    return rng.permuted(np.where(np.arange(design.messages) < held, of_class, drawn), axis=1)
