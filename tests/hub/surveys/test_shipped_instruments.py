"""The shipped questionnaires can be published as they are, in three languages, and keep to the craft."""

import pytest

from causeway.hub.knowledge.surveys.checking import faults_of
from causeway.hub.knowledge.surveys.instrument_files import shipped_instruments
from causeway.vocabulary.instruments import Instrument, Question, QuestionKind, Texts

SHIPPED = {"police_practice": (25, 32), "industry_practice": (12, 20), "school_practice": (10, 15)}
"""How many questions each may have: more tire people out."""

INSTRUMENTS = [shipped_instruments()[code] for code in SHIPPED]
QUESTIONS = [question for instrument in INSTRUMENTS for question in instrument.questions]


def test_all_three_are_shipped() -> None:
    assert set(SHIPPED) <= set(shipped_instruments())


@pytest.mark.parametrize("instrument", INSTRUMENTS, ids=lambda one: one.code)
def test_it_can_be_published_as_it_is(instrument: Instrument) -> None:
    assert list(faults_of(instrument)) == []
    assert instrument.languages == ("en", "nl", "it")


@pytest.mark.parametrize("instrument", INSTRUMENTS, ids=lambda one: one.code)
def test_it_is_no_longer_than_people_bear(instrument: Instrument) -> None:
    least, most = SHIPPED[instrument.code]
    assert least <= len(instrument.questions) <= most


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda one: one.code)
def test_a_question_asks_one_thing_in_few_words(question: Question) -> None:
    assert len(question.text["en"].split()) <= 27
    assert question.text["en"].count("?") <= 1


_GOOD, _POOR = {"very_good", "good"}, {"very_poor", "poor"}
_UP, _DOWN = {"strongly_agree", "agree"}, {"strongly_disagree", "disagree"}


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda one: one.code)
def test_a_scale_has_as_many_steps_up_as_down(question: Question) -> None:
    codes = {option.code for option in question.options}
    for up, down in ((_GOOD, _POOR), (_UP, _DOWN)):
        assert len(codes & up) == len(codes & down)


def test_one_question_at_most_must_be_answered() -> None:
    for instrument in INSTRUMENTS:
        assert sum(question.is_required for question in instrument.questions) <= 1


def test_where_words_are_asked_for_people_are_told_to_name_nobody() -> None:
    for question in QUESTIONS:
        if question.kind is QuestionKind.TEXT:
            assert question.hint is not None
            assert "do not name" in question.hint["en"]


def _texts(question: Question) -> list[Texts]:
    return [question.text, *(option.label for option in question.options), *(row.label for row in question.rows)]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda one: one.code)
def test_no_two_options_read_alike_in_any_language(question: Question) -> None:
    for language in ("en", "nl", "it"):
        labels = [option.label[language] for option in question.options]
        assert len(set(labels)) == len(labels)
        assert all(text[language].strip() == text[language] for text in _texts(question))
