"""Whether an instrument is whole: what stands in the way of publishing it, each fault with its place.

Pure but for the words. An instrument that is being written may be unfinished; a published one may not.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from causeway.vocabulary.instruments import Condition, Instrument, Question, QuestionKind, Texts

CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
LANGUAGE = re.compile(r"[a-z]{2,3}")
LONGEST_LABEL = 1_000
LONGEST_PASSAGE = 10_000
"""Of the introduction and the consent."""
MOST_STEPS = 11
"""A scale from 0 to 10 is the longest that is asked in practice; longer ones are numbers."""
MOST_QUESTIONS = 300
MOST_OPTIONS = 60
_CHOOSING = frozenset({QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.MATRIX})
_BRANCHING = _CHOOSING | {QuestionKind.SCALE}


@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentFault:
    """What is wrong and where: `place` is a path such as `sections.work.questions.contact.text.nl`. `section` and
    `question` are the codes to go to.
    """

    place: str
    message: str
    section: str | None = None
    question: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingText:
    """A text that is not there in one language, and how it reads in another."""

    place: str
    language: str
    other: str
    section: str | None = None
    question: str | None = None


def faults_of(instrument: Instrument) -> list[InstrumentFault]:
    """Everything that stands in the way of publishing, in the instrument's order."""
    found = [*_faults_of_head(instrument), *_faults_of_codes(instrument), *_faults_of_questions(instrument)]
    missing = _("This text is missing in %(language)s.")
    found += [
        InstrumentFault(
            place=f"{text.place}.{text.language}",
            message=missing % {"language": text.language},
            section=text.section,
            question=text.question,
        )
        for text in missing_texts(instrument)
    ]
    return found


def missing_texts(instrument: Instrument) -> list[MissingText]:
    """Every text that a language of the instrument lacks."""
    return [
        MissingText(
            place=place,
            language=language,
            other=next((texts[one] for one in instrument.languages if texts.get(one, "").strip()), ""),
            section=section,
            question=question,
        )
        for place, texts, section, question in _texts(instrument)
        for language in instrument.languages
        if not texts.get(language, "").strip()
    ]


def _texts(instrument: Instrument) -> Iterator[tuple[str, Texts, str | None, str | None]]:
    for name in ("title", "about", "consent"):
        yield name, getattr(instrument, name), None, None
    for section in instrument.sections:
        yield f"sections.{section.code}.title", section.title, section.code, None
        if section.intro is not None:
            yield f"sections.{section.code}.intro", section.intro, section.code, None
        for question in section.questions:
            start = f"sections.{section.code}.questions.{question.code}"
            for place, texts in _texts_of(question):
                yield f"{start}.{place}", texts, section.code, question.code


def _texts_of(question: Question) -> Iterator[tuple[str, Texts]]:
    yield "text", question.text
    for name in ("hint", "unit", "low", "high"):
        texts = getattr(question, name)
        if texts is not None:
            yield name, texts
    for option in question.options:
        yield f"options.{option.code}.label", option.label
    for row in question.rows:
        yield f"rows.{row.code}.label", row.label


def _faults_of_head(instrument: Instrument) -> Iterator[InstrumentFault]:
    if not CODE.fullmatch(instrument.code):
        yield InstrumentFault(place="code", message=_bad_code())
    if not instrument.version.strip() or len(instrument.version) > 40:
        yield InstrumentFault(place="version", message=_("Say which version this is, in at most 40 characters."))
    if not instrument.languages or len(set(instrument.languages)) != len(instrument.languages):
        yield InstrumentFault(place="languages", message=_("Choose at least one language, each once."))
    if any(not LANGUAGE.fullmatch(language) for language in instrument.languages):
        yield InstrumentFault(place="languages", message=_("A language is a code of two or three letters, such as nl."))
    if not instrument.questions:
        yield InstrumentFault(place="sections", message=_("There is no question yet."))
    if len(instrument.questions) > MOST_QUESTIONS:
        yield InstrumentFault(place="sections", message=_("There are more than %d questions.") % MOST_QUESTIONS)
    for place, texts, section, question in _texts(instrument):
        longest = LONGEST_PASSAGE if place in {"about", "consent"} else LONGEST_LABEL
        if any(len(text) > longest for text in texts.values()):
            message = _("This text is longer than %d characters.") % longest
            yield InstrumentFault(place=place, message=message, section=section, question=question)


