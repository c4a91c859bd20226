"""Clearing: bundles, routes, notices between forces, and a person's word that stands."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.errors import Conflict, Invalid, NotFound
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.timeline import timeline_of
from causeway.hub.road.assessments.queries.standing import priorities_of, priority_of
from causeway.hub.road.clusters.models import Link, LinkNotice, Membership, ReferralSelector
from causeway.hub.road.clusters.queries import sizes
from causeway.hub.road.clusters.queries.cluster import cluster_of
from causeway.hub.road.queues.commands.change_priority import change_priority
from causeway.hub.road.queues.models import QueueItem
from causeway.hub.road.queues.projecting import project_items
from causeway.hub.road.queues.working.claiming import Stage, next_version, owe_all, piece
from causeway.hub.road.referrals.queries.told import told
from causeway.hub.road.referrals.telling import telling_of
from causeway.hub.road.routes.commands.change_route import change_route
from causeway.hub.road.routes.models import RouteDecision
from causeway.vocabulary.findings import BAND_ORDER, Band
from causeway.vocabulary.organisations import Category, OrganisationKind, Role
from causeway.vocabulary.places import EstimatedLocation
from causeway.vocabulary.referral import Annotation, Concern, Party, PartyRole, Phone, Referral
from hub.desk_at_work import ESSEX, KENT, DeskAtWork, about, picture

MOST_QUESTIONS = 8
"""Two for the banks, and one for each other question of the neighbourhood."""


def _item(road: DeskAtWork, organisation: str, referral_id: UUID) -> QueueItem:
    actor = {"desk": road.desk, "kent": road.program(road.kent), "essex": road.program(road.essex)}[organisation]
    with acting_as(actor):
        return QueueItem.objects.get(referral_id=referral_id)


def _again(road: DeskAtWork, referral_id: UUID) -> None:
    """Owe a clearing anew, as a new policy would."""
    now = timezone.now()
    with acting_as(road.desk):
        again = piece(
            organisation_id=road.world.desk.id,
            referral_id=referral_id,
            sender_id=road.service.id,
            stage=Stage.CLEAR,
            owed_at=now,
            version=next_version(referral_id),
        )
        owe_all([again])
    road.work()


def test_what_happened_between_children_is_marked_in_the_queue_and_on_the_page_without_any_age(
    road: DeskAtWork,
) -> None:
    between = about("one", annotations=(Annotation.BETWEEN_CHILDREN,))
    referral_id = road.send(between)
    road.work()
    assert _item(road, "kent", referral_id).child_subject
    assert telling_of(between, on=timezone.now().date()).child_subject


@pytest.mark.parametrize(("city", "force_code"), [("Maidstone", KENT), ("Utrecht", ""), ("Newport", "")])
def test_a_town_without_a_country_is_the_one_of_the_desks_own_country_or_waits_for_a_person(
    road: DeskAtWork, city: str, force_code: str
) -> None:
    child = Party(role=PartyRole.VICTIM, is_child=True, location=EstimatedLocation(city=city))
    referral_id = road.send(about("one", parties=(child,)))
    road.work()
    item = _item(road, "desk", referral_id)
    assert item.receiver_id == (road.kent.id if force_code else None)
    with acting_as(road.desk):
        decision = RouteDecision.objects.get(referral_id=referral_id)
    assert decision.force_code == force_code
    assert "without a country" in decision.reason


def test_a_referral_goes_to_the_force_where_the_child_is(road: DeskAtWork) -> None:
    referral_id = road.send(about("one"))
    road.work()
    item = _item(road, "kent", referral_id)
    assert (item.is_line, item.needs_route, item.sender_name) == (True, False, "Harbour Chat")
    assert _item(road, "desk", referral_id).closed_at is not None
    with acting_as(road.program(road.essex)):
        assert not QueueItem.objects.exists()
        with pytest.raises(NotFound):
            told(referral_id)
    with acting_as(road.program(road.service)):
        acts = {fact.act: fact.details for fact in timeline_of(referral_id)}
    assert acts[Act.REFERRAL_WITH_FORCE] == {}
    assert Act.REFERRAL_ROUTED not in acts, "the sender does not learn which force"


def test_where_nobody_can_tell_a_person_decides(road: DeskAtWork) -> None:
    referral_id = road.send(about("one", force=None))
    road.work()
    item = _item(road, "desk", referral_id)
    assert (item.needs_route, item.closed_at, item.receiver_id) == (True, None, None)


def test_a_force_without_an_agreement_gets_nothing_and_the_reason_says_so(road: DeskAtWork) -> None:
    road.world.agree(road.kent, road.world.desk, Category.OUTCOME)
    with acting_as(road.world.administrator(road.world.desk)):
        from causeway.hub.base.organisations.models import Agreement

        Agreement.objects.filter(receiver_id=road.kent.id).update(ended_at=timezone.now())
    referral_id = road.send(about("one"))
    road.work()
    assert _item(road, "desk", referral_id).needs_route
    with acting_as(road.desk):
        assert "no agreement" in RouteDecision.objects.get(referral_id=referral_id).reason
    with acting_as(road.program(road.kent)):
        assert not QueueItem.objects.exists()


def test_the_same_event_told_again_makes_no_second_line(road: DeskAtWork) -> None:
    first = road.send(about("one", sender_reference="HC-1"), picture(1))
    road.work()
    again = road.send(about("one", sender_reference="HC-1"), picture(1))
    road.work()
    for where in ("desk", "kent"):
        head, duplicate = _item(road, where, first), _item(road, where, again)
        assert (head.bundle_size, head.is_line, head.news_at) == (2, True, None)
        assert (duplicate.duplicate_of_id, duplicate.is_line) == (first, False)


def test_lines_that_grew_stand_in_the_same_turn_made_anew_together_or_one_by_one(road: DeskAtWork) -> None:
    heads, tellings = list[UUID](), list[UUID]()
    for number, handle in enumerate(("tern", "gannet", "puffin")):
        heads.append(road.send(about(handle, sender_reference=f"HC-{number}"), picture(number)))
        road.work()
        tellings.append(road.send(about(handle, sender_reference=f"HC-{number}"), picture(number)))
        road.work()
    kent = road.program(road.kent)
    with acting_as(kent):
        assert QueueItem.objects.filter(duplicate_of_id__in=heads).count() == 3
        graver = BAND_ORDER[0]
        QueueItem.objects.filter(referral_id__in=tellings).update(band=graver.value, band_rank=0)
        rows = QueueItem.objects.filter(referral_id__in=heads).values_list("referral_id", "band", "fair_at")
        found = []
        for some in ([heads], [[head] for head in heads]):
            for each in some:
                project_items(kent, each)
            found.append(set(rows.all()))
    assert found[0] == found[1]
    assert {band for _head, band, _at in found[0]} == {graver.value}
    assert len({at - due for due, at in _due_and_fair(kent, heads)}) == 3, "each of a later turn"


def _due_and_fair(actor: Actor, referral_ids: list[UUID]) -> list[tuple[datetime, datetime]]:
    with acting_as(actor):
        return list(QueueItem.objects.filter(referral_id__in=referral_ids).values_list("due_at", "fair_at"))


def test_a_duplicate_that_brings_something_new_marks_the_line(road: DeskAtWork) -> None:
    first = road.send(about("one", sender_reference="HC-1"))
    road.work()
    road.send(about("one", sender_reference="HC-1", email="tide.pool@example.org", force=None), picture(3))
    road.work()
    head = _item(road, "kent", first)
    assert head.bundle_size == 2
    assert head.news_at is not None


def test_a_duplicate_goes_where_the_first_telling_went(road: DeskAtWork) -> None:
    road.send(about("one", sender_reference="HC-1"))
    road.work()
    again = road.send(about("one", sender_reference="HC-1", force=None))
    road.work()
    assert _item(road, "kent", again).is_line is False


def test_one_event_with_children_at_two_places_is_a_line_at_both_forces(road: DeskAtWork) -> None:
    first = road.send(about("one", sender_reference="HC-1"))
    road.work()
    elsewhere = road.send(about("one", force=ESSEX, sender_reference="HC-1"))
    road.work()
    line = _item(road, "essex", elsewhere)
    assert (line.is_line, line.duplicate_of_id) == (True, None)
    assert _item(road, "desk", elsewhere).duplicate_of_id == first
    assert _item(road, "kent", first).bundle_size == 1
    with acting_as(road.program(road.kent)):
        assert not QueueItem.objects.filter(referral_id=elsewhere).exists()
        assert LinkNotice.objects.filter(referral_id=first, contact=road.essex.mailbox).exists()


def test_a_telling_that_names_a_force_which_cannot_be_sent_to_waits_at_the_desk(road: DeskAtWork) -> None:
    road.send(about("one", sender_reference="HC-1"))
    road.work()
    with acting_as(road.world.administrator(road.world.desk)):
        from causeway.hub.base.organisations.models import Agreement

        Agreement.objects.filter(receiver_id=road.essex.id).update(ended_at=timezone.now())
    elsewhere = road.send(about("one", force=ESSEX, sender_reference="HC-1"))
    road.work()
    line = _item(road, "desk", elsewhere)
    assert (line.is_line, line.needs_route, line.closed_at) == (True, True, None)


def test_a_placeholder_for_a_reference_hides_no_child(road: DeskAtWork) -> None:
    sent = [
        road.send(about(handle, force=force, sender_reference="n/a"))
        for handle, force in (("one", KENT), ("two", ESSEX), ("three", KENT))
    ]
    road.work()
    for where, one in zip(("kent", "essex", "kent"), sent, strict=True):
        assert _item(road, where, one).is_line


def test_each_of_two_forces_learns_that_the_other_holds_a_linked_referral_and_nothing_else(road: DeskAtWork) -> None:
    mail = "tide.pool@example.org"
    at_kent = road.send(about("one", email=mail))
    more_at_kent = road.send(about("three", email=mail))
    road.work()
    at_essex = road.send(about("two", force=ESSEX, email=mail))
    road.work()
    with acting_as(road.program(road.essex)):
        (notice,) = LinkNotice.objects.filter(referral_id=at_essex)
        assert notice.contact == road.kent.mailbox
        assert not Link.objects.exists()
        assert not Membership.objects.exists()
        assert set(ReferralSelector.objects.values_list("referral_id", flat=True)) == {at_essex}
        assert [fact.act for fact in timeline_of(at_kent)] == []
    officer = road.world.member(road.essex, Role.INVESTIGATOR)
    view = cluster_of(officer, at_essex)
    assert [node.referral_id for node in view.nodes] == [at_essex]
    assert view.edges == ()
    assert len(view.notices) == 1
    with acting_as(road.program(road.kent)):
        assert {row.contact for row in LinkNotice.objects.filter(referral_id=at_kent)} == {road.essex.mailbox}
        assert LinkNotice.objects.filter(referral_id=more_at_kent).exists()
    desk = cluster_of(road.world.member(road.world.desk, Role.ANALYST), at_essex)
    assert {node.referral_id for node in desk.nodes} == {at_kent, more_at_kent, at_essex}
    assert all(edge.reason for edge in desk.edges)


def test_a_referral_that_a_person_sends_somewhere_is_noticed_on_both_sides(road: DeskAtWork) -> None:
    mail = "tide.pool@example.org"
    at_kent = road.send(about("one", email=mail))
    road.work()
    later = road.send(about("two", force=None, email=mail))
    road.work()
    change_route(road.world.member(road.world.desk, Role.ANALYST), later, road.essex.id, "Told by phone.")
    road.work()
    for where, referral_id, other in ((road.kent, at_kent, road.essex), (road.essex, later, road.kent)):
        with acting_as(road.program(where)):
            (notice,) = LinkNotice.objects.all()
            assert (notice.referral_id, notice.contact) == (referral_id, other.mailbox)


def test_a_national_number_is_read_in_the_senders_country(road: DeskAtWork) -> None:
    def called(handle: str, number: str) -> Referral:
        told = about(handle, force=None)
        return replace(told, parties=(replace(told.parties[0], phones=(Phone(number=number),)), *told.parties[1:]))

    first, second = road.send(called("one", "07700 900123")), road.send(called("two", "+44 7700 900123"))
    road.work()
    with acting_as(road.desk):
        assert {first, second} == set(
            ReferralSelector.objects.filter(value="+447700900123").values_list("referral_id", flat=True)
        )
        assert Link.objects.filter(left_id=second, right_id=first).exists()


def test_a_persons_priority_stands_when_the_program_looks_again(road: DeskAtWork) -> None:
    referral_id = road.send(about("one"))
    road.work()
    officer = road.world.member(road.kent, Role.DUTY_OFFICER)
    with pytest.raises(Invalid):
        change_priority(officer, referral_id, Band.LOW, "  ")
    change_priority(officer, referral_id, Band.LOW, "The child is safe with her parents.")
    assert _item(road, "kent", referral_id).band == "low"
    road.work()
    assert _item(road, "desk", referral_id).band == "low"
    _again(road, referral_id)
    assert _item(road, "desk", referral_id).band == "low"
    with acting_as(road.desk):
        standing = priority_of(referral_id)
        assert standing is not None
        assert standing.member_id == officer.member_id
        assert len(priorities_of(referral_id)) == 3


def test_a_persons_route_stands_and_the_first_force_sees_that_it_went_on(road: DeskAtWork) -> None:
    referral_id = road.send(about("one"))
    road.work()
    analyst = road.world.member(road.world.desk, Role.ANALYST)
    change_route(analyst, referral_id, road.essex.id, "The child has moved.")
    with pytest.raises(Conflict):
        change_route(analyst, referral_id, road.essex.id, "Again.")
    road.work()
    assert _item(road, "essex", referral_id).closed_at is None
    assert _item(road, "kent", referral_id).closed_at is not None
    _again(road, referral_id)
    with acting_as(road.desk):
        newest = RouteDecision.objects.order_by("-decided_at").first()
        assert newest is not None
        assert newest.receiver_id == road.essex.id


def test_a_cluster_joins_what_a_later_referral_ties_together(road: DeskAtWork) -> None:
    left = road.send(about("one", email="left@example.org"))
    right = road.send(about("two", email="right@example.org"))
    road.work()
    with acting_as(road.desk):
        assert Membership.objects.values("cluster_id").distinct().count() == 2
    both = about("one", email="right@example.org")
    tie = road.send(replace(both, parties=(*both.parties, *about("two", email="left@example.org").parties)))
    road.work()
    with acting_as(road.desk):
        (cluster_id,) = set(Membership.objects.values_list("cluster_id", flat=True))
        assert cluster_id == left
    assert {right, tie} <= {
        node.referral_id for node in cluster_of(road.world.member(road.world.desk, Role.ANALYST), left).nodes
    }


def test_the_larger_cluster_keeps_its_name_although_the_other_was_cleared_first(
    road: DeskAtWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sizes, "COUNTED_FIRST", 1)
    alone = road.send(about("one", email="left@example.org"))
    road.work()
    many = [road.send(about("two", email="right@example.org")) for _ in range(3)]
    road.work()
    with acting_as(road.desk):
        before = dict(Membership.objects.values_list("referral_id", "cluster_id"))
    both = about("one", email="right@example.org")
    tie = road.send(replace(both, parties=(*both.parties, *about("two", email="left@example.org").parties)))
    road.work()
    with acting_as(road.desk):
        after = dict(Membership.objects.values_list("referral_id", "cluster_id"))
    assert {one for one in before if before[one] != after[one]} == {alone}
    assert {after[one] for one in (alone, *many, tie)} == {before[many[0]]}


def test_what_nobody_sent_cannot_be_routed(road: DeskAtWork) -> None:
    analyst = road.world.member(road.world.desk, Role.ANALYST)
    with pytest.raises(NotFound):
        change_route(analyst, uuid4(), road.essex.id, "A reason.")
    referral_id = road.send(about("one"))
    road.work()
    school = road.world.organisation(OrganisationKind.PARTNER)
    with pytest.raises(NotFound):
        change_route(analyst, referral_id, school.id, "A reason.")


def test_a_line_stands_as_high_as_the_most_urgent_telling_of_its_event(road: DeskAtWork) -> None:
    first = road.send(about("one", sender_reference="HC-1", concern=Concern.OTHER))
    road.work()
    before = _item(road, "kent", first)
    again = road.send(about("one", sender_reference="HC-1", emergency="He is with the child now."))
    road.work()
    head, duplicate = _item(road, "kent", first), _item(road, "kent", again)
    assert before.band != "very_high"
    assert (duplicate.is_line, duplicate.band) == (False, "very_high")
    assert (head.band, head.is_imminent, head.due_at) == ("very_high", True, duplicate.due_at)
    change_priority(road.world.member(road.kent, Role.SUPERVISOR), first, Band.MEDIUM, "Both were seen to.")
    assert _item(road, "kent", first).band == "medium"
