"""Reports and words in a real Chromium: accessible, fitting at 320 px, and breaking no policy."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from causeway.hub.knowledge.surveys.commands.code_words import begin_coding
from causeway.hub.knowledge.surveys.commands.keep_opened import keep_opened_wave
from causeway.hub.knowledge.surveys.commands.make_report import make_report
from causeway.vocabulary.organisations import Role
from hub.browser import chromium, faults_of_pages
from hub.conftest import SmallWorld
from hub.organisations.signing_in import client_of
from hub.surveys.test_words import THEMES
from small_survey import wave

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """One Chromium for all."""
    yield from chromium()


def test_the_pages_are_accessible_fit_and_break_no_policy(
    browser: "Browser", committed_world: SmallWorld, live_server: Any
) -> None:
    lead = committed_world.member(committed_world.desk, Role.SURVEY_LEAD)
    other = committed_world.member(committed_world.desk, Role.ANALYST)
    wave_id = keep_opened_wave(lead, wave({("Avon", "Constable"): 40, ("Brede", "Sergeant"): 30}, is_synthetic=True))
    report_id = make_report(lead, wave_id)
    assert lead.member_id is not None
    assert other.member_id is not None
    coders = [lead.member_id, other.member_id]
    now = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
    coding_id = begin_coding(lead, wave_id, "wish", themes=THEMES, coders=coders, now=now)
    pages = [
        reverse("survey_reports:list"),
        *(reverse(f"survey_reports:{name}", args=[report_id]) for name in ("report", "response", "publish")),
        reverse("survey_reports:part", args=[report_id, 1]),
        reverse("survey_reports:item", args=[report_id, "knob"]),
        *(reverse(f"survey_reports:{name}", args=[wave_id]) for name in ("make", "data", "begin_coding", "interviews")),
        reverse("survey_reports:cross", args=[wave_id]) + "?rows=rank&columns=knob",
        reverse("survey_reports:words"),
        reverse("survey_reports:coding", args=[coding_id]),
        reverse("survey_reports:passage", args=[coding_id, 1]),
    ]
    client = client_of(lead)
    assert faults_of_pages(browser, live_server.url, [(client, page) for page in pages]) == []
