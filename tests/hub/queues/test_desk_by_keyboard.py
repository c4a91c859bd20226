"""The desk's path in a real Chromium by keyboard alone: sign in, queue, compare, decide; and a force hands over."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.road.clusters.queries.verdicts import pairs_apart
from causeway.hub.road.routes.queries.hand_overs import waiting_hand_over
from causeway.vocabulary.organisations import Role
from hub.browser import PATIENCE_MS, chromium, quiet, see, serious_faults
from hub.conftest import PASSWORD, SmallWorld
from hub.desk_at_work import DeskAtWork, about, desk_at_work
from hub.keyboard import Keyboard

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """One Chromium for all."""
    yield from chromium()


@pytest.fixture
def road(committed_world: SmallWorld) -> DeskAtWork:
    """A desk at work, whose rows a browser's server sees."""
    return desk_at_work(committed_world)


def _signed_in(browser: "Browser", site: str, road: DeskAtWork, actor: Actor) -> tuple["Page", list[str], Keyboard]:
    context = browser.new_context(viewport={"width": 1100, "height": 800})
    context.set_default_timeout(PATIENCE_MS)
    page, said = quiet(context)
    keys = Keyboard(page)
    page.goto(site + "/account/login/")
    keys.write(page.get_by_label("Email"), road.world.email_of(actor))
    keys.write(page.get_by_label("Password"), PASSWORD)
    page.keyboard.press("Enter")
    see(page.get_by_role("heading", name="What needs you now"))
    return page, said, keys


def test_an_analyst_compares_and_decides_with_keys_alone(
    browser: "Browser", road: DeskAtWork, live_server: Any
) -> None:
    left, right = (road.send(about(f"gate-{number}", force=None)) for number in range(2))
    road.work()
    analyst = road.world.member(road.world.desk, Role.ANALYST)
    page, said, keys = _signed_in(browser, live_server.url, road, analyst)
    keys.press(page.locator("header, nav").get_by_role("link", name="Referrals", exact=True))
    see(page.get_by_role("heading", name="Queue", exact=True))
    faults = serious_faults(page)
    assert keys.round(), "there are stops, and the last lets go"
    keys.skip("Skip to main content", "main")
    for tick in page.locator('input[name="referral"]').all():
        keys.press(tick, "Space")
    keys.press(page.get_by_role("button", name="Compare the two that are ticked"))
    see(page.get_by_role("heading", name="Two referrals beside each other"))
    faults += serious_faults(page)
    assert keys.round()
    keys.skip("Skip to what to do", "decide")
    keys.press(page.get_by_role("button", name="They do not belong together"))
    keys.write(page.get_by_label("Why?"), "Two people of one name.")
    faults += serious_faults(page)
    keys.press(page.locator("form.cw-narrow button[type=submit]"))
    see(page.get_by_text("Two people of one name.", exact=True))
    with acting_as(analyst):
        assert len(pairs_apart([left, right])) == 1
    assert (keys.faults, faults, said) == ([], [], [])


def test_an_officer_opens_a_referral_and_hands_it_over_with_keys_alone(
    browser: "Browser", road: DeskAtWork, live_server: Any
) -> None:
    referral_id = road.send(about("gate"))
    road.work()
    officer = road.world.member(road.kent, Role.DUTY_OFFICER)
    page, said, keys = _signed_in(browser, live_server.url, road, officer)
    keys.press(page.locator("header, nav").get_by_role("link", name="Referrals", exact=True))
    see(page.get_by_role("heading", name="Queue", exact=True))
    keys.press(page.locator("table.cw-queue tbody th a").first)
    see(page.get_by_role("tab", name="What was told"))
    faults = serious_faults(page)
    assert keys.round()
    keys.to(page.locator('.govuk-tabs__tab[aria-selected="true"]'))
    for _ in range(len(page.get_by_role("tab").all())):
        if page.locator('#tab_route[aria-selected="true"]').count():
            break
        page.keyboard.press("ArrowRight")
    keys.press(page.get_by_role("link", name="This referral is not ours: hand it over"))
    see(page.get_by_label("Why is it not ours?"))
    keys.press(page.get_by_role("radio").first, "Space")
    keys.write(page.get_by_label("Why is it not ours?"), "She lives in Essex.")
    faults += serious_faults(page)
    keys.press(page.locator("form.cw-narrow button[type=submit]"))
    see(page.get_by_text("Your force is still responsible."))
    with acting_as(officer):
        assert waiting_hand_over(referral_id) is not None
    assert (keys.faults, faults, said) == ([], [], [])
