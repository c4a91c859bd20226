"""A person's word on how referrals hang together: remembered, above every link, taken back, and nobody else's."""

from dataclasses import replace
from uuid import UUID

import pytest
from django.db.models import F
from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.errors import Conflict, Invalid, NotFound, NotPermitted
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.timeline import timeline_of
from causeway.hub.base.rows.documents import from_document
from causeway.hub.road.clusters import settling
from causeway.hub.road.clusters.commands.judge import Judged
from causeway.hub.road.clusters.commands.notice_links import put_new
from causeway.hub.road.clusters.models import Link, LinkNotice, Membership, Verdict
from causeway.hub.road.clusters.queries.verdicts import decisions_at
from causeway.hub.road.queues.cluster_pages.bench import bench
from causeway.hub.road.queues.cluster_pages.judge_referrals import judge_referrals, merge_bundles, take_back_judgement
from causeway.hub.road.queues.cluster_pages.judging import judging
from causeway.hub.road.queues.cluster_pages.page import cluster_page
from causeway.hub.road.queues.models import QueueItem
from causeway.hub.road.queues.working.claiming import owe_clearing_anew
from causeway.hub.road.referrals.queries.told import told as told_of
from causeway.linking import LinkGraph, LinkingPolicy
from causeway.vocabulary.findings import Link as FoundLink
from causeway.vocabulary.organisations import Role
from causeway.vocabulary.referral import Referral
from hub.desk_at_work import ESSEX, DeskAtWork, about


@pytest.fixture
def analyst(road: DeskAtWork) -> Actor:
    """A person of the desk."""
    return road.world.member(road.world.desk, Role.ANALYST, name="Ana Light")


def of_both(handle: str, *mails: str) -> Referral:
    """A referral that names several mailboxes, each of another subject."""
    first, *more = (about(handle, email=mail) for mail in mails)
    return replace(first, parties=(*first.parties, *(each.parties[0] for each in more)))


def clusters(road: DeskAtWork) -> dict[UUID, UUID]:
    """Every referral with its cluster."""
    with acting_as(road.desk):
        return dict(Membership.objects.values_list("referral_id", "cluster_id"))


def word(one: UUID, *others: UUID, same: bool = False) -> Judged:
    """What somebody says."""
    return Judged(referral_id=one, other_ids=others, is_same=same)


def decision_of(road: DeskAtWork, referral_id: UUID) -> UUID:
    """The newest decision about a referral."""
    with acting_as(road.desk):
        return decisions_at([referral_id])[0].id


@pytest.fixture
def chain(road: DeskAtWork) -> tuple[UUID, UUID, UUID]:
    """Two who share nothing, and a third that shares a mailbox with each: one cluster."""
    left = road.send(about("one", email="left@example.org"))
    right = road.send(about("two", email="right@example.org"))
    middle = road.send(of_both("three", "left@example.org", "right@example.org"))
    road.work()
    assert len(set(clusters(road).values())) == 1
    return left, middle, right


def test_what_a_person_parts_comes_apart_and_a_later_referral_joins_one_of_the_two(
    road: DeskAtWork, analyst: Actor, chain: tuple[UUID, UUID, UUID]
) -> None:
    left, middle, right = chain
    judge_referrals(analyst, word(left, right), "Two people of one household.")
    stand = clusters(road)
    assert stand[left] != stand[right]
    assert stand[middle] in (stand[left], stand[right])
    later = road.send(of_both("four", "left@example.org", "right@example.org"))
    road.work()
    stand = clusters(road)
    assert stand[left] != stand[right]
    assert stand[later] in (stand[left], stand[right])
    assert all(cluster in {one for one, its in stand.items() if its == cluster} for cluster in stand.values())


