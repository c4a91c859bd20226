"""The pages of banks, signals and appeals in a real Chromium: for a curator, for a service that votes, for anybody."""

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from django.utils import timezone

from causeway.demo.shared_bank import share_a_bank
from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.knowledge.banks.commands.put_to_curator import put_to_curator
from causeway.hub.knowledge.banks.models import Signal
from causeway.hub.knowledge.banks.queries.appeals import appeals
from causeway.hub.knowledge.banks.queries.banks import banks_of
from causeway.hub.knowledge.banks.queries.doubts import doubts
from causeway.hub.knowledge.banks.queries.signal_list import SignalFilters, signals_page
from causeway.hub.knowledge.banks.queries.voting import waiting_for_vote
from causeway.vocabulary.organisations import Role
from causeway.vocabulary.signals import SignalKind, SignalState
from demo.small_cast import small_cast
from hub.browser import PATIENCE_MS, chromium, faults_of_pages, see
from hub.conftest import SmallWorld
from hub.organisations.signing_in import client_of

if TYPE_CHECKING:
    from django.test import Client
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """One Chromium for all."""
    yield from chromium()


def _addresses(curator: Actor, voter: Actor) -> Iterator[tuple[Actor | None, str]]:
    (bank,) = banks_of(curator)
    found, _cursor = signals_page(curator, bank.id, SignalFilters())
    account = next(each.id for each in found if each.kind is SignalKind.ACCOUNT)
    confirmed = next(each.id for each in found if each.state is SignalState.CONFIRMED)
    withdrawn = next(each.id for each in found if each.state is SignalState.WITHDRAWN)
    waiting = waiting_for_vote(voter)[0][0][0].id
    (appeal,) = appeals(curator)
    put_to_curator(voter, bank.id, {(SignalKind.KEYWORD, "tern knob")})
    (doubt,) = doubts(curator)
    for address, key in (
        ("bank", bank.id),
        ("add", bank.id),
        ("signal", account),
        ("regrade", account),
        ("appeals", None),
        ("appeal", appeal.id),
        ("doubts", None),
        ("doubt", doubt.id),
    ):
        yield curator, reverse(f"banks:{address}", args=[key] if key else [])
    with acting_as(curator):
        Signal.objects.filter(id=account).update(expires_at=timezone.now() + timedelta(days=3))
    for address, key in (
        ("banks", None),
        ("voting", None),
        ("vote", waiting),
        ("signal", confirmed),
        ("renew", bank.id),
        ("bank", bank.id),
        ("acknowledged", bank.id),
        ("signal", withdrawn),
    ):
        yield voter, reverse(f"banks:{address}", args=[key] if key else [])
    for address in ("make_appeal", "follow"):
        yield None, reverse(f"banks:{address}")


def test_the_pages_are_accessible_fit_and_break_no_policy(
    browser: "Browser", committed_world: SmallWorld, live_server: Any
) -> None:
    cast = small_cast(committed_world)
    share_a_bank(cast, committed_world.desk)
    curator, voter = cast.person("crossing", Role.ANALYST).actor, cast.person("moatwalk", Role.REVIEWER).actor
    clients = {actor: client_of(actor) for actor in (curator, voter)}
    visits: list[tuple[Client | None, str]] = [
        (clients[actor] if actor else None, path) for actor, path in _addresses(curator, voter)
    ]
    assert faults_of_pages(browser, live_server.url, visits) == []


def test_an_appeal_is_made_and_followed_without_javascript(
    browser: "Browser", committed_world: SmallWorld, live_server: Any
) -> None:
    context = browser.new_context(java_script_enabled=False)
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.goto(live_server.url + reverse("banks:make_appeal"))
    page.get_by_label("A web page").check()
    page.get_by_label("The account’s name, the web address or the number").fill("https://knobs.example.org/gallery")
    page.get_by_label("Why is it wrong?").fill("My shop sells door knobs.")
    page.get_by_role("button", name="Send").click()
    see(page.get_by_role("heading", name="We have it"))
    reference, secret = page.locator(".govuk-panel strong").all_inner_texts()
    page.get_by_role("link", name="See where it stands").click()
    page.get_by_label("Reference").fill(reference)
    page.get_by_label("Secret code").fill(secret)
    page.get_by_role("button", name="Show").click()
    see(page.get_by_text("We are looking at it"))
    context.close()
