"""The desk's neighbourhood: few questions, and no more rows than are compared."""

import re
from dataclasses import replace
from datetime import timedelta
from functools import partial
from uuid import UUID, uuid4

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from causeway.clearing import ClearingInput, InMemoryNeighbours, Policies, Surroundings, look_round
from causeway.clearing._selectors import MOST_SELECTORS
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.rows.documents import from_document, to_document
from causeway.hub.road.clusters.commands.bundling import brings_news_of
from causeway.hub.road.clusters.commands.forget import forget_own_links
from causeway.hub.road.clusters.models import Membership, ReferralSelector
from causeway.hub.road.clusters.neighbours import MARK, SqlNeighbours
from causeway.hub.road.evidence.queries.digests import digests_among
from causeway.hub.road.referrals.queries.told import referrals_with_term, told
from causeway.linking import Bundle, LinkingPolicy, LinkInput, handles_of, marks_of, marks_of_handles
from causeway.vocabulary.organisations import Category, OrganisationKind, Role
from causeway.vocabulary.referral import IpEvent
from causeway.vocabulary.selectors import Selector, SelectorKind
from hub.desk_at_work import DeskAtWork, about, picture

NOON = timezone.now().replace(hour=12, minute=0, second=0, microsecond=0) - timedelta(days=3)
DAY = timedelta(days=1)
MOST_QUESTIONS = 9
"""Two for the banks, and one for each other question of the neighbourhood; none of these names has a mark."""


def test_the_neighbourhood_is_asked_the_same_few_questions_however_much_is_stored(road: DeskAtWork) -> None:
    road.send(about("one", email="tide@example.org", sender_reference="HC-1"), picture(1))
    road.work()
    asked = road.send(about("one", email="tide@example.org", sender_reference="HC-1"), picture(1))
    road.work()
    few = _questions(road, asked)
    for number in range(6):
        road.send(about(f"other-{number}", email="tide@example.org"), picture(number))
    road.work()
    assert _questions(road, asked) == few <= MOST_QUESTIONS