def test_what_is_taken_back_joins_again_with_all_that_came_since_and_stays_on_record(
    road: DeskAtWork, analyst: Actor, chain: tuple[UUID, UUID, UUID]
) -> None:
    left, _middle, right = chain
    judge_referrals(analyst, word(left, right), "Two people of one household.")
    road.send(of_both("four", "left@example.org", "right@example.org"))
    road.work()
    take_back_judgement(analyst, decision_of(road, left), "The school says that it is one person.")
    assert len(set(clusters(road).values())) == 1
    with acting_as(analyst):
        (said,) = decisions_at([left])
        acts = [entry.act for entry in timeline_of(left)]
    assert (said.by, said.counts, said.taken_back_by) == ("Ana Light", False, "Ana Light")
    assert (said.reason, said.taken_back_reason) == (
        "Two people of one household.",
        "The school says that it is one person.",
    )
    assert {Act.REFERRALS_PARTED, Act.VERDICT_TAKEN_BACK} <= set(acts)
    with pytest.raises(Conflict, match="taken back already"):
        take_back_judgement(analyst, said.id, "Once more.")


def test_what_a_person_joins_stands_together_though_nothing_links_it(road: DeskAtWork, analyst: Actor) -> None:
    one = road.send(about("one", email="left@example.org"))
    other = road.send(about("two", email="right@example.org"))
    road.work()
    judge_referrals(analyst, word(one, other, same=True), "Both name the boat in the picture.")
    assert len(set(clusters(road).values())) == 1
    later = road.send(about("three", email="right@example.org"))
    road.work()
    assert clusters(road)[later] == clusters(road)[one]
    (tie,) = cluster_page(analyst, one, to=other).way.ties  # type: ignore[union-attr]
    assert tie.by_person
    take_back_judgement(analyst, decision_of(road, one), "Another boat.")
    stand = clusters(road)
    assert stand[one] != stand[other]
    assert stand[later] == stand[other]


def test_a_referral_is_parted_from_a_whole_cluster_at_once(
    road: DeskAtWork, analyst: Actor, chain: tuple[UUID, UUID, UUID]
) -> None:
    left, middle, right = chain
    found = judging(analyst, middle, left, is_same=False, with_all=True)
    assert set(found.judged.other_ids) == {left, right}
    assert [group.size for group in found.foreseen.groups] == [1, 1, 1]
    judge_referrals(analyst, found.judged, "A program wrote it.", expected=found.foreseen.mark)
    assert len(set(clusters(road).values())) == 3
    with acting_as(analyst):
        (said,) = decisions_at([right])
    assert said.referral_id == middle


def test_what_contradicts_an_earlier_word_is_refused_until_that_is_taken_back(
    road: DeskAtWork, analyst: Actor, chain: tuple[UUID, UUID, UUID]
) -> None:
    left, middle, right = chain
    judge_referrals(analyst, word(left, middle, same=True), "One person.")
    judge_referrals(analyst, word(middle, right, same=True), "One person.")
    with pytest.raises(Conflict, match="opposite"):
        judge_referrals(analyst, word(left, right), "Two people.")
    with pytest.raises(Conflict, match="already"):
        judge_referrals(analyst, word(middle, left, same=True), "One person.")
    with pytest.raises(Conflict, match="opposite"):
        judge_referrals(analyst, word(left, middle), "Two people.")
    assert len(set(clusters(road).values())) == 1


def test_a_word_needs_a_reason_another_referral_and_the_outcome_that_was_shown(
    road: DeskAtWork, analyst: Actor, chain: tuple[UUID, UUID, UUID]
) -> None:
    left, middle, right = chain
    shown = judging(analyst, left, right, is_same=False).foreseen.mark
    with pytest.raises(Invalid):
        judge_referrals(analyst, word(left, right), " ")
    with pytest.raises(Invalid):
        judge_referrals(analyst, word(left, left), "A reason.")
    judge_referrals(analyst, word(middle, left, right), "A colleague was faster.")
    with pytest.raises(Conflict, match="changed since you looked"):
        judge_referrals(analyst, word(left, right), "A reason.", expected=shown)
    with acting_as(road.desk):
        assert Verdict.objects.count() == 2


