"""A small survey about doors, with every kind of question, for the tests of what is made from answers."""

from datetime import date

from causeway.vocabulary.instruments import (
    Answers,
    Condition,
    Instrument,
    MatrixRow,
    Option,
    Question,
    QuestionKind,
    Section,
    Texts,
)
from causeway.vocabulary.waves import FrameRow, OpenedAnswer, OpenedWave, StratumCount

YES_NO = ("yes", "no")


def words(text: str) -> Texts:
    """A text in two languages."""
    return {"en": text, "nl": f"{text} (nl)"}


def options(*codes: str, alone: str = "") -> tuple[Option, ...]:
    """Options labelled by their codes."""
    return tuple(
        Option(code=code, label=words(code.replace("_", " ").title()), is_exclusive=code == alone) for code in codes
    )


DOORS = Instrument(
    code="doors",
    version="1",
    languages=("en", "nl"),
    title=words("Doors"),
    about=words("About doors."),
    consent=words("I agree."),
    sections=(
        Section(
            code="doors",
            title=words("Doors"),
            questions=(
                Question(
                    code="knob", kind=QuestionKind.SINGLE, text=words("Has your door a knob?"), options=options(*YES_NO)
                ),
                Question(
                    code="round",
                    kind=QuestionKind.SINGLE,
                    text=words("Is it round?"),
                    options=options(*YES_NO),
                    shown_if=(Condition(question="knob", is_any_of=("yes",)),),
                ),
                Question(
                    code="colours",
                    kind=QuestionKind.MULTIPLE,
                    text=words("Which colours has it?"),
                    options=options("red", "green", "none", alone="none"),
                ),
                Question(
                    code="grip",
                    kind=QuestionKind.SCALE,
                    text=words("How firm is its grip?"),
                    minimum=1,
                    maximum=5,
                    low=words("Loose"),
                    high=words("Firm"),
                ),
                Question(
                    code="views",
                    kind=QuestionKind.MATRIX,
                    text=words("What do you say to these?"),
                    options=options("agree", "disagree"),
                    rows=(MatrixRow(code="oak", label=words("Oak")), MatrixRow(code="steel", label=words("Steel"))),
                ),
                Question(
                    code="doors",
                    kind=QuestionKind.NUMBER,
                    text=words("How many doors do you use?"),
                    minimum=0,
                    maximum=500,
                    shown_if=(Condition(question="knob", is_any_of=("yes",)),),
                ),
                Question(code="wish", kind=QuestionKind.TEXT, text=words("What would you change?")),
            ),
        ),
    ),
)


def answers(number: int) -> Answers:
    """What the person of this number says; no two kinds of answer go together by chance."""
    has_knob = number % 3 != 0
    told: dict[str, object] = {
        "knob": "yes" if has_knob else "no",
        "colours": ("red",) if number % 2 else ("none",),
        "grip": number % 5 + 1,
        "views": {"oak": "agree", "steel": "disagree" if number % 4 else "agree"},
        "wish": "A brass plate.",
    }
    if has_knob:
        told |= {"round": "yes" if number % 5 else "no", "doors": number % 40}
    return told  # type: ignore[return-value]


def wave(cells: dict[tuple[str, str], int], *, population: int = 100, is_synthetic: bool = False) -> OpenedWave:
    """A wave with so many answers by force and rank, of a frame with so many people in each."""
    sheets = [
        OpenedAnswer(force=force, rank=rank, answers=answers(number))
        for (force, rank), count in cells.items()
        for number in range(count)
    ]
    return OpenedWave(
        title="Doors 2026",
        instrument=DOORS,
        opens_on=date(2026, 3, 2),
        closes_on=date(2026, 3, 30),
        frame=tuple(FrameRow(force=force, rank=rank, population=population) for force, rank in cells),
        invited=tuple(
            StratumCount(force=force, rank=rank, invited=count * 2, answered=count)
            for (force, rank), count in cells.items()
        ),
        answers=tuple(sheets),
        is_synthetic=is_synthetic,
    )
