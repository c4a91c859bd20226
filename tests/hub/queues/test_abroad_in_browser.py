"""The pages of central desks and of places in a real Chromium: accessible, and whole at 320 px."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.road.queues.queries.abroad import countries_waiting
from causeway.hub.road.routes.commands.load_places import load_places
from causeway.hub.road.routes.models import PlaceTable
from causeway.vocabulary.organisations import Role
from hub.browser import chromium, faults_of_pages
from hub.conftest import SmallWorld
from hub.desk_at_work import KENT, desk_at_work
from hub.queues.test_central_desks import abroad, registered, signed_in
from hub.queues.test_named_places import csv

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """One Chromium for all."""
    yield from chromium()


def test_the_pages_are_accessible_and_fit(browser: "Browser", committed_world: SmallWorld, live_server: Any) -> None:
    road = desk_at_work(committed_world)
    by_hand, waiting = road.send(abroad("Spain")), road.send(abroad(handle="tern"))
    desk_id = registered(road, countries=("ES", "PT"))
    road.work()
    registered(road, countries=("FR",))
    supervisor = road.world.member(road.world.desk, Role.SUPERVISOR)
    rows = csv(f"Tidewater Primary School,school,{KENT},,The Tide", f"Anchor Rooms,club,{KENT},,", "Castle,castle,,,")
    load_places(supervisor, rows, "The register of November.")
    with acting_as(road.desk):
        table_id = PlaceTable.objects.get().id
    (french,) = [one for one in countries_waiting(supervisor) if one.country == "FR"]
    paths = [
        reverse("routes:central_desks"),
        reverse("routes:central_desk_new"),
        reverse("routes:central_desk", args=[desk_id]),
        reverse("queues:abroad"),
        reverse("queues:waiting"),
        reverse("queues:send_waiting", args=["FR", french.desks[0].id]),
        reverse("referrals:referral", args=[by_hand]),
        reverse("referrals:referral", args=[waiting]) + "#route",
        reverse("referrals:change_route", args=[waiting]),
        reverse("referrals:outside_package", args=[by_hand]),
        reverse("referrals:outside_back", args=[by_hand]),
        reverse("routes:places"),
        reverse("routes:places_load"),
        reverse("routes:places_use", args=[table_id]),
    ]
    client = signed_in(road, supervisor)
    assert faults_of_pages(browser, live_server.url, [(client, path) for path in paths]) == []
