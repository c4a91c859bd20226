"""The organisation's pages in a real Chromium: nothing serious for axe, nothing wider than a phone, no policy
broken.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from pytest_django.live_server_helper import LiveServer

from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.notices.commands.manage_webhooks import add_webhook, send_test
from causeway.hub.base.organisations.commands.invite import invite_member
from causeway.vocabulary.organisations import Category, OrganisationKind, Role
from hub.browser import chromium, quiet, serious_faults, too_wide
from hub.conftest import SmallWorld
from hub.organisations.signing_in import client_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser]

PAGES = (
    "",
    "settings/",
    "members/",
    "members/invite/",
    "credentials/",
    "agreements/",
    "joining/",
    "webhooks/",
    "ledger/",
)


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """One Chromium for all."""
    yield from chromium()


def test_every_page_is_accessible_and_fits_a_phone(
    browser: "Browser", committed_world: SmallWorld, live_server: LiveServer
) -> None:
    world, administrator = committed_world, committed_world.administrator(committed_world.desk)
    force = world.organisation(OrganisationKind.POLICE_FORCE, "Example Police")
    world.agree(world.desk, force, Category.REFERRAL, Category.SAFEGUARDING)
    world.credential(world.desk)
    invite_member(administrator, name="Lee Marsh", email="lee@example.org", roles=[Role.ANALYST])
    hook = add_webhook(administrator, url="https://hooks.example.org/", acts=[Act.REFERRAL_ACCEPTED])
    send_test(administrator, hook.id)
    session = client_of(administrator).cookies["causeway_session"].value
    context = browser.new_context(viewport={"width": 320, "height": 800})
    context.add_cookies([{"name": "causeway_session", "value": session, "url": live_server.url}])
    page, said = quiet(context)
    for path in (*(f"/organisation/{name}" for name in PAGES), f"/organisation/webhooks/{hook.id}/", "/join/"):
        page.goto(live_server.url + path)
        assert serious_faults(page) == [], path
        assert not too_wide(page, 320), path
    assert [line for line in said if "favicon" not in line] == []
    context.close()


def test_a_new_credential_is_copied_by_its_button(
    browser: "Browser", committed_world: SmallWorld, live_server: LiveServer
) -> None:
    administrator = committed_world.administrator(committed_world.desk)
    session = client_of(administrator).cookies["causeway_session"].value
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    context.add_cookies([{"name": "causeway_session", "value": session, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/organisation/credentials/issue/")
    page.get_by_label("Name").fill("Uploader")
    page.get_by_label("Send referrals and add to them").check()
    page.get_by_role("button", name="Issue").click()
    page.get_by_role("button", name="Copy").last.click()
    page.get_by_role("button", name="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("code[data-copy]").last.inner_text()
    context.close()
