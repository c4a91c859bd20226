"""The synthetic wave of officers: what it is made of, and that its weights matter."""

from collections import Counter
from datetime import date

import pytest

from causeway.vocabulary.instruments import is_shown
from causeway.worlds.officers import FORCES, RANKS, OfficerSurvey, officer_frame, officer_survey
from small_survey import DOORS


@pytest.fixture(scope="module")
def survey() -> OfficerSurvey:
    return officer_survey(7, DOORS, closes_on=date(2026, 3, 30))


def test_930_officers_of_43_forces_answer(survey: OfficerSurvey) -> None:
    assert len(survey.wave.answers) == 930
    assert {sheet.force for sheet in survey.wave.answers} == set(FORCES)
    assert len(FORCES) == 43


def test_it_says_that_it_is_synthetic(survey: OfficerSurvey) -> None:
    assert survey.wave.is_synthetic


def test_the_same_seed_gives_the_same_wave(survey: OfficerSurvey) -> None:
    assert officer_survey(7, DOORS, closes_on=date(2026, 3, 30)) == survey
    assert officer_survey(8, DOORS, closes_on=date(2026, 3, 30)).wave.answers != survey.wave.answers


def test_nobody_answers_who_was_not_asked_and_counts_agree(survey: OfficerSurvey) -> None:
    answered = Counter((sheet.force, sheet.rank) for sheet in survey.wave.answers)
    population = {(row.force, row.rank): row.population for row in officer_frame()}
    for count in survey.wave.invited:
        assert (
            answered[count.force, count.rank] == count.answered <= count.invited <= population[count.force, count.rank]
        )


def test_a_hidden_question_has_no_answer(survey: OfficerSurvey) -> None:
    for sheet in survey.wave.answers:
        for code in sheet.answers:
            assert is_shown(DOORS.question(code), sheet.answers)


def test_higher_ranks_answer_more_readily(survey: OfficerSurvey) -> None:
    rates = {}
    for rank in RANKS:
        counts = [count for count in survey.wave.invited if count.rank == rank]
        rates[rank] = sum(count.answered for count in counts) / sum(count.invited for count in counts)
    assert rates["Constable"] < rates["Sergeant"] < rates["Inspector"]


def test_true_shares_add_up(survey: OfficerSurvey) -> None:
    assert set(survey.truth) == {"knob"}
    assert sum(survey.truth["knob"].values()) == pytest.approx(1)


def test_rates_can_be_moved_for_another_year() -> None:
    moved = officer_survey(7, DOORS, closes_on=date(2027, 3, 30), moved={"knob": {"yes": 0.9, "no": 0.1}})
    assert moved.truth["knob"]["yes"] == pytest.approx(0.9, abs=0.03)
