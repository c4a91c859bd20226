"""One sender's flood neither hides nor slows what others send: the same statements are asked, no more rows are read
than are counted, and what another sender told of the same account is found beside it.
"""

import json
from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from causeway.clearing import ClearingInput, Policies, Surroundings, look_round
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.organisations.sharing import found_all
from causeway.hub.road.clusters.models import Membership, ReferralSelector
from causeway.hub.road.clusters.neighbours import MOST_COUNTED, SqlNeighbours
from causeway.hub.road.referrals.queries.told import told
from causeway.linking import LinkingPolicy, find_links
from causeway.vocabulary.organisations import Category, OrganisationKind, Role
from hub.desk_at_work import DeskAtWork, about

JUNK = MOST_COUNTED + 500


@pytest.fixture
def noise(road: DeskAtWork) -> Iterator[UUID]:
    """Another service, which names the account `kite` and the mailbox of nobody else as often as anybody could."""
    service = road.world.organisation(OrganisationKind.SERVICE, "Noisy Quay")
    road.world.agree(service, road.world.desk, Category.REFERRAL)
    road.send(about("kite", email="noise@example.org"), by=road.world.member(service, Role.SENDER))
    road.work()
    yield service.id
    with acting_as(road.desk):  # these rows belong to no referral that is stored
        for model in (ReferralSelector, Membership):
            model.objects.filter(sender_id=service.id).delete()


def flood(road: DeskAtWork, service_id: UUID) -> None:
    """As many more, as its first was cleared: each stands beside the others, and every one is followed."""
    with acting_as(road.desk), connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE junk AS SELECT n, gen_random_uuid() AS id FROM generate_series(1, %s) n", [JUNK]
        )
        dossier = uuid4()
        found_all([dossier], Category.REFERRAL)
        cursor.execute(
            "INSERT INTO clusters_referralselector"
            " (id, referral_id, dossier_id, desk_id, sender_id, kind, value, key, added_at, is_followed)"
            " SELECT gen_random_uuid(), j.id, %s, s.desk_id, s.sender_id, s.kind, s.value, s.key,"
            " s.added_at + make_interval(secs => j.n), true"
            " FROM clusters_referralselector s CROSS JOIN junk j WHERE s.sender_id = %s",
            [dossier, service_id],
        )
        cursor.execute(
            "INSERT INTO clusters_membership"
            " (id, referral_id, desk_id, dossier_id, sender_id, sender_reference, received_at, cluster_id, number,"
            " facts, looks, since)"
            " SELECT gen_random_uuid(), j.id, m.desk_id, %s, m.sender_id, '', m.received_at, m.cluster_id, 1000 + j.n,"
            " jsonb_set(m.facts, '{referral_id}', to_jsonb(j.id::text)), m.looks, m.since"
            " FROM clusters_membership m CROSS JOIN junk j WHERE m.sender_id = %s",
            [dossier, service_id],
        )
        cursor.execute("ANALYZE clusters_referralselector")


def look(road: DeskAtWork, referral_id: UUID) -> tuple[Surroundings, list[str]]:
    """What is found around a referral, and the statements that ask for it."""
    with acting_as(road.desk):
        referral = told(referral_id)
        given = ClearingInput(
            referral_id=str(referral_id),
            sender=str(referral.sender_id),
            received_at=referral.received_at,
            referral=referral.referral,
        )
        neighbours = SqlNeighbours(road.desk, referral_id, referral.received_at, matches=())
        with CaptureQueriesContext(connection) as captured:
            around = look_round(given, neighbours=neighbours, policies=Policies())
    return around, [query["sql"] for query in captured.captured_queries if "SAVEPOINT" not in query["sql"]]


def rows_read(road: DeskAtWork, statements: list[str]) -> int:
    """How many rows of selectors and compact facts these statements read."""
    with acting_as(road.desk), connection.cursor() as cursor:
        plans = []
        for statement in statements:
            cursor.execute("EXPLAIN (ANALYZE, FORMAT JSON) " + statement)
            (found,) = cursor.fetchone()
            plans.append((json.loads(found) if isinstance(found, str) else found)[0]["Plan"])
    return sum(map(_rows_of, plans))


def _rows_of(plan: dict[str, object]) -> int:
    is_read = str(plan.get("Relation Name", "")).startswith("clusters_")
    own = float(plan["Actual Rows"]) * float(plan["Actual Loops"]) if is_read else 0  # type: ignore[arg-type]
    return int(own) + sum(map(_rows_of, plan.get("Plans", [])))  # type: ignore[call-overload]


def test_who_has_nothing_to_do_with_a_flood_reads_the_same_rows_with_and_without_it(
    road: DeskAtWork, noise: UUID
) -> None:
    first, asked = (road.send(about("plover", email="tide@example.org")) for _ in range(2))
    road.work()
    quiet, few = look(road, asked)
    before = rows_read(road, few)
    flood(road, noise)
    around, statements = look(road, asked)
    assert [one.referral_id for one in around.candidates] == [one.referral_id for one in quiet.candidates]
    assert str(first) in {one.referral_id for one in around.candidates}
    assert len(statements) == len(few)
    assert rows_read(road, statements) == before


def test_who_names_the_flooded_account_finds_the_true_one_at_full_weight_and_reads_no_more_than_is_counted(
    road: DeskAtWork, noise: UUID
) -> None:
    true = road.send(about("kite", email="tide@example.org"))
    road.work()
    asked = road.send(about("kite"))
    road.work()
    quiet, few = look(road, asked)
    flood(road, noise)
    around, statements = look(road, asked)
    assert len(statements) == len(few)
    # Of its identifier and of its handle so many are counted, and a few hundred looked at.
    assert MOST_COUNTED < rows_read(road, statements) <= 2 * MOST_COUNTED + 1_000
    before, after = (
        {
            link.selector.value: link.weight
            for link in find_links(each.facts, each.candidates, sharing=each.sharing)
            if link.right == str(true) and link.selector
        }
        for each in (quiet, around)
    )
    assert before.keys() == after.keys() != set()
    assert after["harbourchat#kite"] == before["harbourchat#kite"]
    assert min(after.values()) >= LinkingPolicy().cluster_weight
    assert len(around.candidates) <= Policies().linking.candidates_most
