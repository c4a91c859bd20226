"""The whole road in a real Chromium: one referral from the service's form to the word that comes back to its sender.

Each person signs in by the page for it and finds their way by what they can read there, as they would at work.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings as django_settings
from pytest_django.live_server_helper import LiveServer

from hub.browser import chromium, see
from hub.conftest import SmallWorld
from road.browser_steps import Cast, Walk, gather, open_section, open_tab
from road.stories import work_until_idle

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CHILD = "Wren Marlow"
MAILBOX = "gannet.row@example.net"
UPLOAD_MISSING = "The address from which the file was uploaded is not given"


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


def test_a_referral_goes_the_whole_road_and_its_sender_hears_what_came_of_it(walk: Walk) -> None:
    cast = gather(walk.world)
    reference = _send(walk, cast)
    work_until_idle()
    _clear(walk, cast, reference)
    _investigate(walk, cast, reference)
    work_until_idle()
    _protect(walk, cast)
    _preserve(walk, cast)
    _close(walk, cast, reference)
    work_until_idle()
    _hear(walk, cast, reference)
    assert walk.faults == []


def _send(walk: Walk, cast: Cast) -> str:
    with walk.signed_in(cast.sender) as page:
        walk.look(page, "sender-start")
        open_section(page, "Referrals", "Make a referral")
        page.get_by_role("button", name="Start a referral").click()
        page.get_by_role("link", name="What happened").click()
        page.get_by_label("Grooming of a child").check()
        page.get_by_label("When did it happen?").fill("2026-05-01 09:30:00 +00:00")
        page.get_by_label("What happened, in your words?").fill("Account flagged by rule 14; two messages reviewed.")
        page.get_by_label("Your own reference").fill("HL-2026-014")
        walk.look(page, "sender-what")
        page.get_by_role("button", name="Save and continue").click()
        page.get_by_role("link", name="Who", exact=True).click()
        _name_the_child(walk, page)
        _name_the_subject(walk, page)
        page.get_by_role("button", name="Continue").click()
        page.get_by_role("link", name="Danger, police, and who must not know").click()
        page.get_by_label("No, or we do not know").check()
        page.get_by_role("button", name="Save and continue").click()
        page.get_by_role("link", name="Whom to ask").click()
        page.get_by_label("E-mail address").first.fill("safety@example.org")
        page.get_by_role("button", name="Save and continue").click()
        page.get_by_role("link", name="Check and send").click()
        walk.look(page, "sender-check")
        for told in (CHILD, "accounts: 1, IP addresses: 1, e-mail addresses: 1", "safety@example.org"):
            see(page.get_by_text(told))
        page.get_by_role("button", name="Send this referral").click()
        page.get_by_role("heading", name="Referral sent").wait_for()
        reference = page.locator(".cw-reference").inner_text()
        page.get_by_role("heading", name="What would make this actionable").wait_for()
        see(page.get_by_text("It is not said where the subject is"))
        walk.look(page, "sender-sent")
    return reference


def _name_the_child(walk: Walk, page: "Page") -> None:
    page.get_by_role("link", name="Victim").click()
    page.get_by_label("First name").fill("Wren")
    page.get_by_label("Last name").fill("Marlow")
    page.get_by_label("Age in years").fill("13")
    page.get_by_label("Postcode").fill("CT1 2RA")
    page.get_by_label("Town or city").fill("Canterbury")
    page.get_by_role("group", name="Postal addresses").get_by_label("Country").fill("GB")
    walk.look(page, "sender-child")
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_role("heading", name=CHILD).wait_for()


def _name_the_subject(walk: Walk, page: "Page") -> None:
    page.get_by_role("link", name="Subject: alleged to have done it").click()
    page.get_by_label("Account’s lasting identifier").fill("u-991")
    page.get_by_label("User name").fill("gannet")
    addresses = page.get_by_role("group", name="IP addresses")
    addresses.get_by_label("IP address", exact=True).fill("192.0.2.7")
    addresses.get_by_label("Source port").fill("51234")
    addresses.get_by_label("When?").fill("2026-05-01 09:29:41 +00:00")
    addresses.get_by_label("Doing what?").select_option("Upload")
    mail = page.get_by_role("group", name="E-mail addresses")
    mail.get_by_label("E-mail address").fill(MAILBOX)
    mail.get_by_label("Was it verified?").select_option("Yes")
    mail.get_by_label("Was it verified?").blur()
    # What is still missing follows while the sender types.
    page.locator("#completeness").get_by_text("No account of the subject is given").wait_for(state="detached")
    walk.look(page, "sender-subject")
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_role("heading", name="Who", exact=True).wait_for()
    walk.look(page, "sender-people")


def _clear(walk: Walk, cast: Cast, reference: str) -> None:
    with walk.signed_in(cast.analyst) as page:
        walk.look(page, "analyst-start")
        open_section(page, "Search")
        page.get_by_label("Reference or identifier").fill(reference)
        page.get_by_role("button", name="Search").click()
        page.get_by_role("link", name=reference).wait_for()
        walk.look(page, "analyst-found")
        page.get_by_role("link", name=reference).click()
        page.get_by_role("heading", name=reference).wait_for()
        walk.look(page, "analyst-told")
        open_tab(page, "Why this priority")
        reasons = page.get_by_role("tabpanel").get_by_role("table")
        see(reasons.get_by_text("Somebody seeks contact with a child"))
        walk.look(page, "analyst-priority")
        open_tab(page, "Route")
        route = page.get_by_role("tabpanel")
        see(route.get_by_role("strong").filter(has_text="Kent Police"))
        see(route.get_by_role("rowheader", name="Kent Police"))
        see(route.get_by_text("The postcode district CT1 of the victim").first)
        walk.look(page, "analyst-route")
        open_tab(page, "What is missing")
        walk.look(page, "analyst-missing")


def _investigate(walk: Walk, cast: Cast, reference: str) -> None:
    with walk.signed_in(cast.investigator) as page:
        walk.look(page, "force-start")
        open_section(page, "Referrals", "Queue")
        walk.look(page, "force-queue")
        page.get_by_role("table").get_by_role("link", name=reference).click()
        page.get_by_role("heading", name=reference).wait_for()
        walk.look(page, "force-referral")
        page.get_by_role("button", name="Take into a case").click()
        walk.look(page, "force-take")
        page.get_by_label("Title of a new case").fill("Quay Street")
        page.get_by_role("button", name="Take it").click()
        page.get_by_role("heading", name="Quay Street").wait_for()
        walk.look(page, "force-case")
        open_tab(page, "Referrals")
        page.get_by_role("link", name="Ask a service").click()
        _ask_to_preserve(walk, page)
        page.get_by_role("link", name="Back to the case").click()
        page.get_by_role("link", name="Tell one now").click()
        _tell_of_the_child(walk, page)


def _ask_to_preserve(walk: Walk, page: "Page") -> None:
    page.get_by_label("Preserve data").check()
    page.get_by_label("Harbourline").check()
    assert "u-991" in page.get_by_label("Accounts").input_value()
    page.get_by_label("The power under which you ask").fill("Example Act 2016, section 1")
    page.get_by_label("Whom the service can ask").fill("online@kent.example.org")
    walk.look(page, "force-ask")
    page.get_by_role("button", name="Ask", exact=True).click()
    page.get_by_text("The service is asked, and its clock runs.").wait_for()
    walk.look(page, "force-asked")


def _tell_of_the_child(walk: Walk, page: "Page") -> None:
    assert page.get_by_label("East Shore Children's Services (serves Canterbury)").is_checked()
    assert page.get_by_label("The child’s name").input_value() == CHILD
    assert "Canterbury" in page.get_by_label("Where the child can be reached").input_value()
    page.get_by_label("What are you worried about?").fill("An unknown adult may be trying to win this child’s trust.")
    page.get_by_label("What has been done?").fill("A case is open. Please speak with us before you visit.")
    page.get_by_label("Whom can they ask?").fill("Ines Ferry")
    page.get_by_label("E-mail address that somebody reads").fill("online@kent.example.org")
    walk.look(page, "force-tell")
    page.get_by_role("button", name="Tell them").click()
    page.get_by_text("They are told, and have 24 hours").wait_for()
    open_tab(page, "Safeguarding")
    see(page.get_by_role("tabpanel").get_by_role("link", name=CHILD))
    walk.look(page, "force-case-safeguarding")


def _protect(walk: Walk, cast: Cast) -> None:
    with walk.signed_in(cast.lead) as page:
        walk.look(page, "lead-start")
        open_section(page, "Referrals", "Safeguarding")
        walk.look(page, "lead-notices")
        page.get_by_role("link", name=CHILD).click()
        page.get_by_role("heading", name=CHILD).wait_for()
        see(page.get_by_text("An unknown adult may be trying"))
        assert MAILBOX not in page.content()
        page.get_by_label("Who has taken it on?").fill("Ama Holm")
        page.get_by_label("A note to whoever told you").fill("We call the family today.")
        walk.look(page, "lead-notice")
        page.get_by_role("button", name="We have taken it on").click()
        page.get_by_text("Thank you. They see that you have taken it on.").wait_for()
        walk.look(page, "lead-acknowledged")


def _preserve(walk: Walk, cast: Cast) -> None:
    with walk.signed_in(cast.responder) as page:
        walk.look(page, "responder-start")
        open_section(page, "Data requests")
        walk.look(page, "responder-requests")
        page.get_by_role("table", name="Waiting for you").get_by_role("link").click()
        page.get_by_role("heading", name="Preserve data").wait_for()
        see(page.get_by_text("u-991"))
        assert page.get_by_text("Quay Street").count() == 0
        walk.look(page, "responder-request")
        page.get_by_label("The data are preserved").check()
        page.get_by_role("button", name="Answer", exact=True).click()
        page.get_by_text("Thank you. The force sees your answer.").wait_for()
        walk.look(page, "responder-answered")


def _close(walk: Walk, cast: Cast, reference: str) -> None:
    with walk.signed_in(cast.investigator) as page:
        walk.look(page, "force-start-again")
        open_section(page, "Referrals", "Cases")
        walk.look(page, "force-cases")
        page.get_by_role("link", name="Quay Street").click()
        open_tab(page, "Requests")
        see(page.get_by_role("tabpanel").get_by_text("Preserved").first)
        walk.look(page, "force-case-requests")
        open_tab(page, "Safeguarding")
        see(page.get_by_role("tabpanel").get_by_text("Ama Holm"))
        open_tab(page, "Timeline")
        walk.look(page, "force-case-timeline")
        page.get_by_role("button", name="Close the case").click()
        page.get_by_role("heading", name=reference).wait_for()
        page.get_by_label("Somebody was arrested").check()
        page.get_by_label("Arrests").fill("1")
        page.get_by_label("Children safeguarded", exact=True).fill("1")
        page.get_by_role("group", name="Was the referral useful?").get_by_label("Yes").check()
        page.get_by_label(UPLOAD_MISSING).check()
        walk.look(page, "force-close")
        page.get_by_role("button", name="Close the case").click()
        page.get_by_role("heading", name="Closed").wait_for()
        walk.look(page, "force-closed")


def _hear(walk: Walk, cast: Cast, reference: str) -> None:
    with walk.signed_in(cast.sender) as page:
        walk.look(page, "sender-start-again")
        open_section(page, "Referrals", "Sent referrals")
        walk.look(page, "sender-list")
        page.get_by_role("link", name=reference, exact=True).click()
        walk.look(page, "sender-referral")
        page.get_by_role("link", name="Where it is, and what came of it").click()
        page.get_by_role("heading", name="Where it is").wait_for()
        road = page.get_by_role("listitem")
        for stage in ("Received", "With the desk", "With a police force", "Feedback given"):
            step = road.filter(has_text=stage)
            see(step)
            assert "Not yet" not in step.inner_text(), stage
        see(page.get_by_text("Useful", exact=True))
        see(page.get_by_text(UPLOAD_MISSING))
        walk.look(page, "sender-heard")
        _names_nobody(page)
        open_section(page, "Referrals", "Feedback")
        see(page.get_by_text("useful (1 of 1 rated)"))
        walk.look(page, "sender-feedback")
        _names_nobody(page)


def _names_nobody(page: "Page") -> None:
    read = page.get_by_role("main").inner_text().lower()
    for kept in ("arrest", "Wren", "Marlow", "Ines", "Ferry", "Kent", "Quay Street", "East Shore", "safeguarded"):
        assert kept.lower() not in read, kept
