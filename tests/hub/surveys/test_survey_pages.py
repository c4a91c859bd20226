"""The pages of a survey lead: an instrument written from nothing, and a wave from preparation to opening."""

import html
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.knowledge.surveys.checking import faults_of
from causeway.hub.knowledge.surveys.commands.write_instrument import begin_instrument, publish_instrument
from causeway.hub.knowledge.surveys.instrument_files import FileKind, read_instrument, write_instrument
from causeway.hub.knowledge.surveys.models import Invited, Wave
from causeway.hub.knowledge.surveys.queries.instruments import written_instrument, written_instruments
from causeway.hub.knowledge.surveys.queries.opened import opened_wave
from causeway.vocabulary.organisations import OrganisationKind, Role
from hub.conftest import SmallWorld
from hub.organisations.signing_in import client_of
from hub.surveys.door_knobs import INSTRUMENT, survey_lead, wave_of_today


class Desk:
    """A survey lead's browser."""

    def __init__(self, lead: Actor) -> None:
        self.client: Client = client_of(lead)
        self.page, self.status = "", 0

    def see(self, name: str, *arguments: object, **query: str) -> str:
        return self._take(self.client.get(reverse(f"surveys:{name}", args=arguments), query, follow=True))

    def post(self, name: str, *arguments: object, query: str = "", **fields: object) -> str:
        address = reverse(f"surveys:{name}", args=arguments) + query
        return self._take(self.client.post(address, fields, follow=True))

    def _take(self, answer: object) -> str:
        self.status = answer.status_code  # type: ignore[attr-defined]
        self.page = html.unescape(answer.content.decode())  # type: ignore[attr-defined]
        return self.page


