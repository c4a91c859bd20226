"""A wave from its preparation to its opening: who can answer when, what is kept, and what is never shown."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.errors import Conflict, Invalid, NotFound
from causeway.hub.base.notices.models import Notice
from causeway.hub.knowledge.surveys.commands.answer import LinkUsed, NotOpen, hand_in
from causeway.hub.knowledge.surveys.commands.letters import invitation_letter, reminder_letter
from causeway.hub.knowledge.surveys.commands.open_wave import delete_wave, open_wave
from causeway.hub.knowledge.surveys.commands.prepare_wave import ask_people, make_wave, make_wave_key, start_wave
from causeway.hub.knowledge.surveys.commands.run_wave import change_wave, close_wave, remind
from causeway.hub.knowledge.surveys.models import Invited, SealedAnswer, Wave
from causeway.hub.knowledge.surveys.pool import pool_of
from causeway.hub.knowledge.surveys.queries.links import find_link
from causeway.hub.knowledge.surveys.queries.opened import opened_wave, opened_waves
from causeway.hub.knowledge.surveys.queries.waves import wave_view
from causeway.hub.knowledge.surveys.stages import Stage
from causeway.vocabulary.organisations import OrganisationKind
from hub.conftest import SmallWorld
from hub.surveys.door_knobs import DATES, NOON, RunningWave, person, running_wave, survey_lead


@pytest.fixture
def wave(world: SmallWorld) -> RunningWave:
    return running_wave(world)


def test_answers_come_out_of_a_closed_wave_as_they_were_given(wave: RunningWave) -> None:
    for number in range(12):
        wave.answer(number, has_knob="no", doors=number, words="Round.")
    close_wave(wave.lead, wave.wave_id, NOON)
    assert open_wave(wave.lead, wave.wave_id, wave.key_file, NOON) == 0
    opened = opened_wave(wave.lead, wave.wave_id)
    assert sorted(str(sheet.answers["doors"]) for sheet in opened.answers) == sorted(str(n) for n in range(12))
    assert {(s.force, s.rank) for s in opened.answers} == {(person(n).force, person(n).rank) for n in range(4)}
    assert sum(count.invited for count in opened.invited) == 30
    assert sum(count.answered for count in opened.invited) == 12
    assert [line.id for line in opened_waves(wave.lead)] == [wave.wave_id]


def test_a_link_works_once(wave: RunningWave) -> None:
    wave.answer(1, has_knob="no")
    with pytest.raises(LinkUsed):
        wave.answer(1, has_knob="no")
    with pool_of(wave.wave_id).locked():
        assert len(pool_of(wave.wave_id).waiting()) == 1


def test_a_sheet_that_lacks_a_required_answer_leaves_the_link_unused(wave: RunningWave) -> None:
    with pytest.raises(Invalid):
        wave.answer(1, has_knob="yes")
    wave.answer(1, has_knob="yes", grip=3)


@pytest.mark.parametrize("day", [date(2026, 4, 30), date(2026, 6, 1)])
def test_nobody_answers_before_the_first_or_after_the_last_day(wave: RunningWave, day: date) -> None:
    moment = NOON.replace(month=day.month, day=day.day)
    asked = find_link(wave.door, wave.token(1), moment)
    with pytest.raises(NotOpen):
        hand_in(wave.door, asked.invited_id, {"has_knob": "no"}, moment)


def test_a_wave_that_is_over_runs_again_when_its_last_day_moves_on(wave: RunningWave) -> None:
    later = NOON + timedelta(days=40)
    assert wave_view(wave.lead, wave.wave_id, later).line.stage is Stage.OVER
    longer = replace(DATES, closes_on=date(2026, 7, 1))
    change_wave(wave.lead, wave.wave_id, title="Knobs", dates=longer, now=later)
    assert wave_view(wave.lead, wave.wave_id, later).line.stage is Stage.RUNNING


def test_with_fewer_than_ten_answers_none_is_kept(wave: RunningWave) -> None:
    for number in range(9):
        wave.answer(number, has_knob="no")
    close_wave(wave.lead, wave.wave_id, NOON)
    with acting_as(wave.lead):
        assert not SealedAnswer.objects.exists()
    assert pool_of(wave.wave_id).waiting() == []
    with pytest.raises(Conflict):
        open_wave(wave.lead, wave.wave_id, wave.key_file, NOON)


def test_closing_forgets_who_was_asked_and_what_was_mailed(wave: RunningWave) -> None:
    for number in range(10):
        wave.answer(number, has_knob="no")
    close_wave(wave.lead, wave.wave_id, NOON)
    with acting_as(wave.lead):
        assert not Invited.objects.exists()
        assert not Notice.objects.filter(to__startswith="officer-").exists()
    with pytest.raises(NotFound):
        find_link(wave.door, wave.token(11), NOON)


def test_only_those_whose_link_is_unused_are_reminded(wave: RunningWave) -> None:
    wave.answer(3, has_knob="no")
    with acting_as(wave.lead):
        before = Notice.objects.count()
    with pytest.raises(Conflict):
        remind(wave.lead, wave.wave_id, NOON + timedelta(days=1))
    remind(wave.lead, wave.wave_id, NOON + timedelta(days=4))
    with acting_as(wave.lead):
        assert Notice.objects.count() == before + 29
        reminded = Notice.objects.filter(body__letter="survey_reminder").values_list("to", flat=True)
    assert person(3).email not in reminded


def test_the_letter_holds_the_link_and_no_letter_goes_to_a_used_one(world: SmallWorld, wave: RunningWave) -> None:
    program = world.program(world.desk)
    subject, text = invitation_letter(program, wave.emails[person(5).email], NOON)
    assert "Door knobs" in subject
    assert wave.token(5) in text
    assert "with this link" in text
    assert "met deze link" in text
    assert reminder_letter(program, wave.emails[person(5).email], NOON) == ("Reminder of a survey: Door knobs", text)
    wave.answer(5, has_knob="no")
    for letter in (invitation_letter, reminder_letter):
        with pytest.raises(NotFound):
            letter(program, wave.emails[person(5).email], NOON)


def test_the_database_holds_no_link(wave: RunningWave) -> None:
    with acting_as(wave.lead):
        (row,) = Invited.objects.filter(email=person(5).email).values()
        bodies = [str(notice) for notice in Notice.objects.values()]
    token = wave.token(5)
    assert token not in str(row)
    assert not any(token in body for body in bodies)


def test_the_lead_sees_no_count_under_ten(wave: RunningWave) -> None:
    for number in range(9):
        wave.answer(number, has_knob="no")
    response = wave_view(wave.lead, wave.wave_id, NOON).response
    assert response.answered is None
    assert [line.answered for line in (*response.by_force, *response.by_rank)] == [None] * 4
    wave.answer(9, has_knob="no")
    assert wave_view(wave.lead, wave.wave_id, NOON).response.answered == 10


def test_another_waves_key_opens_nothing(wave: RunningWave) -> None:
    for number in range(10):
        wave.answer(number, has_knob="no")
    close_wave(wave.lead, wave.wave_id, NOON)
    published_id = _instrument_of(wave)
    other_id = make_wave(wave.lead, published_id, title="Other", dates=DATES)
    other = make_wave_key(wave.lead, other_id, NOON)
    for key in (other.private, "", "not a key"):
        with pytest.raises(Invalid):
            open_wave(wave.lead, wave.wave_id, key, NOON)


def test_a_wave_starts_only_with_frame_people_and_key(world: SmallWorld, wave: RunningWave) -> None:
    wave_id = make_wave(wave.lead, _instrument_of(wave), title="Other", dates=DATES)
    with pytest.raises(Invalid, match="frame"):
        start_wave(wave.lead, wave_id, wave.key_file, NOON)
    with pytest.raises(Invalid, match="no stratum"):
        ask_people(wave.lead, wave_id, [person(1)], NOON)


def test_a_sheet_forged_into_the_database_is_left_out(wave: RunningWave) -> None:
    for number in range(11):
        wave.answer(number, has_knob="no")
    close_wave(wave.lead, wave.wave_id, NOON)
    with acting_as(wave.lead):
        SealedAnswer(organisation_id=wave.lead.organisation_id, wave_id=wave.wave_id, sealed=b"forged").save()
    assert open_wave(wave.lead, wave.wave_id, wave.key_file, NOON) == 1
    assert len(opened_wave(wave.lead, wave.wave_id).answers) == 11


def test_a_deleted_wave_leaves_nothing(wave: RunningWave) -> None:
    with pytest.raises(Conflict):
        delete_wave(wave.lead, wave.wave_id, NOON)
    for number in range(10):
        wave.answer(number, has_knob="no")
    close_wave(wave.lead, wave.wave_id, NOON)
    delete_wave(wave.lead, wave.wave_id, NOON)
    with acting_as(wave.lead):
        assert not Wave.objects.exists()
        assert not SealedAnswer.objects.exists()


def test_a_wave_that_never_started_can_be_deleted(wave: RunningWave) -> None:
    wave_id = make_wave(wave.lead, _instrument_of(wave), title="Other", dates=DATES)
    delete_wave(wave.lead, wave_id, NOON)
    with pytest.raises(NotFound):
        wave_view(wave.lead, wave_id, NOON)


def test_another_organisation_sees_no_wave(world: SmallWorld, wave: RunningWave) -> None:
    force = world.organisation(OrganisationKind.POLICE_FORCE)
    with pytest.raises(NotFound):
        wave_view(survey_lead(world, force), wave.wave_id, NOON)


def _instrument_of(wave: RunningWave) -> UUID:
    with acting_as(wave.lead):
        return Wave.objects.get(id=wave.wave_id).instrument_id
