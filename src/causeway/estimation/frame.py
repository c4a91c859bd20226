"""Who could have answered: the frame, as strata (force by rank) with their population.

A stratum is a key of one category a dimension. The first dimension is the unit that people belong to (the force), the
others are kinds of people within it (the rank), in the order in which the frame names them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from causeway.estimation._arrays import Codes, Numbers, Truths, count_by, sum_by
from causeway.estimation._errors import EstimationError

Key = tuple[str, ...]
"""One category a dimension, in the frame's order of dimensions."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Frame:
    """The strata and how many people each holds. Make it with `Frame.of`, which checks it."""

    dimensions: tuple[str, ...]
    strata: tuple[Key, ...]
    population: Numbers

    @classmethod
    def of(cls, rows: Iterable[tuple[Key, float]], dimensions: Sequence[str] = ("force", "rank")) -> "Frame":
        """The frame of these strata. A stratum without people may stand in it; nobody can have answered from it.

        Raises:
            EstimationError: a key has not one category a dimension, a stratum stands twice, a population is no number
                or negative, or nobody is left.
        """
        listed = list(rows)
        seen: set[Key] = set()
        for key, people in listed:
            if len(key) != len(dimensions) or not all(key):
                raise EstimationError("stratum_incomplete", f"A stratum needs {' and '.join(dimensions)}.")
            if key in seen:
                raise EstimationError("stratum_twice", f"The stratum {named(key)} stands twice in the frame.")
            if not 0 <= people < float("inf"):
                raise EstimationError("population_wrong", f"The population of {named(key)} is no number from 0 up.")
            seen.add(key)
        population = np.array([people for _, people in listed], dtype=np.float64)
        if not population.sum() > 0:
            raise EstimationError("frame_empty", "The frame holds no people.")
        return cls(dimensions=tuple(dimensions), strata=tuple(key for key, _ in listed), population=population)

    @cached_property
    def places(self) -> dict[Key, int]:
        """Where each stratum stands."""
        return {key: place for place, key in enumerate(self.strata)}

    @cached_property
    def categories(self) -> tuple[tuple[str, ...], ...]:
        """The categories of each dimension, in the order in which the frame first names them."""
        return tuple(tuple(dict.fromkeys(key[number] for key in self.strata)) for number in range(len(self.dimensions)))

    @cached_property
    def codes(self) -> tuple[Codes, ...]:
        """For each dimension, which of its categories each stratum has."""
        places = [{name: place for place, name in enumerate(names)} for names in self.categories]
        return tuple(
            np.array([found[key[number]] for key in self.strata], dtype=np.intp) for number, found in enumerate(places)
        )

    def margin(self, dimension: int) -> Numbers:
        """The population of each category of a dimension."""
        return sum_by(self.codes[dimension], self.population, len(self.categories[dimension]))


@dataclass(frozen=True, kw_only=True, eq=False)
class Sample:
    """Those who answered: the stratum of each, by its place in the frame."""

    frame: Frame
    stratum: Codes

    @classmethod
    def of(cls, frame: Frame, keys: Iterable[Key]) -> "Sample":
        """The sample of people with these strata.

        Raises:
            EstimationError: a stratum is not in the frame.
        """
        places = frame.places
        try:
            return cls(frame=frame, stratum=np.array([places[key] for key in keys], dtype=np.intp))
        except KeyError as error:
            raise EstimationError("stratum_unknown", f"The frame has no stratum {named(error.args[0])}.") from None

    def __len__(self) -> int:
        return len(self.stratum)

    @cached_property
    def counts(self) -> Numbers:
        """How many answered in each stratum."""
        return count_by(self.stratum, len(self.frame.strata))

    def where(self, kept: Truths) -> "Sample":
        """Only those for whom `kept` holds: the ones who answered this question."""
        return Sample(frame=self.frame, stratum=self.stratum[kept])

    def dimension(self, name: str) -> "Coded":
        """Each person's category of a dimension of the frame, so that it can be a domain."""
        number = self.frame.dimensions.index(name)
        return Coded(codes=self.frame.codes[number][self.stratum], labels=self.frame.categories[number])


@dataclass(frozen=True, kw_only=True, eq=False)
class Coded:
    """A column of answers as places in a list of labels; -1 is a blank."""

    codes: Codes
    labels: tuple[str, ...]

    @classmethod
    def of(cls, answers: Iterable[str | None], labels: Sequence[str] | None = None) -> "Coded":
        """Answers as given; None and "" are blanks. Without `labels`, those that occur, sorted.

        Raises:
            EstimationError: an answer is not among `labels`.
        """
        listed = list(answers)
        names = tuple(labels) if labels is not None else tuple(sorted({answer for answer in listed if answer}))
        places: dict[str | None, int] = {None: -1, "": -1}
        places |= {name: place for place, name in enumerate(names)}
        try:
            return cls(codes=np.array([places[answer] for answer in listed], dtype=np.intp), labels=names)
        except KeyError:
            raise EstimationError("answer_unknown", "An answer is not among the question's categories.") from None

    @property
    def is_given(self) -> Truths:
        """Where there is an answer."""
        return self.codes >= 0

    def where(self, kept: Truths) -> "Coded":
        """The same for some of the people."""
        return Coded(codes=self.codes[kept], labels=self.labels)


def named(key: Key) -> str:
    """A stratum as a person reads it."""
    return " / ".join(key)
