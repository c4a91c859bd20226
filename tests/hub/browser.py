"""A real Chromium for the hub's tests. Absent, a test is skipped with a message, but in CI it fails."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Locator, Page

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = Path(os.environ.get("CAUSEWAY_CHROMIUM", "/usr/bin/chromium"))
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
VENDOR = ROOT / "src" / "causeway" / "hub" / "base" / "theme" / "static" / "vendor" / "govuk-frontend.min.css"
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
    """What axe calls serious or critical, one line each."""
    need(AXE)
    page.wait_for_load_state("networkidle")
    page.evaluate(AXE.read_text())
    found: dict[str, Any] = page.evaluate("axe.run()")
    return [
        f"{violation['id']}: {node['html'][:160]}"
        for violation in found["violations"]
        if violation["impact"] in {"serious", "critical"}
        for node in violation["nodes"]
    ]


def too_wide(page: "Page", width: int) -> bool:
    """Whether the page scrolls sideways."""
    page.wait_for_load_state()
    return bool(page.evaluate("document.documentElement.scrollWidth") > width)
