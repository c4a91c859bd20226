"""Changes to an instrument that is being written. Pure: an instrument in, another out.

Moving or removing may leave a question hanging on one that now comes later or is gone; `checking` says so, and nothing
is published before it is mended.
"""

from dataclasses import replace
from typing import TypeVar

from django.utils.translation import gettext as _

from causeway.vocabulary.instruments import Instrument, Question, Section

T = TypeVar("T")


class EditRefused(Exception):
    """The change cannot be made; `field` is what of the form is at fault, the message is safe to show."""

    code = "edit_refused"

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


def blank(code: str, title: str, language: str) -> Instrument:
    """An instrument with nothing in it yet."""
    return Instrument(
        code=code, version="1", languages=(language,), title={language: title}, about={}, consent={}, sections=()
    )


def section_of(instrument: Instrument, code: str) -> Section:
    """The section of this code.

    Raises:
        KeyError: there is none.
    """
    for section in instrument.sections:
        if section.code == code:
            return section
    raise KeyError(code)


def put_section(instrument: Instrument, section: Section, *, replacing: str | None = None) -> Instrument:
    """Add a section at the end, or put it, with the questions that are there, in the place of another.

    Raises:
        EditRefused: its code is another's.
    """
    others = {one.code for one in instrument.sections} - {replacing}
    if section.code in others:
        raise EditRefused(_("Another section has this code."), "code")
    if replacing is None:
        return replace(instrument, sections=(*instrument.sections, section))
    return replace(instrument, sections=tuple(section if one.code == replacing else one for one in instrument.sections))


def move_section(instrument: Instrument, code: str, by: int) -> Instrument:
    """Move a section up (-1) or down (1); at an end it stays."""
    return replace(instrument, sections=_moved(instrument.sections, section_of(instrument, code), by))


def remove_section(instrument: Instrument, code: str) -> Instrument:
    """Take a section away with its questions."""
    return replace(instrument, sections=tuple(one for one in instrument.sections if one.code != code))


def put_question(
    instrument: Instrument, section_code: str, question: Question, *, replacing: str | None = None
) -> Instrument:
    """Add a question at the end of a section, or in the place of another of it; what hangs on a question goes on
    hanging on it under its new code.

    Raises:
        EditRefused: its code is another's.
    """
    if question.code in {one.code for one in instrument.questions} - {replacing}:
        raise EditRefused(_("Another question has this code."), "code")
    section = section_of(instrument, section_code)
    if replacing is None:
        questions: tuple[Question, ...] = (*section.questions, question)
    else:
        questions = tuple(question if one.code == replacing else one for one in section.questions)
    changed = put_section(instrument, replace(section, questions=questions), replacing=section_code)
    return changed if replacing in (None, question.code) else _renamed(changed, str(replacing), question.code)


def move_question(instrument: Instrument, code: str, by: int) -> Instrument:
    """Move a question up (-1) or down (1); at an end of its section it goes into the next section that way."""
    place = next(n for n, one in enumerate(instrument.sections) if any(q.code == code for q in one.questions))
    section, question = instrument.sections[place], instrument.question(code)
    at = section.questions.index(question)
    if 0 <= at + by < len(section.questions):
        moved = replace(section, questions=_moved(section.questions, question, by))
        return put_section(instrument, moved, replacing=section.code)
    if not 0 <= place + by < len(instrument.sections):
        return instrument
    beside = instrument.sections[place + by]
    joined = (question, *beside.questions) if by > 0 else (*beside.questions, question)
    left = replace(section, questions=tuple(one for one in section.questions if one.code != code))
    changed = put_section(instrument, left, replacing=section.code)
    return put_section(changed, replace(beside, questions=joined), replacing=beside.code)


def duplicate_question(instrument: Instrument, code: str) -> Instrument:
    """Put a copy under a code of its own straight after a question."""
    section = next(one for one in instrument.sections if any(q.code == code for q in one.questions))
    taken = {one.code for one in instrument.questions}
    number = next(n for n in range(2, len(taken) + 3) if f"{code[:36]}_{n}" not in taken)
    questions: list[Question] = []
    for one in section.questions:
        questions += [one, replace(one, code=f"{code[:36]}_{number}")] if one.code == code else [one]
    return put_section(instrument, replace(section, questions=tuple(questions)), replacing=section.code)


def remove_question(instrument: Instrument, code: str) -> Instrument:
    """Take a question away."""
    sections = tuple(
        replace(one, questions=tuple(question for question in one.questions if question.code != code))
        for one in instrument.sections
    )
    return replace(instrument, sections=sections)


def _renamed(instrument: Instrument, old: str, new: str) -> Instrument:
    def in_question(question: Question) -> Question:
        conditions = tuple(replace(one, question=new) if one.question == old else one for one in question.shown_if)
        return replace(question, shown_if=conditions)

    sections = tuple(
        replace(one, questions=tuple(in_question(question) for question in one.questions))
        for one in instrument.sections
    )
    return replace(instrument, sections=sections)


def _moved(items: tuple[T, ...], item: T, by: int) -> tuple[T, ...]:
    at = items.index(item)
    to = min(max(at + by, 0), len(items) - 1)
    rest = [one for one in items if one is not item]
    return (*rest[:to], item, *rest[to:])