def file(text: str | bytes, name: str = "list.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text)


@pytest.fixture
def lead(world: SmallWorld) -> Actor:
    return survey_lead(world)


def test_an_instrument_is_written_from_nothing_and_published(lead: Actor) -> None:
    desk = Desk(lead)
    desk.post("begin", start="blank", title="Door knobs of 2026", language="en")
    (written,) = written_instruments(lead)
    of = written.id
    head = {"version": "1", "title_en": "Door knobs", "about_en": "About knobs.", "consent_en": "I agree."}
    desk.post("head", of, languages=["en"], **head)
    desk.post("section_new", of, title_en="Use of knobs")
    assert "Use of knobs" in desk.page
    desk.post(
        "question_new", of, "use_of_knobs", query="?kind=single", text_en="Has it a knob?", code="knob",
        is_required="on", option_0_en="Yes", option_0_code="", option_0_place="2", option_1_en="No",
        option_1_code="nope", option_1_place="1",
    )  # fmt: skip
    desk.post(
        "question_new", of, "use_of_knobs", query="?kind=scale", text_en="How firm?", minimum="1", maximum="5",
        low_en="Loose", high_en="Firm", if_knob=["yes"],
    )  # fmt: skip
    instrument = written_instrument(lead, of).instrument
    assert faults_of(instrument) == []
    first, second = instrument.questions
    assert [option.code for option in first.options] == ["nope", "yes"]
    assert (second.code, second.shown_if[0].is_any_of) == ("how_firm", ("yes",))
    assert "Shown if “Has it a knob?” is answered with any of: Yes." in desk.see("instrument", of)
    assert "Published. You can prepare a wave" in desk.post("publish", of)
    assert [one.version for one in written_instrument(lead, of).published] == ["1"]


def test_questions_are_arranged_by_buttons(lead: Actor) -> None:
    of = begin_instrument(lead, INSTRUMENT)
    desk = Desk(lead)
    for act in ("question-copy:doors", "question-remove:words", "question-up:views", "section-down:use"):
        desk.post("arrange", of, act=act)
    sections = written_instrument(lead, of).instrument.sections
    assert [section.code for section in sections] == ["more", "use"]
    assert [question.code for question in sections[0].questions] == ["views", "colours", "doors", "doors_2"]
    desk.post("arrange", of, act="question-up:nothing")
    assert desk.status == 404


def test_a_second_language_shows_what_is_missing_in_it(lead: Actor) -> None:
    of = begin_instrument(lead, INSTRUMENT)
    desk = Desk(lead)
    texts = {f"{name}_{code}": "Text" for name in ("title", "about", "consent") for code in ("en", "nl")}
    desk.post("head", of, version="1", languages=["en", "nl", "it"], **texts)
    page = desk.see("check", of)
    assert "sections.use.questions.has_knob.text" in page
    assert "Has your door a knob?" in page
    assert "Not finished" in desk.see("instrument", of)
    assert "things are missing or wrong" in desk.post("publish", of)


def test_an_instrument_goes_out_as_a_file_and_comes_in_again(world: SmallWorld, lead: Actor) -> None:
    of = begin_instrument(lead, INSTRUMENT)
    for kind in FileKind:
        assert (
            read_instrument(Desk(lead).client.get(reverse("surveys:export", args=[of, kind])).content, kind)
            == INSTRUMENT
        )
    other = survey_lead(world, world.organisation(OrganisationKind.POLICE_FORCE))
    desk = Desk(other)
    text = write_instrument(INSTRUMENT, FileKind.TOML)
    desk.post("begin", start="file", language="en", file=file(text.replace("is_required", "requierd", 1), "one.toml"))
    assert "sections[0].questions[0].requierd" in desk.page
    desk.post("begin", start="file", language="en", file=file(text, "one.toml"))
    assert [one.instrument for one in written_instruments(other)] == [INSTRUMENT]


def test_the_preview_shows_every_question_in_a_language(lead: Actor) -> None:
    of = begin_instrument(lead, INSTRUMENT)
    page = Desk(lead).see("preview", of, language="nl")
    assert all(question.text["nl"] in page for question in INSTRUMENT.questions)


def test_a_wave_is_prepared_and_started_by_the_pages(lead: Actor) -> None:
    published_id = publish_instrument(lead, begin_instrument(lead, INSTRUMENT))
    desk = Desk(lead)
    today = timezone.now().date()
    dates = {"opens_on": today, "closes_on": today + timedelta(days=9), "keep_until": today + timedelta(days=99)}
    desk.post("wave_new", instrument=str(published_id), title="Knobs", **{k: str(v) for k, v in dates.items()})
    with acting_as(lead):
        wave_id = Wave.objects.get().id
    assert "Cannot start yet" in desk.page
    desk.post("frame", wave_id, file=file("force,rank,population\nNorth,Constable,0\n"))
    assert (desk.status, "whole number above 0" in desk.page) == (422, True)
    desk.post("frame", wave_id, file=file("force,rank,population\nNorth,Constable,90\n"))
    assert "1 stratum, 90 people" in desk.page
    rows = "".join(f"p{number}@example.org,North,Constable\n" for number in range(12))
    desk.post("people", wave_id, what="file", file=file("email,force,rank\nnobody,North,Constable\n"))
    assert "This is no e-mail address." in desk.page
    desk.post("people", wave_id, what="file", file=file("email,force,rank\n" + rows))
    assert "12 people are asked" in desk.page
    desk.post("people", wave_id, what="members", force="North", rank="Constable")
    key = desk.post("key", wave_id)
    assert "AGE-SECRET-KEY-1" in key
    assert "AGE-SECRET-KEY-1" not in desk.see("key", wave_id)
    desk.post("start", wave_id, key=file("AGE-SECRET-KEY-1WRONG", "key.txt"))
    assert desk.status == 422
    desk.post("start", wave_id, key=file(key, "key.txt"))
    assert "Started." in desk.page
    with acting_as(lead):
        assert Invited.objects.count() == 14


def test_a_wave_is_closed_opened_and_deleted_by_the_pages(world: SmallWorld) -> None:
    wave = wave_of_today(world)
    for number in range(15):
        wave.answer(number, has_knob="no")
    desk = Desk(wave.lead)
    assert "At least 15 have answered." in desk.see("wave", wave.wave_id)
    desk.post("close", wave.wave_id)
    assert desk.status == 422
    desk.post("close", wave.wave_id, is_sure="on")
    assert "Who was asked is forgotten" in desk.page
    desk.post("open", wave.wave_id, key=file("nothing", "key.txt"))
    assert "This is not the file" in desk.page
    desk.post("open", wave.wave_id, key=file(wave.key_file, "key.txt"))
    assert "The answers are open" in desk.page
    assert len(opened_wave(wave.lead, wave.wave_id).answers) == 15
    desk.post("delete", wave.wave_id, is_sure="on")
    assert "The wave is deleted" in desk.page


def test_a_reminder_is_refused_too_soon_and_says_no_number(world: SmallWorld) -> None:
    wave = wave_of_today(world)
    desk = Desk(wave.lead)
    assert "Reminders go to everybody whose link is unused." in desk.post("remind", wave.wave_id)
    assert "less than three days ago" in desk.post("remind", wave.wave_id)


def test_nobody_else_reaches_the_pages(world: SmallWorld) -> None:
    wave = wave_of_today(world)
    analyst = client_of(world.member(world.desk, Role.ANALYST))
    other = client_of(survey_lead(world, world.organisation(OrganisationKind.POLICE_FORCE)))
    for name in ("wave", "dates", "frame", "people", "key", "start", "close", "open", "delete"):
        address = reverse(f"surveys:{name}", args=[wave.wave_id])
        assert analyst.get(address).status_code == 403
        assert other.get(address).status_code == 404


def test_a_question_of_no_kind_is_said_to_lack_one(lead: Actor) -> None:
    desk = Desk(lead)
    desk.post("begin", start="blank", title="Door knobs of 2026", language="en")
    (written,) = written_instruments(lead)
    desk.post("section_new", written.id, title_en="Use of knobs")
    address = reverse("surveys:question_new", args=[written.id, "use_of_knobs"])
    answer = client_of(lead).get(address, {"answered": "1"})
    assert answer.status_code == 422
    assert "Choose a kind" in answer.content.decode()


def test_shipped_instruments_are_offered_in_the_reader_s_language(lead: Actor) -> None:
    client = client_of(lead)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "nl"
    page = client.get(reverse("surveys:begin")).content.decode()
    assert "Politiepraktijk: schade aan kinderen online" in page
