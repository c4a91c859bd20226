"""The rules of answering: what may be answered, what is asked, and that dropping one answer drops what hangs on it."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from causeway.vocabulary.answering import (
    LONGEST_TEXT,
    AnswerFault,
    FaultKind,
    NotAcceptable,
    asked,
    cleaned,
    fault_of,
    faults_of_all,
    read_answer,
    section_after,
    section_before,
)
from causeway.vocabulary.instruments import Answer, Condition, Instrument, Question, QuestionKind, Section, is_shown
from hub.surveys.door_knobs import INSTRUMENT, options, texts

GRIP, COLOURS, VIEWS, DOORS, WORDS = (
    INSTRUMENT.question(code) for code in ("grip", "colours", "views", "doors", "words")
)


@pytest.mark.parametrize(
    ("question", "typed", "answer"),
    [
        (INSTRUMENT.question("has_knob"), {"": ["yes"]}, "yes"),
        (GRIP, {"": ["3"]}, 3),
        (COLOURS, {"": ["blue", "red"]}, ("red", "blue")),
        (COLOURS, {"": []}, None),
        (VIEWS, {"round": ["agree"], "brass": [""]}, {"round": "agree"}),
        (VIEWS, {}, None),
        (DOORS, {"": [" 12,5 "]}, 12.5),
        (DOORS, {"": ["7"]}, 7),
        (WORDS, {"": ["two\r\nlines\x00 "]}, "two\nlines"),
        (WORDS, {"": ["   "]}, None),
    ],
)
def test_what_was_typed_becomes_an_answer(
    question: Question, typed: dict[str, list[str]], answer: Answer | None
) -> None:
    assert read_answer(question, typed) == answer


@pytest.mark.parametrize(
    ("question", "typed", "kind"),
    [
        (GRIP, {}, FaultKind.MISSING),
        (GRIP, {"": ["6"]}, FaultKind.TOO_LARGE),
        (GRIP, {"": ["0"]}, FaultKind.TOO_SMALL),
        (GRIP, {"": ["2.5"]}, FaultKind.NOT_WHOLE),
        (GRIP, {"": ["two"]}, FaultKind.NOT_A_NUMBER),
        (DOORS, {"": ["1e3"]}, FaultKind.NOT_A_NUMBER),
        (DOORS, {"": ["nan"]}, FaultKind.NOT_A_NUMBER),
        (DOORS, {"": ["1", "2"]}, FaultKind.MORE_THAN_ONE),
        (COLOURS, {"": ["red", "none"]}, FaultKind.NOT_WITH_OTHERS),
        (COLOURS, {"": ["green"]}, FaultKind.UNKNOWN_OPTION),
        (VIEWS, {"round": ["perhaps"]}, FaultKind.UNKNOWN_OPTION),
        (VIEWS, {"square": ["agree"]}, FaultKind.WRONG_KIND),
        (replace(VIEWS, is_required=True), {"round": ["agree"]}, FaultKind.MISSING),
        (WORDS, {"": ["x" * (LONGEST_TEXT + 1)]}, FaultKind.TOO_LONG),
    ],
)
def test_what_cannot_be_an_answer_is_named(question: Question, typed: dict[str, list[str]], kind: FaultKind) -> None:
    with pytest.raises(NotAcceptable) as refused:
        read_answer(question, typed)
    assert refused.value.fault.kind is kind
    assert refused.value.fault.question == question.code


def test_a_section_in_which_nothing_is_asked_is_passed_over() -> None:
    first, second = INSTRUMENT.sections
    hidden = replace(second, questions=second.questions[:1])
    end = replace(second, code="end")
    three = replace(INSTRUMENT, sections=(first, hidden, end))
    assert section_after(three, {"has_knob": "no"}, "use") == end
    assert section_after(three, {"has_knob": "yes"}, "use") == hidden
    assert section_before(three, {"has_knob": "no"}, "end") == first
    assert section_after(three, {}, "end") is None
    assert section_before(three, {}, "use") is None
    assert section_before(three, {"has_knob": "no"}, None) == end


def test_a_required_question_that_is_not_asked_is_not_missing() -> None:
    assert faults_of_all(INSTRUMENT, {"has_knob": "no"}) == ()
    assert faults_of_all(INSTRUMENT, {"has_knob": "yes"}) == (AnswerFault(question="grip", kind=FaultKind.MISSING),)


CODES = ("yes", "no")


@st.composite
def branching_instruments(draw: st.DrawFn) -> Instrument:
    """Up to eight yes-or-no questions, each hanging on some of those before it."""
    questions: list[Question] = []
    for number in range(draw(st.integers(1, 8))):
        earlier = draw(st.lists(st.sampled_from(questions), unique_by=id, max_size=2)) if questions else []
        conditions = tuple(Condition(question=one.code, is_any_of=(draw(st.sampled_from(CODES)),)) for one in earlier)
        questions.append(
            Question(
                code=f"q{number}",
                kind=QuestionKind.SINGLE,
                text=texts("?"),
                options=options(*CODES),
                is_required=draw(st.booleans()),
                shown_if=conditions,
            )
        )
    cut = draw(st.integers(0, len(questions)))
    parts = (tuple(questions[:cut]), tuple(questions[cut:]))
    sections = tuple(Section(code=f"s{number}", title=texts("S"), questions=part) for number, part in enumerate(parts))
    return replace(INSTRUMENT, sections=sections)


ANSWERS = st.dictionaries(st.sampled_from([f"q{number}" for number in range(10)]), st.sampled_from(CODES))


@settings(max_examples=40)
@given(branching_instruments(), ANSWERS)
def test_cleaned_answers_are_those_to_questions_that_are_asked_and_stay_so(
    instrument: Instrument, answers: dict[str, Answer]
) -> None:
    kept = cleaned(instrument, answers)
    assert cleaned(instrument, kept) == kept
    assert set(kept.items()) <= set(answers.items())
    assert all(is_shown(instrument.question(code), kept) for code in kept)
    dropped = [question for question in instrument.questions if question.code in answers.keys() - kept.keys()]
    assert not any(is_shown(question, kept) for question in dropped)


@settings(max_examples=40)
@given(branching_instruments(), ANSWERS)
def test_going_forward_and_back_passes_the_same_sections(instrument: Instrument, answers: dict[str, Answer]) -> None:
    forward, backward = [], []
    section = section_after(instrument, answers, None)
    while section:
        forward.append(section.code)
        section = section_after(instrument, answers, section.code)
    section = section_before(instrument, answers, None)
    while section:
        backward.append(section.code)
        section = section_before(instrument, answers, section.code)
    assert forward == backward[::-1]
    assert forward == [one.code for one in instrument.sections if asked(one.questions, answers)]


TYPED = st.dictionaries(st.sampled_from(["", "round", "brass", "x"]), st.lists(st.text()))


@settings(max_examples=60)
@given(st.sampled_from(INSTRUMENT.questions), TYPED)
def test_whatever_is_typed_becomes_an_acceptable_answer_or_a_fault(
    question: Question, typed: dict[str, list[str]]
) -> None:
    fault, answer = None, None
    try:
        answer = read_answer(question, typed)
    except NotAcceptable as refused:
        fault = refused.fault
    assert fault is None or fault.question == question.code
    assert fault is not None or fault_of(question, answer) is None
