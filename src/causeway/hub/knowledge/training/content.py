"""What a module is: pages, scenarios, questions and the rules of its test, as frozen values and one stored document."""

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID, uuid5

MODULE_NAMES = UUID("6f0d0a1e-6d3c-5b57-9a55-0c2f6f0b7a11")
"""The namespace (RFC 9562, version 5) under which shipped modules have their identifiers; drawn once."""


class QuestionKind(StrEnum):
    """How a question is answered. Free text is for self-check only: nobody marks it."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    ORDER = "order"
    NUMBER = "number"
    TEXT = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question. `correct` holds the places of the right options (single, multiple); of an order, the options stand
    in the right order; `number` is right within `tolerance`. `feedback` says why.
    """

    code: str
    kind: QuestionKind
    text: str
    options: tuple[str, ...] = ()
    correct: tuple[int, ...] = ()
    number: float = 0.0
    tolerance: float = 0.0
    feedback: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What can be done in a situation, and what comes of it. `leads_to` is the code of the next step."""

    text: str
    consequence: str
    leads_to: str
    is_good: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A situation; without choices the scenario ends there."""

    code: str
    text: str
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture and its words. `source` is the identifier of an uploaded picture, or a file that ships with the
    program.
    """

    source: str
    alt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A page: text, a picture, questions for self-check; or a scenario, whose first step is where it begins."""

    code: str
    title: str
    text: str = ""
    picture: Picture | None = None
    questions: tuple[Question, ...] = ()
    steps: tuple[Step, ...] = ()

    @property
    def is_scenario(self) -> bool:
        """Whether it branches."""
        return bool(self.steps)


@dataclass(frozen=True, slots=True, kw_only=True)
class TestRules:
    """How the test is taken. `size` items are drawn at random; `attempts` tries of the post-test, then a wait."""

    __test__ = False  # not one of pytest's

    size: int = 10
    pass_percent: int = 80
    attempts: int = 3
    wait_hours: int = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """A module in one language. `skill` is what its certificate is for, "" for none; `valid_months` how long."""

    title: str
    about: str
    language: str = "en"
    skill: str = ""
    minutes: int = 30
    valid_months: int = 24
    sections: tuple[Section, ...] = ()
    items: tuple[Question, ...] = ()
    rules: TestRules = field(default_factory=TestRules)

    @property
    def has_test(self) -> bool:
        """Whether there is anything to pass."""
        return bool(self.items)


def shipped_id(code: str) -> UUID:
    """The identifier of a module that ships with the program."""
    return uuid5(MODULE_NAMES, code)
