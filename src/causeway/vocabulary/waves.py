"""A wave of a survey once its answers are opened: what a report is made from.

A wave asks one published instrument of a sample of people, between two dates. The frame says how many people there
are altogether, by stratum, so that answers can be weighted to them (Lohr, Sampling: Design and Analysis, chapter 3).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from causeway.vocabulary.instruments import Answers, Instrument


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameRow:
    """How many people the survey is about in one stratum, asked or not. `role` is None where the frame has none."""

    force: str
    rank: str
    population: int
    role: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StratumCount:
    """How many people of one stratum were asked, and how many answers came from them.

    Exact: it is for weights and response rates. Whoever shows it suppresses small counts first.
    """

    force: str
    rank: str
    invited: int
    answered: int
    role: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedAnswer:
    """One person's answers and the stratum they stand in; nothing says who or when. `role` is None where fewer than
    ten answers share force, rank and role.
    """

    force: str
    rank: str
    answers: Answers
    role: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedWave:
    """Everything a report needs. `answers` stand in no order that means anything. `is_synthetic` must be shown
    wherever a figure of it is shown.
    """

    title: str
    instrument: Instrument
    opens_on: date
    closes_on: date
    frame: tuple[FrameRow, ...]
    invited: tuple[StratumCount, ...]
    answers: tuple[OpenedAnswer, ...]
    is_synthetic: bool = False

    @property
    def texts_by_question(self) -> Mapping[str, tuple[str, ...]]:
        """What was written in answer to each text question, for coding."""
        found: dict[str, list[str]] = {}
        for sheet in self.answers:
            for code, answer in sheet.answers.items():
                if isinstance(answer, str) and self.instrument.question(code).kind.value == "text":
                    found.setdefault(code, []).append(answer)
        return {code: tuple(texts) for code, texts in found.items()}
