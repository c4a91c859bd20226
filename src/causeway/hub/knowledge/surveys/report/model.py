"""A report of a wave: figures with how sure they are, and nothing from which a person could be found.

It is made once from the opened answers (`building.py`), kept as a document and shown as a page or a PDF. Suppressed
figures are None here already, so that no page can show one by mistake. Texts stand in every language of the
instrument; sentences about figures are worded when they are shown.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

LEAST = 10
"""Counts under this are not shown, nor what would give them away (practice: suppress counts under 10)."""

Labels = dict[str, str]
"""The same words by language."""


class Measure(StrEnum):
    """What an item's figures are."""

    SHARE = "share"
    """One answer a person: shares add up to all."""
    SEVERAL = "several"
    """Several answers a person: each share stands alone."""
    MEAN = "mean"
    """The mean of a number."""


class Hidden(StrEnum):
    """Why a figure is not shown."""

    SMALL = "small"
    """Fewer than ten people."""
    TELLING = "telling"
    """It would let a hidden figure be worked out."""
    NOBODY = "nobody"
    """Nobody answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One estimate with its 95% interval. `option` is the answer's code; None for a mean. `n` is how many answered
    the item in this group, rounded to 5.
    """

    option: str | None
    value: float | None
    low: float | None
    high: float | None
    n: int | None
    hidden: Hidden | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The figures of one force or rank."""

    name: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A figure's change since an earlier wave, in the same unit, with its interval. `is_clear` after correcting for
    all the changes that were looked at.
    """

    option: str | None
    before: float | None
    change: float | None
    low: float | None
    high: float | None
    is_clear: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How far those who did not answer could move a figure: at worst, and if they differed by `points`."""

    option: str | None
    worst_low: float
    worst_high: float
    shifted_low: float
    shifted_high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing that was asked: a question, or one row of a matrix. `options` are the labels by code, in order."""

    code: str
    question: str
    measure: Measure
    text: Labels
    row: Labels | None
    unit: Labels | None
    options: dict[str, Labels]
    is_conditional: bool
    left_out: int | None
    figures: tuple[Figure, ...]
    headline: str | None
    by_rank: tuple[Group, ...] = ()
    by_force: tuple[Group, ...] = ()
    moved: tuple[Moved, ...] = ()
    reach: tuple[Reach, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """How many of those asked in a force or rank answered; None where the numbers are small."""

    name: str
    population: int
    invited: int | None
    answered: int | None
    rate: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """Who answered, and how unlike the population they are."""

    population: int
    invited: int
    answered: int
    rate: float
    r_indicator: float | None
    by_force: tuple[Rate, ...]
    by_rank: tuple[Rate, ...]
    points: float
    """By how much, at the reader's choice of caution, those who did not answer are let differ (see `Reach`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightsTold:
    """What a reader must know of the weights."""

    lowest: float
    highest: float
    effective_n: float
    design_effect: float
    silent_strata: int
    """Strata of the frame from which nobody answered; others of their force and rank stand for them."""
    people_in_silent_strata: int
    joined: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What was written in answer to a question: how many did, what themes were found, quotes fit to be shown."""

    question: str
    text: Labels
    answered: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything that the page and the PDF show."""

    title: str
    instrument: str
    version: str
    languages: tuple[str, ...]
    about: Labels
    opens_on: date
    closes_on: date
    is_synthetic: bool
    forces: int
    response: Response
    weights: WeightsTold
    items: tuple[Item, ...]
    written: tuple[Written, ...]
    compared_with: str = ""
    sections: tuple[tuple[Labels, tuple[str, ...]], ...] = field(default=())
    """The instrument's sections: title, and the codes of its questions."""
