"""The pages of policies in a real Chromium, narrow and wide: nothing that axe calls serious, nothing off the page."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from django.utils import timezone

from causeway.hub.road.assessments.commands.policies import propose_policy, put_policy_live
from causeway.hub.road.queues.policies.judging_again import compare_proposed
from causeway.vocabulary.organisations import Role
from hub.browser import chromium, faults_of_pages
from hub.conftest import SmallWorld
from hub.desk_at_work import about, desk_at_work
from hub.organisations.signing_in import client_of
from hub.queues.test_policies import STEEP, policy

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """One Chromium for all."""
    yield from chromium()


def test_the_pages_are_accessible_and_fit(browser: "Browser", committed_world: SmallWorld, live_server: Any) -> None:
    road = desk_at_work(committed_world)
    lead, second = (road.world.member(road.world.desk, Role.SUPERVISOR) for _ in range(2))
    for number in range(12):
        road.send(about(f"gate-{number}"))
    road.work()
    steep, mild = propose_policy(lead, STEEP, note="To see."), propose_policy(lead, policy("mild"), note="The same.")
    compare_proposed(road.desk, timezone.now())
    put_policy_live(second, mild, live_from=None, reason="It changes nothing.", recall_reason="Young.")
    waiting = propose_policy(lead, policy("waiting"), note="To wait.")
    pages = [
        reverse("queues:policies"),
        reverse("queues:policy", args=[steep]),
        reverse("queues:policy", args=[waiting]),
        reverse("outcomes:calibration"),
    ]
    assert faults_of_pages(browser, live_server.url, [(client_of(second), path) for path in pages]) == []