def test_only_people_of_the_desk_can_say_it_and_no_force_sees_what_was_said(road: DeskAtWork, analyst: Actor) -> None:
    one = road.send(about("one", email="left@example.org"))
    other = road.send(about("two", force=ESSEX, email="right@example.org"))
    road.work()
    officer = road.world.member(road.kent, Role.INVESTIGATOR, Role.SUPERVISOR)
    for who in (officer, road.desk):
        with pytest.raises(NotPermitted):
            judge_referrals(who, word(one, other, same=True), "A reason.")
    judge_referrals(analyst, word(one, other, same=True), "Both name the boat in the picture.")
    with acting_as(officer):
        assert not Verdict.objects.exists()
        (notice,) = LinkNotice.objects.all()
        assert (notice.referral_id, notice.contact) == (one, road.essex.mailbox)
        assert not [entry for entry in timeline_of(one) if entry.act is Act.REFERRALS_JOINED]
    page = cluster_page(officer, one)
    assert (page.decisions, len(page.members), page.is_desks) == ((), 1, False)
    with pytest.raises(NotFound):
        bench(officer, one, other)


def test_a_cluster_too_large_for_a_person_is_refused_and_left_as_it_is(
    road: DeskAtWork, analyst: Actor, chain: tuple[UUID, UUID, UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settling, "MOST_SETTLED", 2)
    left, _middle, right = chain
    with pytest.raises(Conflict, match="too many"):
        judge_referrals(analyst, word(left, right), "A reason.")
    assert len(set(clusters(road).values())) == 1


def test_the_hub_settles_as_the_engines_own_graph_does(road: DeskAtWork, analyst: Actor) -> None:
    """The same links and the same word, told to the graph in memory and to the hub."""
    mails = [f"box{number}@example.org" for number in range(5)]
    # A chain, parted at one of its ties: where several ways led from one to the other, either could be cut.
    named = ((0,), (0, 1), (1, 2), (2, 3), (3, 4), (4,))
    tellings = [of_both(f"h{place}", *(mails[one] for one in its)) for place, its in enumerate(named)]
    ids = [road.send(told) for told in tellings]
    road.work()
    graph = LinkGraph(minimum_weight=LinkingPolicy().cluster_weight, ties_each=100)
    with acting_as(road.desk):
        order = list(Membership.objects.order_by("number").values_list("referral_id", flat=True))
        links: dict[UUID, list[FoundLink]] = {one: [] for one in order}
        for left, document in Link.objects.order_by(F("found_at"), "-weight").values_list("left_id", "document"):
            links[left].append(from_document(FoundLink, document))
    for one in order:
        graph.add(str(one), links[one])
    graph.keep_apart(str(ids[2]), str(ids[3]))
    judge_referrals(analyst, word(ids[2], ids[3]), "Two people.")
    stand = clusters(road)
    together = {frozenset(other for other, its in stand.items() if its == cluster) for cluster in stand.values()}
    assert together == {frozenset(ids[:3]), frozenset(ids[3:])}
    assert together == {frozenset(map(UUID, graph.members(str(one)))) for one in ids}


def test_a_telling_that_does_not_belong_gets_a_line_of_its_own_everywhere_until_that_is_taken_back(
    road: DeskAtWork, analyst: Actor
) -> None:
    told = about("one", email="left@example.org", sender_reference="HC-1")
    head, again = road.send(told), road.send(told)
    road.work()
    kent, essex = road.program(road.kent), road.program(road.essex)

    def lines(actor: Actor) -> dict[UUID, tuple[bool, int]]:
        with acting_as(actor):
            rows = QueueItem.objects.values_list("referral_id", "is_line", "bundle_size")
            return {referral_id: (is_line, size) for referral_id, is_line, size in rows}

    bundled, apart = {head: (True, 2), again: (False, 1)}, {head: (True, 1), again: (True, 1)}
    assert lines(kent) == bundled
    shown = judging(analyst, again, head, is_same=False)
    assert [fact.id for fact in shown.leaving] == [again]
    judge_referrals(analyst, shown.judged, "Another day.", expected=shown.foreseen.mark)
    road.work()
    assert lines(kent) == lines(road.desk) == apart
    with acting_as(kent):
        acts = [entry.act for entry in timeline_of(again)]
        assert Act.BUNDLE_CHANGED in acts
        assert Act.REFERRALS_PARTED not in acts
    with acting_as(road.desk):
        owe_clearing_anew(road.desk, told_of(again))
    road.work()
    assert lines(kent) == apart
    with acting_as(road.desk):
        assert Membership.objects.get(referral_id=again).duplicate_of_id is None
        assert Membership.objects.get(referral_id=head).bundle is None
    take_back_judgement(analyst, decision_of(road, again), "The same day after all.")
    road.work()
    assert lines(kent) == lines(road.desk) == bundled
    with acting_as(road.desk):
        bundle = Membership.objects.values_list("bundle", flat=True).get(referral_id=head)
        assert bundle is not None
        assert bundle["tellings"] == 2
    assert lines(essex) == {}


def test_of_three_tellings_the_third_stays_with_the_first_when_the_second_is_parted_from_it(
    road: DeskAtWork, analyst: Actor
) -> None:
    """Whichever of the two would hold it by the links alone, and whoever is told of it afterwards."""
    told = about("one", email="left@example.org", sender_reference="HC-1")
    first, second, third = (road.send(told) for _ in range(3))
    road.work()
    shown = judging(analyst, first, second, is_same=False)
    assert [fact.id for fact in shown.leaving] == [second]
    assert shown.under is not None
    assert shown.staying is not None
    assert (shown.under.id, [fact.id for fact in shown.staying.named]) == (first, [third])
    judge_referrals(analyst, shown.judged, "Another day.", expected=shown.foreseen.mark)
    fourth = road.send(told)
    road.work()
    stand = clusters(road)
    assert stand[first] == stand[third] == stand[fourth] != stand[second]
    with acting_as(road.desk):
        heads = dict(Membership.objects.values_list("referral_id", "duplicate_of_id"))
        lines = dict(QueueItem.objects.filter(is_line=True).values_list("referral_id", "bundle_size"))
    assert heads == {first: None, second: None, third: first, fourth: first}
    assert lines == {first: 3, second: 1}
    judge_referrals(analyst, word(first, third), "That one too.")
    assert clusters(road)[third] == clusters(road)[second]
    merge_bundles(analyst, second, third, "Both of the second day.")
    with acting_as(road.desk):
        heads = dict(Membership.objects.values_list("referral_id", "duplicate_of_id"))
    assert heads == {first: None, second: None, third: second, fourth: first}


def test_of_tellings_that_are_parted_the_one_that_is_judged_leaves_and_the_other_stays_with_the_first(
    road: DeskAtWork, analyst: Actor
) -> None:
    told = about("one", email="left@example.org", sender_reference="HC-1")
    first, second, third = (road.send(told) for _ in range(3))
    road.work()
    judge_referrals(analyst, word(third, second), "Another day.")
    stand = clusters(road)
    assert stand[first] == stand[second] != stand[third]
    take_back_judgement(analyst, decision_of(road, third), "The same day after all.")
    assert len(set(clusters(road).values())) == 1


def test_of_two_who_notice_one_link_at_once_only_the_first_enters_it(road: DeskAtWork) -> None:
    """Whoever comes second has looked before the first was done, and finds the row when it puts its own."""
    referral_id = road.send(about("one"))
    now = timezone.now()
    wanted = {(road.kent.id, referral_id, contact): now for contact in ("a@example.org", "b@example.org")}
    with acting_as(road.desk):
        assert put_new(road.desk.organisation_id, {}, now) == []
        first = dict([next(iter(wanted.items()))])
        assert put_new(road.desk.organisation_id, first, now) == [(road.kent.id, referral_id)]
        assert put_new(road.desk.organisation_id, wanted, now) == [(road.kent.id, referral_id)]
        assert put_new(road.desk.organisation_id, wanted, now) == []
        assert LinkNotice.objects.count() == 2
