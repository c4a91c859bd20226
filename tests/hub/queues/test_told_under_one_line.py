"""Whoever told of an event is seen and found, whoever told of it first."""

import re
from datetime import UTC, datetime

import pytest

from causeway.hub.base.acting.actors import Actor
from causeway.hub.road.clusters.queries import cluster
from causeway.hub.road.queues.queries.page import QueueFilters, Sort, queue_page
from causeway.hub.road.queues.queries.senders import senders_waiting
from causeway.vocabulary.organisations import Category, OrganisationKind, Role
from hub.desk_at_work import DeskAtWork, about
from hub.queues.test_central_desks import signed_in

AT = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)


def _service(road: DeskAtWork, name: str) -> Actor:
    service = road.world.organisation(OrganisationKind.SERVICE, name)
    road.world.agree(service, road.world.desk, Category.REFERRAL)
    return road.world.member(service, Role.SENDER)


def test_a_line_names_the_others_who_told_and_is_found_by_each_of_them(road: DeskAtWork) -> None:
    moat, semafoor = (_service(road, name) for name in ("Moatwalk", "Semafoor"))
    told = about("kite", occurred_at=AT)
    first, *_ = (road.send(told, by=sender) for sender in (road.sender, semafoor, moat, road.sender))
    alone, other = road.send(about("plover"), by=moat), road.send(about("tern"))
    road.work()
    officer = road.world.member(road.kent, Role.DUTY_OFFICER)
    names = {line.referral_id: line.also_told_by.names for line in queue_page(officer).lines}
    assert names == {first: ("Moatwalk", "Semafoor"), alone: (), other: ()}
    for sort in Sort:
        by_moat = QueueFilters(sender_id=moat.organisation_id)
        page = queue_page(officer, by_moat, sort=sort, limit=1)
        rest = queue_page(officer, by_moat, sort=sort, limit=1, cursor=page.next_cursor)
        assert {line.referral_id for line in (*page.lines, *rest.lines)} == {first, alone}
        assert rest.next_cursor is None
    found = queue_page(officer, QueueFilters(sender_id=semafoor.organisation_id))
    assert [line.referral_id for line in found.lines] == [first]
    assert [name for _number, name in senders_waiting(officer)] == ["Harbour Chat", "Moatwalk", "Semafoor"]


def test_the_page_of_the_first_telling_says_what_its_line_says_and_where_the_others_went(road: DeskAtWork) -> None:
    moat = _service(road, "Moatwalk")
    first = road.send(about("kite", force=None, occurred_at=AT))
    road.work()
    later = road.send(about("kite", occurred_at=AT, is_planned=True, emergency="The boat sails."), by=moat)
    road.work()
    analyst = road.world.member(road.world.desk, Role.ANALYST)
    (line,) = queue_page(analyst, QueueFilters(needs_route=True)).lines
    assert (line.referral_id, line.is_imminent, line.bundle_size) == (first, True, 2)
    client = signed_in(road, analyst)
    head, _tabs, tabs = _text(client.get(f"/referrals/{first}/").content.decode()).partition("What was told")
    for said in ("Imminent", "By all that was told of the event", "Told 2 times", "Moatwalk once", "with Kent Police"):
        assert said in head
    assert "Something is planned ahead with a child" in head
    assert "is with Kent Police." in tabs, "the route says so too"
    sent = client.post(
        f"/referrals/{first}/route/", {"receiver": str(road.kent.id), "reason": "The same event is there."}
    )
    assert sent.status_code == 302
    road.work()
    page = _text(client.get(f"/referrals/{first}/").content.decode())
    assert "Send this one to Kent Police too" in head
    assert "Send this one to Kent Police too" not in page
    alone = _text(client.get(f"/referrals/{later}/").content.decode())
    assert "Told 2 times" not in alone
    assert "Open the first telling" in alone


def test_a_force_is_shown_what_each_sender_told_last_of_a_thing_however_often_one_told(
    road: DeskAtWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "MOST_NODES", 2)
    by_moat = road.send(about("kite"), by=_service(road, "Moatwalk"))
    *others, asked = (road.send(about("kite")) for _ in range(4))
    road.work()
    view = cluster.cluster_of(road.world.member(road.kent, Role.INVESTIGATOR), asked)
    shown = {edge.right_id for edge in view.edges}
    assert by_moat in shown
    assert len(shown & set(others)) == 1
    assert view.has_more


def _text(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.partition("<h1")[2]).split())
