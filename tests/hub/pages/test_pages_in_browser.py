"""The pages in a real Chromium, from 320 px to wide: nothing that axe calls serious, nothing beyond the page's edge."""

import os
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from causeway.hub.base.acting.actors import Actor
from causeway.hub.road.referrals.queries.attachments import attachments_of
from hub.conftest import SmallWorld
from hub.pages.conftest import SignedIn
from hub.pages.scene import build_scene

ROOT = Path(__file__).resolve().parents[3]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
VENDOR = ROOT / "src" / "causeway" / "hub" / "base" / "theme" / "static" / "vendor" / "govuk-frontend.min.css"
CHROMIUM = Path(os.environ.get("CAUSEWAY_CHROMIUM", "/usr/bin/chromium"))

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def faults_of(page: Any) -> list[str]:
    """What axe calls serious or critical, one line each."""
    page.evaluate(AXE.read_text())
    found: dict[str, Any] = page.evaluate("axe.run()")
    return [
        f"{violation['id']}: {node['html'][:120]}"
        for violation in found["violations"]
        if violation["impact"] in {"serious", "critical"}
        for node in violation["nodes"]
    ]


def test_the_pages_are_accessible_fit_and_break_no_policy(
    committed_world: SmallWorld, live_server: Any, signed_in: SignedIn
) -> None:
    for needed in (AXE, VENDOR, CHROMIUM):
        if not needed.exists():
            pytest.skip(f"absent: {needed.name} (make setup fetches the front end; Chromium is the system's)")
    sync_api = pytest.importorskip("playwright.sync_api")
    scene = build_scene(committed_world)
    urgent, file_id = scene.referrals["urgent"], attachments_of(scene.investigator, scene.referrals["viewed"])[0].id
    referral = reverse("referrals:referral", args=[urgent])
    pages: list[tuple[Actor | None, str]] = [
        (None, "/"),
        (scene.investigator, "/"),
        (scene.duty, reverse("queues:queue")),
        (scene.investigator, f"{referral}#told"),
        (scene.investigator, f"{referral}#priority"),
        (scene.investigator, reverse("evidence:file", args=[file_id]) + "?show=blurred"),
        (scene.analyst, reverse("clusters:cluster", args=[urgent])),
        (scene.investigator, reverse("referrals:package", args=[urgent])),
    ]
    sessions = {
        actor.label: signed_in(actor).cookies["causeway_session"].value for actor, _ in pages if actor is not None
    }
    found: list[tuple[str, int, list[str]]] = []
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        for width in (320, 1280):
            for actor, path in pages:
                context = browser.new_context(viewport={"width": width, "height": 900})
                if actor is not None:
                    cookie = {"name": "causeway_session", "value": sessions[actor.label], "url": live_server.url}
                    context.add_cookies([cookie])
                page = context.new_page()
                said: list[str] = []
                page.on(
                    "console", lambda message, said=said: said.append(message.text) if message.type == "error" else None
                )
                page.on("pageerror", lambda fault, said=said: said.append(str(fault)))
                page.goto(live_server.url + path)
                page.wait_for_load_state("networkidle")
                said += faults_of(page)
                if page.evaluate("document.documentElement.scrollWidth") > width:
                    said.append("runs out of the page")
                if said:
                    found.append((path, width, said))
                context.close()
        browser.close()
    assert found == []
