"""What so many share that it links nothing lets go of those whom it linked before; what persons joined stands."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from causeway.clearing import crowds
from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.errors import NotPermitted
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.timeline import timeline_of
from causeway.hub.road.clusters import settling
from causeway.hub.road.clusters.commands.forget import forget_own_links, forget_selectors
from causeway.hub.road.clusters.commands.judge import Judged
from causeway.hub.road.clusters.commands.wear_out import note_worn_out, wear_out
from causeway.hub.road.clusters.models import Link, Membership, WornSelector
from causeway.hub.road.clusters.queries.cluster import linked_with
from causeway.hub.road.queues.cluster_pages.judge_referrals import judge_referrals
from causeway.hub.road.queues.cluster_pages.page import cluster_page
from causeway.hub.road.queues.working import rounds
from causeway.hub.road.queues.working.rounds import let_selectors_wear_out
from causeway.linking import SelectorKey
from causeway.selectors import _telling
from causeway.vocabulary.organisations import Role
from causeway.vocabulary.selectors import SelectorKind
from hub.desk_at_work import DeskAtWork, about

MAILBOX: SelectorKey = (SelectorKind.EMAIL, "tide@example.org")


def clusters(road: DeskAtWork) -> dict[UUID, UUID]:
    with acting_as(road.desk):
        return dict(Membership.objects.values_list("referral_id", "cluster_id"))


def test_a_mailbox_that_five_share_parts_those_whom_it_had_joined(
    road: DeskAtWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = replace(_telling._WEIGHTS["email"], common=3, useless=5)
    monkeypatch.setattr(_telling, "_WEIGHTS", {**_telling._WEIGHTS, "email": few, "email_verified": few})
    monkeypatch.setattr(crowds, "WIDELY", 2)
    first = [road.send(about(f"kite-{number}", email="of.five@example.org")) for number in range(3)]
    road.work()
    assert len({clusters(road)[one] for one in first}) == 1
    for number in range(3, 5):
        road.send(about(f"kite-{number}", email="of.five@example.org"))
    road.work()
    assert len({clusters(road)[one] for one in first}) == 3
    with acting_as(road.desk):
        assert not WornSelector.objects.filter(settled_at=None).exists()
        found = [timeline_of(one, acts=[Act.SELECTOR_WORN_OUT]) for one in first]
    # One of them gives its name to what is left of the cluster, and does not move.
    assert sorted(map(len, found)) == [0, 1, 1]
    (entry,) = found[-1]
    assert entry.details == {"links": 6, "moved": 2, "is_too_large": False}


@pytest.fixture
def three(road: DeskAtWork) -> tuple[UUID, UUID, UUID]:
    """Three of one mailbox, of which two have a device in common too."""
    sent = tuple(road.send(about(name, email=MAILBOX[1])) for name in ("one", "two", "three"))
    road.work()
    with acting_as(road.desk):
        note_worn_out([MAILBOX], timezone.now())
    return sent  # type: ignore[return-value]


def test_whom_persons_joined_stay_together_and_the_page_says_what_counts_no_more(
    road: DeskAtWork, three: tuple[UUID, UUID, UUID]
) -> None:
    one, other, third = three
    analyst = road.world.member(road.world.desk, Role.ANALYST)
    judge_referrals(analyst, Judged(referral_id=one, other_ids=(other,), is_same=True), "One person, says the school.")
    assert let_selectors_wear_out(road.desk, timezone.now()) == 1
    stand = clusters(road)
    assert stand[one] == stand[other] != stand[third]
    ties = {frozenset((tie.left.id, tie.right.id)): tie for tie in cluster_page(analyst, one).ties}
    tie = ties[frozenset((one, other))]
    assert tie.by_person
    assert any("counts no more" in reason.text and reason.weight == 0 for reason in tie.reasons)
    with acting_as(road.desk):
        assert linked_with(third) == set()
        assert Link.objects.filter(worn_at=None).count() == 0


def test_it_is_settled_once_and_nothing_else_is_touched(road: DeskAtWork, three: tuple[UUID, UUID, UUID]) -> None:
    bystanders = [road.send(about("heron", email="weir@example.org")) for _ in range(2)]
    road.work()
    stand = clusters(road)
    assert len({stand[one] for one in three}) == 3
    assert len({stand[one] for one in bystanders}) == 1
    with acting_as(road.desk):
        note_worn_out([MAILBOX], timezone.now())
        assert WornSelector.objects.count() == 1
    assert let_selectors_wear_out(road.desk, timezone.now()) == 0


def test_a_cluster_that_is_too_large_stays_and_the_entry_says_so(
    road: DeskAtWork, three: tuple[UUID, UUID, UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settling, "MOST_SETTLED", 2)
    with acting_as(road.desk):
        worn = WornSelector.objects.get()
    assert wear_out(road.desk, worn.id, timezone.now())
    assert len({clusters(road)[one] for one in three}) == 1
    with acting_as(road.desk):
        (entry,) = timeline_of(worn.id)
    assert (entry.details["links"], entry.details["is_too_large"]) == (3, True)


def test_once_nobody_holds_it_any_more_it_is_forgotten(road: DeskAtWork) -> None:
    at_the_desk_alone = [road.send(about(name, email=MAILBOX[1], force=None)) for name in ("one", "two")]
    road.work()
    with acting_as(road.desk):
        note_worn_out([MAILBOX], timezone.now())
        for referral_id in at_the_desk_alone:
            assert WornSelector.objects.count() == 1
            with CaptureQueriesContext(connection) as seen:
                forget_own_links(referral_id)
            (asked,) = [
                one["sql"] for one in seen.captured_queries if 'DELETE FROM "clusters_wornselector"' in one["sql"]
            ]
            assert "NOT EXISTS" in asked, "other holders are looked for by key, not listed"
            assert asked.count(" IN (") == 1, asked
            forget_selectors(referral_id)
        assert WornSelector.objects.count() == 0


def test_only_the_desk_lets_anything_wear_out(road: DeskAtWork, three: tuple[UUID, UUID, UUID]) -> None:
    with pytest.raises(NotPermitted):
        wear_out(road.sender, uuid4(), timezone.now())
    assert len({clusters(road)[one] for one in three}) == 1


def test_its_links_are_looked_through_some_at_a_time(road: DeskAtWork, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("causeway.hub.road.clusters.commands.wear_out._AT_ONCE", 1)
    sent = [road.send(about(name, email=MAILBOX[1])) for name in ("kite", "kite", "gull")]
    road.work()
    assert len({clusters(road)[one] for one in sent}) == 1
    with acting_as(road.desk):
        note_worn_out([MAILBOX], timezone.now())
    assert let_selectors_wear_out(road.desk, timezone.now()) == 1
    stand = clusters(road)
    assert stand[sent[0]] == stand[sent[1]] != stand[sent[2]], "the account holds two of them together"


def test_one_that_cannot_be_settled_holds_up_no_other(
    road: DeskAtWork, three: tuple[UUID, UUID, UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    with acting_as(road.desk):
        first = WornSelector.objects.get()
        note_worn_out([(SelectorKind.EMAIL, "weir@example.org")], timezone.now())

    def settles(actor: Actor, worn_id: UUID, now: datetime) -> bool:
        if worn_id == first.id:
            raise OperationalError("no room left")
        return bool(wear_out(actor, worn_id, now))

    monkeypatch.setattr(rounds, "wear_out", settles)
    assert let_selectors_wear_out(road.desk, timezone.now()) == 1
    with acting_as(road.desk):
        assert WornSelector.objects.get(settled_at=None).id == first.id
