"""The pages of deconfliction in a real Chromium: for both forces, and for the oversight body."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from django.utils import timezone

from causeway.hub.road.cases.commands.take_referral import open_case
from causeway.hub.road.deconfliction.commands.consent import NewShare, consent_to_share
from causeway.hub.road.deconfliction.commands.register import register_selectors
from causeway.hub.road.deconfliction.queries.case_selectors import case_selectors
from causeway.hub.road.deconfliction.queries.interests import interests
from causeway.hub.road.deconfliction.queries.overlaps import overlaps
from causeway.hub.road.deconfliction.registering import Terms
from causeway.hub.road.deconfliction.words import Way
from causeway.vocabulary.organisations import Role
from hub.browser import PATIENCE_MS, chromium, faults_of_pages, see
from hub.conftest import SmallWorld
from hub.deconfliction.conftest import Forces, build_forces, phone
from hub.organisations.signing_in import client_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """One Chromium for all."""
    yield from chromium()


@pytest.fixture
def met(committed_world: SmallWorld, tmp_path: Path, settings: Any) -> Forces:
    """Two forces that met, openly once and silently once, of which one agrees to share more."""
    settings.CAUSEWAY_EVALUATOR_FOLDER = tmp_path / "evaluator"
    forces = build_forces(committed_world)
    case_id = open_case(forces.kent, forces.road.referral())
    named = [each.named for each in case_selectors(forces.kent, case_id).selectors]
    register_selectors(forces.kent, Terms(case_id=case_id), named, Way.CASE, now=timezone.now())
    forces.register(forces.kent, *map(phone, range(50)), case="OP-KEEL")
    forces.register(forces.essex, named[0].selector, case="OP-MAST")
    forces.register(forces.essex, phone(7), case="OP-MAST", is_silent=True)
    for by in (forces.kent, forces.essex):
        forces.register(by, phone(99), case="OP-HUSH", is_silent=True)
    forces.settle()
    return forces


def test_the_pages_are_accessible_fit_and_break_no_policy(browser: "Browser", met: Forces, live_server: Any) -> None:
    now = timezone.now()
    kent, essex = client_of(met.kent), client_of(met.essex)
    auditor = client_of(met.road.world.member(met.oversight, Role.AUDITOR))
    (open_one,) = overlaps(met.kent, now=now)
    share = NewShare(case_reference="OP-KEEL", officer="Ines Ferry", contact="ines@example.org")
    consent_to_share(met.kent, open_one.id, share, now=now)
    silent, both = sorted(overlaps(met.essex, now=now), key=lambda one: one.is_mutual)
    (case_id,) = {view.case_id for view in interests(met.kent, now=now) if view.case_id}
    quiet = next(view for view in interests(met.essex, now=now) if view.is_silent and view.case_reference == "OP-HUSH")
    visits = [
        (kent, reverse("cases:case", args=[case_id]) + "#interests"),
        (kent, reverse("deconfliction:case", args=[case_id])),
        (kent, reverse("deconfliction:overlap", args=[open_one.id])),
        (kent, reverse("deconfliction:interests")),
        (essex, reverse("deconfliction:interests")),
        (essex, reverse("deconfliction:new")),
        (essex, reverse("deconfliction:interest", args=[quiet.id])),
        (essex, reverse("deconfliction:withdraw", args=[quiet.id])),
        (essex, reverse("deconfliction:overlaps")),
        (essex, reverse("deconfliction:silent")),
        (essex, reverse("deconfliction:overlap", args=[silent.id])),
        (essex, reverse("deconfliction:overlap", args=[both.id])),
        (auditor, reverse("deconfliction:oversight")),
    ]
    assert faults_of_pages(browser, live_server.url, visits) == []


def test_two_forces_meet_and_share_without_javascript(browser: "Browser", met: Forces, live_server: Any) -> None:
    context = browser.new_context(java_script_enabled=False)
    context.set_default_timeout(PATIENCE_MS)
    session = client_of(met.essex).cookies["causeway_session"].value
    context.add_cookies([{"name": "causeway_session", "value": session, "url": live_server.url}])
    page = context.new_page()
    page.goto(live_server.url + reverse("deconfliction:new"))
    page.get_by_label("Phone number").check()
    page.get_by_label("One a line").fill("07700 900009")
    page.get_by_label("Your label for them").fill("The ferry")
    page.get_by_label("For which case?").fill("OP-MAST")
    page.get_by_role("button", name="Register").click()
    see(page.get_by_text("1 interest is registered."))
    met.settle()
    page.reload()
    page.get_by_role("link", name="The ferry").first.click()
    see(page.get_by_role("heading", name="Kent Police works on this too"))
    page.get_by_label("How that officer is reached").fill("tom@example.org")
    page.get_by_role("button", name="Agree to share").click()
    see(page.get_by_text("You have agreed. They are told."))
    see(page.get_by_text("tom@example.org"))
    context.close()
