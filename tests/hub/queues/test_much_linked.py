"""A referral that hangs together with very many: its pages read the heaviest links, and say how many there are."""

from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.road.clusters.queries import cluster, ties
from causeway.hub.road.clusters.queries.cluster import cluster_of, place_of
from causeway.hub.road.clusters.queries.ties import walk_from
from causeway.hub.road.queues.cluster_pages.page import cluster_page
from causeway.vocabulary.organisations import Role
from hub.conftest import PASSWORD
from hub.desk_at_work import DeskAtWork, about

SENT, SHOWN = 6, 3


@pytest.fixture
def much_linked(road: DeskAtWork, monkeypatch: pytest.MonkeyPatch) -> list[UUID]:
    """Some of one mailbox, more than a page shows; a step reads one link."""
    sent = [road.send(about(f"gull-{number}", email="weir@example.org")) for number in range(SENT)]
    road.work()
    monkeypatch.setattr(cluster, "MOST_NODES", SHOWN)
    monkeypatch.setattr(ties, "MOST_LINKS_READ", 1)
    return sent


def test_the_nearest_are_shown_and_all_are_counted(road: DeskAtWork, much_linked: list[UUID]) -> None:
    analyst = road.world.member(road.world.desk, Role.ANALYST)
    view = cluster_of(analyst, much_linked[0])
    assert (len(view.nodes), view.size, view.has_more) == (SHOWN, SENT, True)
    assert all(much_linked[0] in (edge.left_id, edge.right_id) for edge in view.edges)
    assert len(cluster_page(analyst, much_linked[0]).members) == SENT


def test_the_way_to_one_is_found_beyond_the_links_that_a_step_reads(road: DeskAtWork, much_linked: list[UUID]) -> None:
    with acting_as(road.desk):
        place = place_of(much_linked[0])
        assert place is not None
        for other in much_linked[1:]:
            walk = walk_from(much_linked[0], place[0], most=SENT, until=other)
            assert walk.way_to(other) == (much_linked[0], other)


def test_the_page_of_the_referral_says_that_there_are_more(
    road: DeskAtWork, much_linked: list[UUID], client: Client
) -> None:
    analyst = road.world.member(road.world.desk, Role.ANALYST)
    client.post("/account/login/", {"login": road.world.email_of(analyst), "password": PASSWORD})
    page = client.get(reverse("referrals:referral", args=[much_linked[0]])).content.decode()
    assert f"{SENT} referrals hang together here." in page
