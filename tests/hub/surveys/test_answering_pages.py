"""The pages of those who answer, without a script: from the link to the thanks, and every page that says no."""

import html
import logging
import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from pyrage import x25519

from causeway.hub.knowledge.surveys.commands.run_wave import close_wave
from causeway.hub.knowledge.surveys.drafts import open_draft
from causeway.hub.knowledge.surveys.pool import pool_of
from causeway.hub.knowledge.surveys.sheets import identity_in, open_sheet
from causeway.vocabulary.waves import OpenedAnswer
from hub.conftest import SmallWorld
from hub.surveys.attacker import changed, dump
from hub.surveys.door_knobs import RunningWave, person, wave_of_today


class Respondent:
    """Somebody with a link and a browser without scripts."""

    def __init__(self, wave: RunningWave, number: int) -> None:
        self.browser = Client(enforce_csrf_checks=True)
        address = reverse("answering:start", args=[wave.lead.organisation_id, wave.token(number)])
        self.take(self.browser.get(address))

    def take(self, answer: object) -> None:
        self.status: int = answer.status_code  # type: ignore[attr-defined]
        self.page = html.unescape(answer.content.decode())  # type: ignore[attr-defined]

    @property
    def draft(self) -> str:
        return str(re.findall(r'name="draft" value="([^"]+)"', self.page)[0])

    def go(self, go: str, **answers: str | list[str]) -> None:
        given = {f"q-{name.replace('__', '-')}": value for name, value in answers.items()}
        posted = {"draft": self.draft, "go": go, **given}
        self.take(self.browser.post(reverse("answering:sheet"), posted, follow=True))


@pytest.fixture
def wave(world: SmallWorld) -> RunningWave:
    return wave_of_today(world)


def handed_in(wave: RunningWave) -> list[OpenedAnswer]:
    recipient = str(x25519.Identity.from_str(wave.key_file.splitlines()[1]).to_public())
    return [open_sheet(one, identity_in(wave.key_file, recipient)) for one in pool_of(wave.wave_id).waiting()]


def test_from_the_link_to_the_thanks(wave: RunningWave) -> None:
    one = Respondent(wave, 5)
    assert "What becomes of your answers" in one.page
    one.go("next")
    assert "Has your door a knob?" in one.page
    assert "How firm is its grip?" not in one.page
    one.go("next", has_knob="yes")
    assert "How firm is its grip?" in one.page
    one.go("next", has_knob="yes", grip="4")
    assert "Part 2 of 2" in one.page
    one.go("next", colours=["blue", "red"], views__round="agree", doors="12", words="They turn.")
    assert "Check your answers" in one.page
    assert "12 doors" in one.page
    one.go("submit")
    assert "Thank you" in one.page
    (sheet,) = handed_in(wave)
    assert (sheet.force, sheet.rank) == (person(5).force, person(5).rank)
    assert sheet.answers == {
        "has_knob": "yes",
        "grip": 4,
        "colours": ("red", "blue"),
        "views": {"round": "agree"},
        "doors": 12,
        "words": "They turn.",
    }


def test_what_is_missing_is_named_and_what_was_typed_stays(wave: RunningWave) -> None:
    one = Respondent(wave, 1)
    one.go("next")
    one.go("next")
    assert one.status == 422
    assert "Answer this question" in one.page
    assert 'href="#q-has_knob"' in one.page
    one.go("next", has_knob="no")
    one.go("next", doors="many", words="Kept words")
    assert one.status == 422
    assert "Enter a number" in one.page
    assert "Kept words" in one.page


def test_an_answer_changed_at_the_end_drops_what_hung_on_it(wave: RunningWave) -> None:
    one = Respondent(wave, 1)
    one.go("next")
    one.go("next", has_knob="yes")
    one.go("next", has_knob="yes", grip="4")
    one.go("next", colours="red")
    one.go("change-use")
    one.go("next", has_knob="no")
    assert "Check your answers" in one.page
    one.go("submit")
    (sheet,) = handed_in(wave)
    assert sheet.answers == {"has_knob": "no"}


def test_a_change_that_brings_up_questions_elsewhere_leads_to_them(wave: RunningWave) -> None:
    one = Respondent(wave, 1)
    one.go("next")
    one.go("next", has_knob="no")
    one.go("next", doors="3")
    one.go("change-more")
    one.go("next", doors="4")
    assert "Check your answers" in one.page
    one.go("change-use")
    one.go("next", has_knob="yes")
    one.go("next", has_knob="yes", grip="2")
    assert "Which colours has it?" in one.page
    one.go("next", doors="4")
    assert "Check your answers" in one.page


def test_the_language_changes_on_the_way_and_keeps_the_answers(wave: RunningWave) -> None:
    one = Respondent(wave, 1)
    one.go("next")
    one.go("language-nl", has_knob="no")
    assert "Has your door a knob? (NL)" in one.page
    assert re.search(r'value="no" checked', one.page)
    one.go("next", has_knob="no")
    one.go("back", doors="3")
    one.go("next", has_knob="no")
    assert 'value="3"' in one.page


def test_pages_that_say_no(wave: RunningWave) -> None:
    wave.answer(2, has_knob="no")
    assert "This link has been used" in Respondent(wave, 2).page
    for first, last, said in ((2, 9, "not open yet"), (-9, -2, "This survey is over")):
        wave.move(first, last)
        assert said in Respondent(wave, 1).page
    unknown = Client().get(reverse("answering:start", args=[wave.lead.organisation_id, "x" * 43]))
    assert (unknown.status_code, b"not known" in unknown.content) == (404, True)
    assert b"too old" in Client().get(reverse("answering:sheet")).content
    strange = Client().post(reverse("answering:sheet"), {"draft": "forged", "go": "submit"})
    assert (strange.status_code, b"too old" in strange.content) == (422, True)


def test_whoever_tries_links_is_told_to_wait_and_holders_of_links_are_not(wave: RunningWave) -> None:
    browser = Client()
    tries = [
        browser.get(reverse("answering:start", args=[wave.lead.organisation_id, f"{number:043d}"])).status_code
        for number in range(62)
    ]
    assert tries == [404] * 60 + [429] * 2
    assert Respondent(wave, 3).status == 200


def test_whoever_is_answering_when_the_wave_is_closed_is_told(wave: RunningWave) -> None:
    one = Respondent(wave, 1)
    close_wave(wave.lead, wave.wave_id, wave.now)
    one.go("next")
    assert one.status == 404
    assert "its links are forgotten" in one.page


def test_the_page_holds_the_draft_unreadable(wave: RunningWave) -> None:
    one = Respondent(wave, 1)
    one.go("next")
    one.go("next", has_knob="no")
    draft = open_draft(one.draft)
    assert draft is not None
    assert draft.answers == {"has_knob": "no"}
    assert "has_knob" not in one.page
    assert str(draft.invited_id) not in one.page


def test_answering_by_the_pages_leaves_the_used_link_and_a_count_of_pages_alone(
    committed_world: SmallWorld, caplog: pytest.LogCaptureFixture
) -> None:
    wave = wave_of_today(committed_world)
    before = dump()
    with caplog.at_level(logging.DEBUG):
        one = Respondent(wave, 7)
        one.go("next")
        one.go("next", has_knob="no")
        one.go("next", words="A sentence of mine.")
        one.go("submit")
    assert "Thank you" in one.page
    assert set(changed(before, dump())) == {"surveys_invited", "organisations_cacheitem"}
    assert not Session.objects.exists()
    assert not one.browser.cookies
    assert "A sentence" not in caplog.text
    assert str(wave.emails[person(7).email]) not in caplog.text