def test_no_more_rows_are_read_than_are_compared(road: DeskAtWork) -> None:
    for number in range(6):
        road.send(about(f"other-{number}", email="tide@example.org", sender_reference="HC-1"), picture(1))
    road.work()
    asked = road.send(about("one", email="tide@example.org", sender_reference="HC-1"), picture(1))
    road.work()
    around, queries = _look(road, asked, Policies(linking=LinkingPolicy(candidates_each=2, candidates_most=3)))
    assert len(around.candidates) == 3
    (read,) = [sql for sql in queries if "clusters_membership" in sql and '"facts"' in sql]
    assert len(set(re.findall(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}", read)) - {road.world.desk.id.hex}) == 3


def test_a_log_of_addresses_is_found_by_each_and_compared_by_the_most_telling(road: DeskAtWork) -> None:
    told_of = about("one")
    log = tuple(IpEvent(address=f"198.51.{number // 256}.{number % 256}") for number in range(MOST_SELECTORS + 50))
    log_of = replace(told_of, parties=(replace(told_of.parties[0], ip_events=log), *told_of.parties[1:]))
    referral_id = road.send(log_of)
    road.work()
    with acting_as(road.desk):
        compared = ReferralSelector.objects.filter(referral_id=referral_id).exclude(kind=MARK)
        assert compared.count() == MOST_SELECTORS
        assert {referrals_with_term("ip", event.address)[0] for event in log} == {referral_id}


def test_the_desk_counts_and_chooses_as_the_neighbourhood_in_memory_does(road: DeskAtWork) -> None:
    """One event told five times by one service, two others named by the same mailbox, one by a second service."""
    other_service = road.world.organisation(OrganisationKind.SERVICE, "Quay Forum")
    road.world.agree(other_service, road.world.desk, Category.REFERRAL)
    other = road.world.member(other_service, Role.SENDER)
    mailed = [about("kite_heron77", email="tide@example.org", occurred_at=NOON) for _ in range(5)]
    mailed += [about(f"other-{n}", email="tide@example.org", occurred_at=NOON - n * 9 * DAY) for n in (1, 2)]
    for told_of in mailed[:4]:
        road.send(told_of)
        road.work()
    road.send(about("elsewhere", email="tide@example.org", occurred_at=NOON - 30 * DAY), by=other)
    road.work()
    for told_of in mailed[4:]:
        road.send(told_of)
        road.work()
    with acting_as(road.desk):
        fields = ("referral_id", "facts", "duplicate_of_id", "received_at")
        rows = list(Membership.objects.order_by("number").values_list(*fields))
        stored = [
            replace(from_document(LinkInput, facts), duplicate_of=str(head) if head else None)
            for _, facts, head, _ in rows
        ]
        memory = InMemoryNeighbours()
        for facts in stored:
            memory.add(facts)
        asked, received_at = rows[-1][0], rows[-1][3]
        sql = SqlNeighbours(road.desk, asked, received_at)
        keys = [*stored[0].keyed(), *marks_of(stored[0])]
        assert len(stored) == 8
        assert len(marks_of(stored[0])) >= 2
        assert len({facts.duplicate_of for facts in stored}) == 2
        theirs = sql.sharing(keys, [], sender=stored[-1].sender)
        ours = memory.sharing(keys, [], sender=stored[-1].sender)
        held_by_it = {key for key in keys if key in (*stored[-1].keyed(), *marks_of(stored[-1]))}
        for key in keys:
            # In memory the last one counts itself; the desk leaves out the one that asks.
            assert theirs.selectors[key] + (key in held_by_it) == ours.selectors[key]
            assert theirs.selectors_told[key] + (key in held_by_it) == ours.selectors_told[key]
            assert theirs.senders[key] == ours.senders.get(key, 0)
        for most_each, most in ((50, 200), (3, 200), (50, 2), (1, 3)):
            found = [
                list(one.with_selectors(keys, besides=str(asked), most_each=most_each, most=most))
                for one in (sql, memory)
            ]
            assert found[0] == found[1]
            assert len(found[0]) <= most


def test_a_mark_leads_only_to_handles_that_look_alike(road: DeskAtWork) -> None:
    sent = {}
    for handle in ("kite_heron77", "kite_heronry_by_the_bay", "quay_lantern", "kite_heron78"):
        sent[handle] = str(road.send(about(handle)))
        road.work()
    asked = [(SelectorKind.ACCOUNT, "harbour@kite_heron97")]
    marks = marks_of_handles(asked)
    with acting_as(road.desk):
        memory = InMemoryNeighbours()
        for facts in Membership.objects.order_by("number").values_list("facts", flat=True):
            memory.add(from_document(LinkInput, facts))
        for neighbours in (memory, SqlNeighbours(road.desk, uuid4(), NOON)):
            ask = partial(neighbours.with_alike_handles, handles_of(asked), marks, besides=str(uuid4()), most_each=50)
            assert set(ask(most=200)) == {sent["kite_heron77"], sent["kite_heron78"]}
            assert list(ask(most=1)) == [sent["kite_heron78"]]
            found = neighbours.with_selectors(marks, besides=str(uuid4()), most_each=50, most=200)
            assert sent["kite_heronry_by_the_bay"] in found


def test_what_the_tellings_of_an_event_say_together_is_kept_beside_the_first_and_goes_with_them(
    road: DeskAtWork,
) -> None:
    first = road.send(about("kite_heron77", occurred_at=NOON))
    road.work()
    second = road.send(about("kite_heron77", email="tide@example.org", occurred_at=NOON))
    road.work()
    mailbox = (SelectorKind.EMAIL, "tide@example.org")
    with acting_as(road.desk):
        head = Membership.objects.get(referral_id=first)
        bundle = from_document(Bundle, head.bundle)
        assert (bundle.head, bundle.tellings) == (str(first), 2)
        assert mailbox in bundle.facts.subjects
        assert bundle.facts.occurred_at == NOON
        forget_own_links(second)
        head.refresh_from_db()
        assert head.bundle is None


def _questions(road: DeskAtWork, referral_id: UUID) -> int:
    around, queries = _look(road, referral_id, Policies())
    assert around.candidates
    return len(queries)


def _look(road: DeskAtWork, referral_id: UUID, policies: Policies) -> tuple[Surroundings, list[str]]:
    """What is found around a referral, and the statements that asked for it."""
    with acting_as(road.desk):
        referral = told(referral_id)
        given = ClearingInput(
            referral_id=str(referral_id),
            sender=str(referral.sender_id),
            received_at=referral.received_at,
            referral=referral.referral,
            digests=digests_among([referral_id])[referral_id],
        )
        neighbours = SqlNeighbours(road.desk, referral_id, referral.received_at)
        look_round(given, neighbours=neighbours, policies=Policies())
        with CaptureQueriesContext(connection) as captured:
            around = look_round(given, neighbours=neighbours, policies=policies)
    return around, [query["sql"] for query in captured.captured_queries if "SAVEPOINT" not in query["sql"]]


def test_of_an_event_told_very_often_no_more_is_read_than_until_nothing_is_new(road: DeskAtWork) -> None:
    first = road.send(about("kite_heron77", occurred_at=NOON))
    again = road.send(about("kite_heron77", occurred_at=NOON))
    road.work()
    with acting_as(road.desk):
        second = Membership.objects.get(referral_id=again)
        facts = from_document(LinkInput, second.facts)
        mailed = replace(facts, selectors=(*facts.selectors, Selector(kind=SelectorKind.EMAIL, value="a@example.org")))
        for number in range(100, 220):
            second.id, second.referral_id, second.number = uuid4(), uuid4(), number
            told_by_it = mailed if number == 210 else facts
            second.facts = to_document(replace(told_by_it, referral_id=str(second.referral_id)))
            second.save(force_insert=True)
        other = replace(facts, selectors=(*facts.selectors, Selector(kind=SelectorKind.EMAIL, value="b@example.org")))
        for said, is_news, questions in ((facts, False, 1), (mailed, False, 4), (other, True, 4)):
            with CaptureQueriesContext(connection) as captured:
                assert brings_news_of(said, first, besides=again) is is_news
            assert len(captured) == questions
