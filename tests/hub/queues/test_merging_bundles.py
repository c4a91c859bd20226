"""Two bundles that a person says tell of one event are one line, for later arrivals too, until it is taken back."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.errors import Conflict, Invalid, NotFound, NotPermitted
from causeway.hub.base.clocks.keeping import ClockKind, with_running_clock
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.timeline import timeline_of
from causeway.hub.road.clusters.commands import merging
from causeway.hub.road.clusters.commands.judge import Judged
from causeway.hub.road.clusters.models import Bundling, Membership
from causeway.hub.road.clusters.queries.verdicts import Decision, decisions_at
from causeway.hub.road.outcomes.commands.record_outcome import record_outcome
from causeway.hub.road.queues.cluster_pages.judge_referrals import judge_referrals, merge_bundles, take_back_judgement
from causeway.hub.road.queues.cluster_pages.judging import merging as shown
from causeway.hub.road.queues.commands.change_priority import change_priority
from causeway.hub.road.queues.models import QueueItem
from causeway.hub.road.routes.commands.change_route import change_route
from causeway.vocabulary.findings import Band
from causeway.vocabulary.organisations import Role
from causeway.vocabulary.outcomes import ClosureReason, Outcome, OutcomeStatus
from causeway.vocabulary.referral import Referral
from hub.desk_at_work import ESSEX, DeskAtWork, about

MORNING = datetime(2026, 3, 2, 8, tzinfo=UTC)
WHY = "Both tell of the boat that was seen on Monday."


@pytest.fixture
def analyst(road: DeskAtWork) -> Actor:
    """A person of the desk."""
    return road.world.member(road.world.desk, Role.ANALYST, name="Ana Light")


def told(handle: str) -> Referral:
    """An event of one account."""
    return about(handle, occurred_at=MORNING)


@pytest.fixture
def two(road: DeskAtWork) -> tuple[UUID, UUID, UUID, UUID]:
    """Two events that nothing links, each told twice: a first telling and a second of each."""
    sent = [road.send(told(handle)) for handle in ("tern", "tern", "plover", "plover")]
    road.work()
    assert heads(road, *sent) == [None, sent[0], None, sent[2]]
    return sent[0], sent[1], sent[2], sent[3]


def heads(road: DeskAtWork, *referrals: UUID) -> list[UUID | None]:
    with acting_as(road.desk):
        found = dict(Membership.objects.values_list("referral_id", "duplicate_of_id"))
    return [found[one] for one in referrals]


def lines(road: DeskAtWork, actor: Actor) -> dict[UUID, int]:
    """The lines of a queue with the size of their bundles."""
    with acting_as(actor):
        return dict(QueueItem.objects.filter(is_line=True).values_list("referral_id", "bundle_size"))


def last_word(road: DeskAtWork, referral_id: UUID) -> Decision:
    with acting_as(road.desk):
        return decisions_at([referral_id])[0]


def test_two_bundles_become_one_line_at_the_desk_and_at_the_force(
    road: DeskAtWork, analyst: Actor, two: tuple[UUID, UUID, UUID, UUID]
) -> None:
    first, _again, second, again_too = two
    merge_bundles(analyst, again_too, first, WHY)
    assert heads(road, *two) == [None, first, first, first]
    road.work()
    for actor in (road.desk, road.program(road.kent)):
        assert lines(road, actor) == {first: 4}
    with acting_as(road.desk):
        assert Membership.objects.values("cluster_id").distinct().count() == 1
        assert Membership.objects.filter(referral_id=first, bundle__tellings=4).exists()
        assert Act.BUNDLES_JOINED in {entry.act for entry in timeline_of(second)}
    said = last_word(road, first)
    assert (said.is_event, said.by, said.reason, said.moved) == (True, "Ana Light", WHY, (second, again_too))


def test_later_tellings_of_either_join_the_one(
    road: DeskAtWork, analyst: Actor, two: tuple[UUID, UUID, UUID, UUID]
) -> None:
    merge_bundles(analyst, two[0], two[2], WHY)
    later = [road.send(told(handle)) for handle in ("plover", "tern")]
    road.work()
    assert heads(road, *later) == [two[0], two[0]]
    assert lines(road, road.desk) == {two[0]: 6}


def test_what_is_taken_back_comes_apart_as_it_was_and_stays_on_record(
    road: DeskAtWork, analyst: Actor, two: tuple[UUID, UUID, UUID, UUID]
) -> None:
    merge_bundles(analyst, two[0], two[2], WHY)
    since = road.send(told("tern"))
    road.work()
    said = last_word(road, two[0])
    take_back_judgement(analyst, said.id, "Two boats after all.")
    road.work()
    assert heads(road, *two, since) == [None, two[0], None, two[2], two[0]]
    for actor in (road.desk, road.program(road.kent)):
        assert lines(road, actor) == {two[0]: 3, two[2]: 2}
    said = last_word(road, two[0])
    assert (said.counts, said.taken_back_reason) == (False, "Two boats after all.")
    merge_bundles(analyst, two[0], two[2], "One boat, says the harbour.")
    assert heads(road, *two) == [None, two[0], two[0], two[0]]
    judge_referrals(analyst, Judged(referral_id=two[3], other_ids=(two[0],), is_same=False), "Another day.")
    assert heads(road, *two) == [None, two[0], two[0], None]
    take_back_judgement(analyst, last_word(road, two[2]).id, "Not even that.")


def test_that_they_belong_together_stands_though_they_tell_of_two_events(
    road: DeskAtWork, analyst: Actor, two: tuple[UUID, UUID, UUID, UUID]
) -> None:
    judge_referrals(analyst, Judged(referral_id=two[0], other_ids=(two[2],), is_same=True), "One person.")
    merge_bundles(analyst, two[0], two[2], WHY)
    take_back_judgement(analyst, last_word(road, two[0]).id, "Two boats after all.")
    assert heads(road, *two) == [None, two[0], None, two[2]]
    with acting_as(road.desk):
        assert Membership.objects.values("cluster_id").distinct().count() == 1


def test_of_bundles_put_together_in_turn_the_last_is_taken_back_first(
    road: DeskAtWork, analyst: Actor, two: tuple[UUID, UUID, UUID, UUID]
) -> None:
    third = road.send(told("heron"))
    road.work()
    merge_bundles(analyst, two[2], third, WHY)
    inner = last_word(road, third)
    merge_bundles(analyst, two[0], third, WHY)
    assert heads(road, *two, third) == [None, two[0], two[0], two[0], two[0]]
    with pytest.raises(Conflict, match="further event"):
        take_back_judgement(analyst, inner.id, "Another event.")
    take_back_judgement(analyst, last_word(road, two[0]).id, "Another event.")
    take_back_judgement(analyst, inner.id, "Another event.")
    assert heads(road, *two, third) == [None, two[0], None, two[2], None]


def test_what_contradicts_or_says_nothing_new_is_refused(
    road: DeskAtWork,
    analyst: Actor,
    two: tuple[UUID, UUID, UUID, UUID],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(Conflict, match="one event already"):
        merge_bundles(analyst, two[0], two[1], WHY)
    judge_referrals(analyst, Judged(referral_id=two[1], other_ids=(two[3],), is_same=False), "Two boats.")
    with pytest.raises(Conflict, match="do not belong together"):
        merge_bundles(analyst, two[0], two[2], WHY)
    take_back_judgement(analyst, last_word(road, two[1]).id, "One boat.")
    with pytest.raises(Invalid):
        merge_bundles(analyst, two[0], two[2], " ")
    with pytest.raises(Conflict, match="changed since"):
        merge_bundles(analyst, two[0], two[2], WHY, expected="another mark")
    monkeypatch.setattr(merging, "MOST_MERGED", 1)
    with pytest.raises(Conflict, match="too many"):
        merge_bundles(analyst, two[0], two[2], WHY)
    assert heads(road, *two) == [None, two[0], None, two[2]]


def test_only_people_of_the_desk_say_it_and_a_force_that_holds_one_telling_keeps_its_line(
    road: DeskAtWork, analyst: Actor, two: tuple[UUID, UUID, UUID, UUID]
) -> None:
    elsewhere = road.send(replace(about("gull", force=ESSEX), occurred_at=MORNING))
    road.work()
    officer = road.world.member(road.kent, Role.INVESTIGATOR, Role.SUPERVISOR)
    for who in (officer, road.desk):
        with pytest.raises(NotPermitted):
            merge_bundles(who, two[0], two[2], WHY)
    merge_bundles(analyst, two[0], elsewhere, WHY)
    road.work()
    assert lines(road, road.program(road.essex)) == {elsewhere: 1}
    assert lines(road, road.program(road.kent)) == {two[0]: 2, two[2]: 2}
    stranger = road.world.member(road.essex, Role.ANALYST)
    with pytest.raises((NotFound, NotPermitted)):
        merge_bundles(stranger, two[0], elsewhere, WHY)


def test_what_waits_for_a_route_is_put_under_no_telling_that_went_on(road: DeskAtWork, analyst: Actor) -> None:
    first = road.send(told("tern"))
    road.work()
    waiting = road.send(replace(about("plover", force=None), occurred_at=MORNING))
    road.work()
    with pytest.raises(Conflict, match="Decide first"):
        merge_bundles(analyst, first, waiting, WHY)
    with pytest.raises(Conflict, match="Decide first"):
        shown(analyst, first, waiting)
    change_route(analyst, waiting, road.kent.id, "The boat lies there.")
    road.work()
    merge_bundles(analyst, first, waiting, WHY)
    road.work()
    assert lines(road, road.program(road.kent)) == {first: 2}


def test_what_waits_at_a_force_that_closed_the_first_line_keeps_its_own(
    road: DeskAtWork, analyst: Actor, two: tuple[UUID, UUID, UUID, UUID]
) -> None:
    officer = road.world.member(road.kent, Role.INVESTIGATOR)
    closed = Outcome(status=OutcomeStatus.CLOSED, closure_reason=ClosureReason.NO_CRIME)
    record_outcome(officer, two[0], closed)
    road.work()
    merge_bundles(analyst, two[0], two[2], WHY)
    road.work()
    with acting_as(officer):
        waits = QueueItem.objects.filter(is_line=True, closed_at=None)
        assert list(waits.values_list("referral_id", flat=True)) == [two[2]]
        assert with_running_clock({two[2]}, ClockKind.QUEUE)
    assert two[2] not in lines(road, road.desk), "at the desk it had gone on"


def test_a_line_that_a_person_set_low_takes_over_the_danger_that_comes_under_it(
    road: DeskAtWork, analyst: Actor, two: tuple[UUID, UUID, UUID, UUID]
) -> None:
    officer = road.world.member(road.kent, Role.DUTY_OFFICER)
    change_priority(officer, two[0], Band.LOW, "The boat is ashore.")
    now = road.send(replace(about("gull", emergency="The boat sinks."), occurred_at=MORNING))
    road.work()
    merge_bundles(analyst, two[0], two[2], WHY)
    road.work()
    assert standing(officer, two[0]) == ("low", False), "nothing graver came"
    merge_bundles(analyst, two[0], now, WHY)
    road.work()
    assert standing(officer, two[0]) == ("very_high", True)
    change_priority(officer, two[0], Band.LOW, "That boat is ashore too.")
    assert standing(officer, two[0]) == ("low", False), "a person's newer word counts"


@pytest.mark.parametrize("inner_first", [False, True])
def test_a_telling_goes_back_into_the_bundle_from_which_a_person_had_taken_it(
    road: DeskAtWork, analyst: Actor, two: tuple[UUID, UUID, UUID, UUID], inner_first: bool
) -> None:
    first, _again, second, taken_out = two
    judge_referrals(analyst, Judged(referral_id=taken_out, other_ids=(second,), is_same=False), "Another day.")
    apart = last_word(road, taken_out)
    merge_bundles(analyst, first, taken_out, WHY)
    joined = last_word(road, taken_out)
    for said in (apart, joined) if inner_first else (joined, apart):
        take_back_judgement(analyst, said.id, "No.")
    assert heads(road, *two) == [None, first, None, second]
    with acting_as(road.desk):
        assert not Bundling.objects.get(referral_id=taken_out).brings_news


def standing(actor: Actor, referral_id: UUID) -> tuple[str, bool]:
    with acting_as(actor):
        item = QueueItem.objects.get(referral_id=referral_id)
    return item.band, item.is_imminent