def _faults_of_codes(instrument: Instrument) -> Iterator[InstrumentFault]:
    repeated = _("This code stands twice; each may stand once.")
    for code in _repeated(section.code for section in instrument.sections):
        yield InstrumentFault(place=f"sections.{code}.code", message=repeated, section=code)
    for section in instrument.sections:
        if not CODE.fullmatch(section.code):
            yield InstrumentFault(place=f"sections.{section.code}.code", message=_bad_code(), section=section.code)
        if not section.questions:
            message = _("This section has no question.")
            yield InstrumentFault(place=f"sections.{section.code}.questions", message=message, section=section.code)
    for code in _repeated(question.code for question in instrument.questions):
        yield InstrumentFault(place=f"questions.{code}.code", message=repeated, question=code)


def _faults_of_questions(instrument: Instrument) -> Iterator[InstrumentFault]:
    earlier: dict[str, Question] = {}
    for section in instrument.sections:
        for question in section.questions:
            for place, message in (*_faults_of(question), *_faults_of_branching(question, earlier)):
                yield InstrumentFault(
                    place=f"sections.{section.code}.questions.{question.code}.{place}",
                    message=message,
                    section=section.code,
                    question=question.code,
                )
            earlier.setdefault(question.code, question)


def _faults_of(question: Question) -> Iterator[tuple[str, str]]:
    if not CODE.fullmatch(question.code):
        yield "code", _bad_code()
    options, rows = [one.code for one in question.options], [one.code for one in question.rows]
    for place, codes in (("options", options), ("rows", rows)):
        for code in _repeated(codes):
            yield f"{place}.{code}", _("This code stands twice; each may stand once.")
        if any(not CODE.fullmatch(code) for code in codes):
            yield place, _bad_code()
        if len(codes) > MOST_OPTIONS:
            yield place, _("There are more than %d of these.") % MOST_OPTIONS
    if question.kind in _CHOOSING and len(options) < 2:
        yield "options", _("Give at least two options to choose from.")
    if question.kind not in _CHOOSING and options:
        yield "options", _("A question of this kind has no options.")
    if (question.kind is QuestionKind.MATRIX) is not bool(rows):
        yield "rows", _("A matrix has rows, and no other kind has.")
    yield from _faults_of_bounds(question)


def _faults_of_bounds(question: Question) -> Iterator[tuple[str, str]]:
    low, high = question.minimum, question.maximum
    if question.kind is QuestionKind.SCALE:
        if low is None or high is None or low != int(low) or high != int(high):
            yield "minimum", _("A scale goes from one whole number to another.")
        elif not 1 <= high - low < MOST_STEPS:
            yield "maximum", _("A scale has from 2 to %d steps.") % MOST_STEPS
    elif low is not None and high is not None and low > high:
        yield "maximum", _("The largest number is below the smallest.")


def _faults_of_branching(question: Question, earlier: dict[str, Question]) -> Iterator[tuple[str, str]]:
    for condition in question.shown_if:
        place = f"shown_if.{condition.question}"
        asked = earlier.get(condition.question)
        if asked is None:
            yield place, _("A question can hang only on one that comes before it.")
        elif asked.kind not in _BRANCHING:
            yield place, _("No question can hang on a number or a text.")
        elif not condition.is_any_of or not set(condition.is_any_of) <= answers_to_hang_on(asked):
            yield place, _("This names an answer that the earlier question does not have.")
    if _repeated(_questions(question.shown_if)):
        yield "shown_if", _("Each earlier question may stand once.")


def answers_to_hang_on(question: Question) -> set[str]:
    """The answers to a question that another can hang on, as they stand in a condition."""
    if question.kind in _CHOOSING:
        return {option.code for option in question.options}
    return {str(step) for step in steps_of(question)}


def steps_of(question: Question) -> list[int]:
    """The steps of a scale, at most as many as a scale may have; none of what is no scale or not finished."""
    if question.kind is not QuestionKind.SCALE or question.minimum is None or question.maximum is None:
        return []
    low, high = int(question.minimum), int(question.maximum)
    return list(range(low, min(high, low + MOST_STEPS - 1) + 1))


def _questions(conditions: Iterable[Condition]) -> list[str]:
    return [condition.question for condition in conditions]


def _repeated(codes: Iterable[str]) -> list[str]:
    return [code for code, count in Counter(codes).items() if count > 1]


def _bad_code() -> str:
    return _("A code is lower-case letters, digits and underscores, and begins with a letter; at most 40 characters.")
