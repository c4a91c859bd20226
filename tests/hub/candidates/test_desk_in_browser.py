"""The desk in a real Chromium: from a candidate by the API, taken and decided, to a referral that is sent."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from django.conf import settings as django_settings
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.rows.documents import to_document
from causeway.hub.road.candidates.models import CandidateFile
from causeway.hub.road.queues.working.labour import Hands
from causeway.hub.road.queues.working.worker import Worker, run_until_idle
from causeway.matching import digest_file
from causeway.vocabulary.signals import SignalKind
from hub.browser import chromium, see
from hub.candidates.desk_world import Desk, desk_of, screened, warned
from hub.conftest import SmallWorld
from hub.desk_at_work import tools_at_work
from road.browser_steps import Walk, open_section
from road.stories import bridge_picture

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    yield from chromium()


@pytest.fixture
def walk(
    browser: "Browser", live_server: LiveServer, committed_world: SmallWorld, tmp_path: Path, settings: Any
) -> Walk:
    Path(django_settings.STATIC_ROOT).mkdir(exist_ok=True)  # what serves static files warns where there is no folder
    settings.CAUSEWAY_VAULT = tmp_path / "vault"
    return Walk(browser=browser, address=live_server.url, world=committed_world)


def test_from_the_api_to_a_sent_referral(walk: Walk) -> None:
    desk = desk_of(walk.world)
    desk.receive(warned(score=-1.0, handle="toll.keeper"))
    _send(walk, desk)
    with walk.signed_in(desk.first) as page:
        open_section(page, "Referrals", "Candidates")
        see(page.get_by_text("2 candidates wait for you."))
        walk.look(page, "desk")
        page.get_by_role("button", name="Take the next").click()
        see(page.get_by_text("Early warning: the score reached the threshold"))
        walk.look(page, "warning")
        page.get_by_role("button", name="Give it back").click()
        page.get_by_role("link", name="CA-").nth(1).click()
        page.get_by_role("button", name="Take it on").click()
        _look_at_the_picture(walk, page)
        page.get_by_role("radio", name="Refer it").check()
        page.get_by_label("Why?").fill("It looks like a listed picture.")
        page.get_by_role("button", name="Decide").click()
        page.get_by_role("alert").get_by_text("Choose what kind of harm you fear").wait_for()
        walk.look(page, "fault")
        page.get_by_label("If you refer it: what kind of harm do you fear?").select_option("Grooming of a child")
        page.get_by_role("button", name="Decide").click()
        see(page.get_by_text("Decided by Robin Holt: It looks like a listed picture."))
        walk.look(page, "check")
        page.get_by_role("button", name="Send this referral").click()
        page.get_by_role("heading", name="Referral sent").wait_for()
        open_section(page, "Referrals", "Candidates")
        page.get_by_role("navigation", name="Views of the desk").get_by_role("link", name="Referred").click()
        walk.look(page, "referred")
        page.get_by_role("link", name="CA-").click()
        see(page.get_by_role("link", name="Where it is, and what came of it"))
        walk.look(page, "candidate")
    _lead(walk, desk)
    # A fault of the form answers 422.
    assert [line for line in walk.faults if "(Unprocessable Entity)" not in line] == []


def test_a_picture_put_up_by_hand_says_how_far_it_was_compared(walk: Walk, tmp_path: Path) -> None:
    desk, picture = desk_of(walk.world), tmp_path / "bridge.jpg"
    picture.write_bytes(bridge_picture())
    pdq = digest_file(picture.read_bytes()).pdq
    assert pdq is not None
    desk.bank.add(f"{int(pdq, 16) ^ 0b11111:064x}", SignalKind.PDQ)
    with walk.signed_in(desk.first) as page:
        page.goto(f"{walk.address}/candidates/new/")
        page.get_by_label("What was seen?").fill("The same picture of a bridge was sent to many.")
        page.get_by_label("Files").set_input_files([picture])
        page.get_by_role("button", name="Put it before a reviewer").click()
        page.get_by_role("button", name="Take the next").click()
        see(page.get_by_text("Being compared with lists. Open this page again in a moment."))
        see(page.get_by_text("A file is still being compared with lists. You can decide now"))
        walk.look(page, "comparing")
        run_until_idle(timezone.now(), worker=Worker(Hands(tools_at_work())))
        page.reload()
        see(page.get_by_text("looks alike, 5 of 256 bits differ"))
        see(page.get_by_text("Matches 1 listed signal,"))
        walk.look(page, "compared")
    assert walk.faults == []


def _send(walk: Walk, desk: Desk) -> None:
    picture = bridge_picture()
    body = json.dumps(to_document(screened(desk.known, data=picture)))
    answer = httpx.post(
        f"{walk.address}/api/v1/candidates",
        auth=(desk.username, desk.secret),
        files=[("candidate", ("c.json", body, "application/json")), ("files", ("bridge.jpg", picture, "image/jpeg"))],
        timeout=120,
    )
    assert answer.status_code == 201, answer.text


def _look_at_the_picture(walk: Walk, page: "Page") -> None:
    page.get_by_role("link", name="Open this file’s page").click()
    page.get_by_role("link", name="Show it blurred").click()
    page.get_by_role("button", name="Show it clear").wait_for()
    walk.look(page, "blurred")
    page.get_by_role("button", name="Show it clear").click()
    see(page.get_by_text("Shown clear once."))
    page.get_by_role("img", name="The picture, clear.").wait_for()
    page.wait_for_load_state("networkidle")
    page.get_by_role("link", name="Back to CA-").click()
    see(page.get_by_text("Somebody here viewed it"))


def _lead(walk: Walk, desk: Desk) -> None:
    with acting_as(desk.program):
        assert CandidateFile.objects.exclude(seen_clear_at=None).count() == 1
    with walk.signed_in(desk.supervisor) as page:
        for address, heading in (
            ("figures/", "The desk in figures"),
            ("settings/", "Settings of the desk"),
            ("new/", "Put up a candidate"),
        ):
            page.goto(f"{walk.address}/candidates/{address}")
            page.get_by_role("heading", name=heading, exact=True).wait_for()
            walk.look(page, address.strip("/"))
