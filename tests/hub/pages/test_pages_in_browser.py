"""The pages in a real Chromium, from 320 px to wide: nothing that axe calls serious, nothing beyond the page's edge."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from causeway.hub.base.acting.actors import Actor
from causeway.hub.road.queues.commands.propose_hand_over import propose_hand_over
from causeway.hub.road.referrals.queries.attachments import attachments_of
from causeway.hub.road.retention.commands.hold import hold_referral
from causeway.vocabulary.organisations import Role
from hub.browser import chromium, faults_of_pages
from hub.conftest import SmallWorld
from hub.pages.conftest import SignedIn
from hub.pages.scene import build_scene

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """One Chromium for all."""
    yield from chromium()


def test_the_pages_are_accessible_fit_and_break_no_policy(
    browser: "Browser", committed_world: SmallWorld, live_server: Any, signed_in: SignedIn
) -> None:
    scene = build_scene(committed_world)
    urgent, file_id = scene.referrals["urgent"], attachments_of(scene.investigator, scene.referrals["viewed"])[0].id
    referral = reverse("referrals:referral", args=[urgent])
    handed = scene.referrals["children"]
    propose_hand_over(scene.duty, handed, committed_world.desk.id, "We do not know whose it is.")
    supervisor = committed_world.member(scene.force, Role.SUPERVISOR)
    hold_referral(supervisor, handed, "A court has ordered it.")
    pages: list[tuple[Actor | None, str]] = [
        (None, "/"),
        (scene.investigator, "/"),
        (scene.duty, reverse("queues:queue")),
        (scene.investigator, f"{referral}#told"),
        (scene.duty, reverse("referrals:referral", args=[handed])),
        (scene.duty, reverse("referrals:hand_over", args=[urgent])),
        (scene.analyst, reverse("routes:corrections")),
        (supervisor, reverse("retention:rules")),
        (scene.investigator, f"{referral}#priority"),
        (scene.investigator, reverse("evidence:file", args=[file_id]) + "?show=blurred"),
        (scene.analyst, reverse("clusters:cluster", args=[urgent]) + f"?to={scene.referrals['viewed']}"),
        (scene.analyst, reverse("queues:bench", args=[urgent, scene.referrals["viewed"]])),
        (scene.analyst, reverse("clusters:judge_apart", args=[urgent, scene.referrals["viewed"]])),
        (scene.analyst, reverse("queues:waiting")),
        (scene.duty, reverse("queues:compare")),
        (scene.investigator, reverse("referrals:package", args=[urgent])),
    ]
    visits = [(signed_in(actor) if actor else None, path) for actor, path in pages]
    assert faults_of_pages(browser, live_server.url, visits) == []
