"""The desk's neighbourhood: few questions, and no more rows than are compared."""

import re
from dataclasses import replace
from uuid import UUID

from django.db import connection
from django.test.utils import CaptureQueriesContext

from causeway.clearing import ClearingInput, Policies, Surroundings, look_round
from causeway.clearing._selectors import MOST_SELECTORS
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.road.clusters.models import ReferralSelector
from causeway.hub.road.clusters.neighbours import SqlNeighbours
from causeway.hub.road.evidence.queries.digests import digests_of
from causeway.hub.road.referrals.queries.told import referrals_with_term, told
from causeway.linking import LinkingPolicy
from causeway.vocabulary.referral import IpEvent
from hub.desk_at_work import DeskAtWork, about, picture

MOST_QUESTIONS = 8
"""Two for the banks, and one for each other question of the neighbourhood."""


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
        assert ReferralSelector.objects.filter(referral_id=referral_id).count() == MOST_SELECTORS
        assert {referrals_with_term("ip", event.address)[0] for event in log} == {referral_id}


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
            digests=digests_of(referral_id),
        )
        neighbours = SqlNeighbours(road.desk, referral_id, referral.received_at)
        look_round(given, neighbours=neighbours, policies=Policies())
        with CaptureQueriesContext(connection) as captured:
            around = look_round(given, neighbours=neighbours, policies=policies)
    return around, [query["sql"] for query in captured.captured_queries if "SAVEPOINT" not in query["sql"]]
