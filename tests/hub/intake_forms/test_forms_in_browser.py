"""Whole runs through the web form and the child's form in a real Chromium without a script; every page looked at."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from causeway.vocabulary.organisations import OrganisationKind
from hub.browser import PATIENCE_MS, chromium, quiet, see, serious_faults, too_wide
from hub.conftest import PASSWORD, SmallWorld
from hub.intake_forms.conftest import Desk, forum_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser]

SHOTS = os.environ.get("CAUSEWAY_SHOTS", "")
"""A folder for screenshots; none are taken without it."""


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    yield from chromium()


@pytest.fixture
def desk(browser: "Browser", committed_world: SmallWorld, client: Client) -> Desk:
    committed_world.organisation(OrganisationKind.HOTLINE, "Harbour Hotline")
    return forum_in(committed_world, client)


def signed_in(page: "Page", address: str, desk: Desk) -> None:
    page.goto(f"{address}/account/login/?next=/refer/")
    page.get_by_label("Email").fill(desk.world.email_of(desk.sender))
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def look(page: "Page", name: str) -> None:
    """Look at a page at both widths: nothing serious, nothing too wide."""
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        if SHOTS:
            page.screenshot(path=str(Path(SHOTS) / f"{name}-{width}.png"), full_page=True)
        assert not too_wide(page, width), f"{name} is too wide at {width}"
    page.set_viewport_size({"width": 1280, "height": 900})


def write_a_referral(page: "Page", seen: Any) -> None:
    page.get_by_role("button", name="Start a referral").click()
    seen(page, "draft")
    page.get_by_role("link", name="What happened").click()
    page.get_by_role("button", name="Save and continue").click()
    see(page.get_by_text("There is a problem"))
    seen(page, "what-error")
    page.get_by_label("Grooming of a child").check()
    page.get_by_label("When did it happen?").fill("2026-03-01 14:05:09 +00:00")
    page.get_by_label("What happened, in your words?").fill("A stranger writes to a member.")
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_role("link", name="Where it happened").click()
    page.get_by_label("Where?").select_option("chat")
    page.get_by_label("What was written").fill("Hello.")
    seen(page, "where")
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_role("link", name="Who", exact=True).click()
    seen(page, "people-empty")
    page.get_by_role("link", name="Subject: alleged to have done it").click()
    page.get_by_label("First name").fill("Alex")
    page.get_by_label("Account’s lasting identifier").fill("u-991")
    page.get_by_role("button", name="Save and add another account").click()
    page.get_by_label("IP address", exact=True).fill("192.0.2.7")
    page.get_by_label("Source port").fill("51234")
    seen(page, "party")
    page.get_by_role("button", name="Save and continue").click()
    seen(page, "people")
    page.get_by_role("link", name="Continue").or_(page.get_by_role("button", name="Continue")).click()
    page.get_by_role("link", name="Files and web addresses").click()
    seen(page, "files-empty")
    page.locator("a", has_text="Add files").click()
    page.set_input_files("input[type=file]", {"name": "boat.png", "mimeType": "image/png", "buffer": b"one boat"})
    page.get_by_label("No, nobody viewed it").check()
    seen(page, "files-add")
    page.get_by_role("button", name="Save and continue").click()
    seen(page, "files")
    page.locator("a.govuk-button", has_text="Continue").click()
    page.get_by_role("link", name="Danger, police, and who must not know").click()
    page.get_by_label("No, or we do not know").check()
    seen(page, "emergency")
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_role("link", name="Whom to ask").click()
    seen(page, "contact")
    page.get_by_role("button", name="Save and continue").click()
    seen(page, "draft-done")
    page.get_by_role("link", name="Check and send").click()
    seen(page, "check")
    page.get_by_role("button", name="Send this referral").click()
    see(page.get_by_role("heading", name="Referral sent"))
    seen(page, "sent")


def test_a_referral_is_written_and_sent_without_a_script(browser: "Browser", live_server: Any, desk: Desk) -> None:
    context = browser.new_context(java_script_enabled=False)
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    signed_in(page, live_server.url, desk)
    write_a_referral(page, lambda *_: None)
    context.close()
    (sent,) = desk.sent()
    assert sent.referral.parties[0].ip_events[0].port == 51234
    assert sent.referral.parties[0].accounts[0].identifier == "u-991"
    assert sent.referral.attachments[0].viewed_by_sender is False


def test_a_child_tells_and_adds_something_without_a_script(browser: "Browser", live_server: Any, desk: Desk) -> None:
    context = browser.new_context(java_script_enabled=False)
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.goto(f"{live_server.url}/tell/")
    page.get_by_label("I am a child or young person").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("group", name="Are you safe right now?").get_by_label("I’m not sure").check()
    page.get_by_role("group", name="Is somebody who worries you still in contact with you?").get_by_label("Yes").check()
    page.get_by_label("What happened? You can tell us in your own words.").fill("My own words.")
    page.get_by_role("button", name="Send").click()
    code = page.locator(".cw-receipt").inner_text()
    assert re.fullmatch(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){3}", code)
    page.get_by_role("link", name="Add something with the code").click()
    page.get_by_label("Your code").fill(code.lower())
    page.get_by_label("What do you want to add?").fill("One thing more.")
    page.get_by_role("button", name="Send").click()
    see(page.get_by_role("heading", name="Thank you. It was added."))
    context.close()


def test_every_page_of_the_web_form_is_accessible_and_fits(browser: "Browser", live_server: Any, desk: Desk) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE_MS)
    page, said = quiet(context)
    faults: list[str] = []

    def seen(shown: "Page", name: str) -> None:
        look(shown, name)
        faults.extend(f"{name}: {fault}" for fault in serious_faults(shown))

    signed_in(page, live_server.url, desk)
    seen(page, "drafts-empty")
    write_a_referral(page, seen)
    page.get_by_role("link", name="Follow this referral").click()
    seen(page, "sent-referral")
    page.locator("a", has_text="Add something").click()
    seen(page, "sent-add")
    page.goto(f"{live_server.url}/sent/")
    seen(page, "sent-list")
    page.goto(f"{live_server.url}/refer/")
    page.get_by_role("button", name="Start a referral").click()
    page.get_by_role("link", name="Delete this draft").click()
    seen(page, "delete")
    page.goto(f"{live_server.url}/refer/")
    seen(page, "drafts")
    context.close()
    assert faults == []
    # A fault of the form answers 422, and leaving a page stops the question that was under way.
    assert [line for line in said if "422" not in line and not line.startswith("htmx:")] == []


def test_every_public_page_is_accessible_and_fits(browser: "Browser", live_server: Any, desk: Desk) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE_MS)
    page, said = quiet(context)
    faults: list[str] = []
    for path, name in (
        ("", "tell"),
        ("?asked=1", "tell-error"),
        ("child/", "child"),
        ("school/", "school"),
        ("add/more/", "more"),
    ):
        page.goto(f"{live_server.url}/tell/{path}")
        look(page, f"public-{name}")
        faults += [f"{name}: {fault}" for fault in serious_faults(page)]
    page.goto(f"{live_server.url}/tell/child/")
    page.get_by_role("button", name="Send").click()
    look(page, "public-child-error")
    faults += serious_faults(page)
    page.get_by_role("group", name="Are you safe right now?").get_by_label("No", exact=True).check()
    page.get_by_role("button", name="Send").click()
    look(page, "public-told")
    faults += serious_faults(page)
    context.close()
    assert faults == []
    # A fault of the form answers 422, and leaving a page stops the question that was under way.
    assert [line for line in said if "422" not in line and not line.startswith("htmx:")] == []


def test_completeness_follows_what_is_typed(browser: "Browser", live_server: Any, desk: Desk) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE_MS)
    page, said = quiet(context)
    signed_in(page, live_server.url, desk)
    page.get_by_role("button", name="Start a referral").click()
    page.get_by_role("link", name="What happened").click()
    panel = page.locator("#completeness")
    see(panel.get_by_text("The time of the incident is not given"))
    page.get_by_label("Grooming of a child").check()
    page.get_by_label("When did it happen?").fill("2026-03-01 14:05:09 +00:00")
    page.get_by_label("Your own reference").click()
    panel.get_by_text("The time of the incident is not given").wait_for(state="detached")
    context.close()
    assert said == []
