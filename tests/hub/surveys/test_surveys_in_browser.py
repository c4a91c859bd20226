"""Surveys in a real Chromium: a survey lead's pages, and answering without a script on a small screen."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.knowledge.surveys.commands.prepare_wave import make_wave
from causeway.hub.knowledge.surveys.models import DraftInstrument, PublishedInstrument
from causeway.hub.knowledge.surveys.pool import pool_of
from hub.browser import chromium, faults_of_pages, quiet, see, serious_faults, too_wide
from hub.conftest import SmallWorld
from hub.organisations.signing_in import client_of
from hub.surveys.door_knobs import DATES, RunningWave, wave_of_today

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """One Chromium for all."""
    yield from chromium()


@pytest.fixture
def wave(committed_world: SmallWorld) -> RunningWave:
    return wave_of_today(committed_world, 60)


def _link(wave: RunningWave, number: int) -> str:
    return reverse("answering:start", args=[wave.lead.organisation_id, wave.token(number)])


def test_the_pages_are_accessible_fit_and_break_no_policy(
    browser: "Browser", wave: RunningWave, live_server: Any
) -> None:
    for number in range(33):
        wave.answer(number, has_knob="no")
    with acting_as(wave.lead):
        published_id, draft_id = PublishedInstrument.objects.get().id, DraftInstrument.objects.get().id
    preparing = make_wave(wave.lead, published_id, title="Knobs 2027", dates=DATES)
    lead: Client = client_of(wave.lead)
    mine = [
        reverse("surveys:waves"),
        reverse("surveys:wave", args=[wave.wave_id]),
        reverse("surveys:wave", args=[preparing]),
        reverse("surveys:people", args=[preparing]),
        reverse("surveys:instrument", args=[draft_id]),
        reverse("surveys:question", args=[draft_id, "colours"]),
        reverse("surveys:preview", args=[draft_id]),
    ]
    visits: list[tuple[Client | None, str]] = [(lead, path) for path in mine]
    visits.append((None, _link(wave, 50)))
    assert faults_of_pages(browser, live_server.url, visits) == []


def _look(page: "Page", said: list[str]) -> None:
    said += serious_faults(page)
    if too_wide(page, 320):
        said.append(f"{page.title()} runs out of the page")


def test_a_survey_is_answered_on_a_small_screen_without_a_script(
    browser: "Browser", wave: RunningWave, live_server: Any
) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 700}, java_script_enabled=False)
    page, said = quiet(context)
    page.goto(live_server.url + _link(wave, 41))
    page.get_by_role("button", name="Nederlands").click()
    see(page.get_by_role("heading", name="Door knobs (NL)"))
    page.get_by_role("button", name="English").click()
    page.get_by_role("button", name="I agree: begin").click()
    page.get_by_label("Yes").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("4", exact=True).check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Red").check()
    page.get_by_role("group", name="Brass shines").get_by_label("Agree", exact=True).check()
    page.get_by_label("How many doors").fill("12")
    page.get_by_label("What else").press("Tab")
    page.get_by_role("button", name="Continue").click()
    see(page.get_by_role("heading", name="Check your answers"))
    page.get_by_role("button", name="Send my answers").click()
    see(page.get_by_role("heading", name="Thank you"))
    assert context.cookies() == []
    assert len(pool_of(wave.wave_id).waiting()) == 1
    assert said == []
    context.close()


def test_every_step_of_answering_is_accessible(browser: "Browser", wave: RunningWave, live_server: Any) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 700})
    page, said = quiet(context)
    page.goto(live_server.url + _link(wave, 42))
    page.get_by_role("button", name="I agree: begin").click()
    page.get_by_role("button", name="Continue").click()
    see(page.get_by_role("heading", name="There is a problem"))
    _look(page, said)
    page.get_by_label("Yes").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("4", exact=True).check()
    page.get_by_role("button", name="Continue").click()
    _look(page, said)
    page.get_by_role("button", name="Continue").click()
    _look(page, said)
    assert [line for line in said if "422" not in line] == []
    context.close()
