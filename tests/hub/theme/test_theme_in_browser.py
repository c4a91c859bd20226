"""The gallery in a real Chromium: legible, whole and usable from 320 px to wide, light and dark, with no script too."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

import pytest

from hub.browser import ROOT, chromium, quiet, see, serious_faults, too_wide

if TYPE_CHECKING:
    from playwright.sync_api import Browser

STARTUP_SECONDS = 30.0

pytestmark = [pytest.mark.browser]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The gallery, served by a process of its own with its own small settings."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT / 'tests'}"}
    environment["DJANGO_SETTINGS_MODULE"] = "hub.theme.gallery_settings"
    server = subprocess.Popen(
        [sys.executable, "-m", "django", "runserver", "--noreload", f"127.0.0.1:{port}"],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_for(url, server)
        yield url
    finally:
        server.terminate()
        server.wait(timeout=10)


def _wait_for(url: str, server: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + STARTUP_SECONDS
    while time.monotonic() < deadline:
        assert server.poll() is None, "the gallery's server ended"
        try:
            with urllib.request.urlopen(f"{url}/public/"):  # noqa: S310 (our own address)
                return
        except urllib.error.URLError:
            time.sleep(0.1)
    pytest.fail("the gallery's server did not answer")


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """One Chromium for all."""
    yield from chromium()


@pytest.mark.parametrize("path", ["/", "/public/", "/plots/", "/account/login/"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1100])
def test_a_page_is_accessible_fits_and_breaks_no_policy(
    browser: "Browser", address: str, path: str, scheme: Literal["light", "dark"], width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page, said = quiet(context)
    page.goto(address + path)
    assert not too_wide(page, width)
    assert page.evaluate("document.body.classList.contains('govuk-frontend-supported')")
    assert serious_faults(page) == []
    assert [line for line in said if "favicon" not in line] == []
    context.close()


def test_without_scripts_everything_is_still_there(browser: "Browser", address: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 900})
    page = context.new_page()
    page.goto(address)
    see(page.get_by_role("link", name="Safeguarding"))
    see(page.get_by_role("button", name="Apply filters"))
    see(page.get_by_text("No file came with it."))
    context.close()


def test_on_paper_there_is_nothing_to_press(browser: "Browser", address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(address)
    page.emulate_media(media="print")
    assert page.locator("button:visible").count() == 0
    assert page.locator("textarea:visible, input:visible, select:visible").count() == 0
    assert page.get_by_role("navigation").count() == 0
    link = "document.querySelector('main').appendChild(Object.assign(document.createElement('a'), {className, href}))"
    shown = f"([className, href]) => getComputedStyle({link}, '::after').content"
    assert page.evaluate(shown, ["govuk-link", "/cases/"]) == "none"
    see(page.locator("h1"))
    context.close()


def test_a_keyboard_reaches_the_skip_link_first(browser: "Browser", address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}/account/login/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    context.close()
