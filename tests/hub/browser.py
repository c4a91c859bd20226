"""A real Chromium for the hub's tests. Absent, a test is skipped with a message, but in CI it fails."""

import os
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings

if TYPE_CHECKING:
    from django.test import Client
    from playwright.sync_api import Browser, BrowserContext, Locator, Page

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = Path(os.environ.get("CAUSEWAY_CHROMIUM", "/usr/bin/chromium"))
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
VENDOR = ROOT / "src" / "causeway" / "hub" / "base" / "theme" / "static" / "vendor" / "govuk-frontend.min.css"
WIDTHS = (320, 1280)
"""The narrowest that a page is held to (WCAG 2.2, 1.4.10), and a desk's."""
PATIENCE_MS = 120_000
"""A busy machine may answer late; only what never comes is a fault."""


def need(*paths: Path) -> None:
    """Skip where one of these is absent; in CI, fail."""
    for path in paths:
        if not path.exists():
            message = f"absent: {path.name} (make setup fetches the front end; Chromium is the system's)"
            if os.environ.get("CI", "").lower() == "true":
                pytest.fail(message)
            pytest.skip(message)


def chromium() -> Iterator["Browser"]:
    """One Chromium; make it a fixture of the module that needs it."""
    need(CHROMIUM, VENDOR)
    from playwright.sync_api import sync_playwright

    # Playwright's own loop runs in this thread; Django would refuse its database beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield browser
        browser.close()


def quiet(context: "BrowserContext") -> tuple["Page", list[str]]:
    """A page, and what its console says."""
    page, said = context.new_page(), list[str]()
    page.on("console", lambda message: said.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda fault: said.append(str(fault)))
    return page, said


def see(locator: "Locator") -> None:
    """Expect to see this, as soon as the page is there."""
    locator.wait_for(timeout=PATIENCE_MS)


def serious_faults(page: "Page") -> list[str]:
    """What axe calls serious or critical, one line each. Of rules that are kept nothing is told, which saves time."""
    page.wait_for_load_state()
    page.evaluate(_axe())
    violations: list[dict[str, Any]] = page.evaluate("axe.run({resultTypes: ['violations']}).then(it => it.violations)")
    return [
        f"{violation['id']}: {node['html'][:160]}"
        for violation in violations
        if violation["impact"] in {"serious", "critical"}
        for node in violation["nodes"]
    ]


@cache
def _axe() -> str:
    need(AXE)
    return AXE.read_text()


def faults_of_pages(browser: "Browser", site: str, visits: Iterable[tuple["Client | None", str]]) -> list[str]:
    """What is wrong with these pages, narrow and wide, each as whoever is signed in with that client (None: nobody).

    With CAUSEWAY_SHOTS a picture of each page is kept in the folder that it names.
    """
    found: list[str] = []
    contexts: dict[int, BrowserContext] = {}
    for client, path in list(visits):
        if id(client) not in contexts:
            contexts[id(client)] = _context_of(browser, site, client)
        page, said = quiet(contexts[id(client)])
        page.set_viewport_size({"width": min(WIDTHS), "height": 900})
        page.goto(site + path)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            if too_wide(page, width):
                said.append(f"runs out of the page at {width} px")
            if folder := os.environ.get("CAUSEWAY_SHOTS"):
                name = re.sub(r"[^a-z0-9]+", "-", path.lower()).strip("-")[:60] or "start"
                page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)
        said += serious_faults(page)
        found += [f"{path}: {line}" for line in said]
        page.close()
    for context in contexts.values():
        context.close()
    return found


def _context_of(browser: "Browser", site: str, client: "Client | None") -> "BrowserContext":
    """A browser window in which that client is signed in; what pages share is fetched once."""
    context = browser.new_context()
    if client is not None:
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])
    return context


def too_wide(page: "Page", width: int) -> bool:
    """Whether the page scrolls sideways."""
    page.wait_for_load_state()
    return bool(page.evaluate("document.documentElement.scrollWidth") > width)
