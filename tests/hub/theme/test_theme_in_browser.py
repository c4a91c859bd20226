"""The gallery in a real Chromium: legible, whole and usable from 320 px to wide, light and dark, with no script too."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parents[3]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
VENDOR = ROOT / "src" / "causeway" / "hub" / "base" / "theme" / "static" / "vendor" / "govuk-frontend.min.css"
CHROMIUM = Path(os.environ.get("CAUSEWAY_CHROMIUM", "/usr/bin/chromium"))
STARTUP_SECONDS = 30.0

pytestmark = [pytest.mark.browser]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The gallery, served by a process of its own with its own small settings."""
    for needed in (AXE, VENDOR, CHROMIUM):
        if not needed.exists():
            pytest.skip(f"absent: {needed.name} (make setup fetches the front end; Chromium is the system's)")
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
def browser(address: str) -> Iterator["Browser"]:
    """One Chromium for all."""
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield chromium
        chromium.close()


def serious_faults(page: "Page") -> list[str]:
    """What axe calls serious or critical, one line each."""
    page.evaluate(AXE.read_text())
    found: dict[str, Any] = page.evaluate("axe.run()")
    return [
        f"{violation['id']}: {node['html'][:120]}"
        for violation in found["violations"]
        if violation["impact"] in {"serious", "critical"}
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize("path", ["/", "/public/", "/account/login/"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_a_page_is_accessible_fits_and_breaks_no_policy(
    browser: "Browser", address: str, path: str, scheme: Literal["light", "dark"], width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda fault: said.append(str(fault)))
    page.goto(address + path)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.body.classList.contains('govuk-frontend-supported')")
    assert serious_faults(page) == []
    assert [line for line in said if "favicon" not in line] == []
    context.close()


def test_without_scripts_everything_is_still_there(browser: "Browser", address: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 900})
    page = context.new_page()
    page.goto(address)
    assert page.get_by_role("link", name="Safeguarding").is_visible()
    assert page.get_by_role("button", name="Apply filters").is_visible()
    assert page.get_by_text("No file came with it.").is_visible()
    context.close()


def test_on_paper_there_is_nothing_to_press(browser: "Browser", address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(address)
    page.emulate_media(media="print")
    assert page.locator("button:visible").count() == 0
    assert page.get_by_role("navigation").count() == 0
    assert page.locator("h1").is_visible()
    context.close()


def test_a_keyboard_reaches_the_skip_link_first(browser: "Browser", address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}/account/login/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    context.close()
