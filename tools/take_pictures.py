"""Takes the pictures of the tutorial anew, from a demonstration that is being served.

    causeway demo                       in one terminal
    python tools/take_pictures.py       in another; it writes docs/images

It reads the people and the address from the record of the demonstration, so it needs the same CAUSEWAY_HOME. It begins
one draft of a referral and leaves everything else as it is. It drives the Chromium of CAUSEWAY_CHROMIUM, or
/usr/bin/chromium.
"""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from causeway.demo.record import Demo, read_record
from causeway.vocabulary.organisations import Role

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "images"
WIDTH = 1280


@dataclass(frozen=True, slots=True)
class Picture:
    """Who sees it, how they come there, and how much of the page is shown."""

    organisation: str
    role: Role
    go: Callable[[Page], None]
    height: int


def main() -> int:
    """Take them all; an argument is the address where it is served, when that is not the one in the record."""
    demo = read_record()
    if demo is None:
        sys.stderr.write("There is no demonstration here: start one with `causeway demo`.\n")
        return 1
    base_url = sys.argv[1] if len(sys.argv) > 1 else demo.base_url
    with sync_playwright() as playwright:
        program = os.environ.get("CAUSEWAY_CHROMIUM", "/usr/bin/chromium")
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for name, picture in PICTURES.items():
            _take(browser, base_url, demo, picture, FOLDER / f"{name}.png")
        browser.close()
    return 0


def _take(browser: Browser, base_url: str, demo: Demo, picture: Picture, path: Path) -> None:
    person = next(
        each
        for each in demo.people
        if each.organisation == picture.organisation and picture.role.value in each.role.split(", ")
    )
    context = browser.new_context(base_url=base_url, viewport={"width": WIDTH, "height": picture.height})
    page = context.new_page()
    page.goto("/account/login/")
    page.fill("[name=login]", person.email)
    page.fill("[name=password]", person.password)
    page.locator("main button[type=submit]").first.click()
    page.wait_for_url(lambda address: "/account/login/" not in address)
    picture.go(page)
    page.wait_for_load_state("networkidle")
    page.screenshot(path=path)
    context.close()


_TOLD: dict[str, dict[str, str]] = {
    "step/what/": {
        "concern": "grooming",
        "occurred_at": "2026-07-01 20:15",
        "occurred_definition": "when the message was sent",
        "platform": "Harbour Chat",
        "sender_reference": "HL-2001",
        "narrative": "An account asked a child to meet in the park by the bridge on Saturday.",
    },
    "where/": {
        "incidents-0-kind": "chat",
        "incidents-0-name": "Harbour Chat",
        "incidents-0-content": "By the bridge?",
    },
    "people/new/": {
        "role": "subject",
        "accounts-0-identifier": "acct-7",
        "ip_events-0-address": "192.0.2.7",
        "ip_events-0-port": "50123",
        "ip_events-0-at": "2026-07-01 20:10",
    },
    "people/new/#child": {"role": "victim", "first_name": "Wren", "age_years": "13", "school": "Saltmarsh Lane School"},
    "step/emergency/": {"is_emergency": "True", "emergency": "A meeting with the child is planned for Saturday."},
    "step/contact/": {},
}
"""What the tutorial's second chapter says, by page of the draft."""


def _draft(page: Page) -> None:
    page.goto("/refer/")
    page.get_by_role("button", name="Start a referral").click()
    page.wait_for_url("**/refer/*-*/")
    draft = page.url
    for address, told in _TOLD.items():
        page.goto(draft + address)
        for name, value in told.items():
            _fill(page, name, value)
        page.get_by_role("button", name="Save and continue").click()
    page.goto(draft)


def _fill(page: Page, name: str, value: str) -> None:
    field = page.locator(f'main [name="{name}"]')
    if field.first.get_attribute("type") == "radio":
        page.locator(f'main [name="{name}"][value="{value}"]').check()
    elif field.evaluate("field => field.tagName") == "SELECT":
        field.select_option(value)
    else:
        field.fill(value)


def _queue(page: Page) -> None:
    page.goto("/queue/")


def _feedback(page: Page) -> None:
    page.goto("/feedback/")


def _first_referral(page: Page) -> None:
    _queue(page)
    page.locator("tbody th a").first.click()


def _first_case(page: Page) -> None:
    page.goto("/cases/")
    page.locator("tbody th a").first.click()
    page.get_by_role("tab", name="Tasks").click()
    page.mouse.click(1, 1)


def _first_notice(page: Page) -> None:
    page.goto("/safeguarding/")
    page.locator("main tbody a").first.click()


_SERVICE, _FORCE, _CHILDREN = "Harbourline", "Kent Police", "East Shore Children's Services"
PICTURES = {
    "form": Picture(_SERVICE, Role.SENDER, _draft, 1150),
    "queue": Picture(_FORCE, Role.DUTY_OFFICER, _queue, 1500),
    "referral": Picture(_FORCE, Role.DUTY_OFFICER, _first_referral, 1150),
    "case": Picture(_FORCE, Role.INVESTIGATOR, _first_case, 1237),
    "safeguarding": Picture(_CHILDREN, Role.SAFEGUARDING_LEAD, _first_notice, 1200),
    "feedback": Picture(_SERVICE, Role.SENDER, _feedback, 990),
}


if __name__ == "__main__":
    sys.exit(main())
