"""A list in a condition may be of any length: it goes to PostgreSQL as one value."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.db.models.functions import Upper
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.organisations.models import Account
from causeway.hub.road.queues.models import Work
from causeway.hub.road.queues.working.claiming import Stage, owe_clearings
from hub.conftest import SmallWorld

MANY = 66_000
"""More than a statement has places for values: 65,535."""
OWED = 20
LONG = "x" * 80
_OWED = """
INSERT INTO queues_work
  (id, organisation_id, referral_id, sender_id, stage, version, owed_at, not_before, attempts, fault)
SELECT gen_random_uuid(), %s, lpad(to_hex(n), 32, '0')::uuid, %s, %s, n, %s, %s, 0, %s FROM generate_series(1, %s) AS n
"""


@pytest.fixture
def desk(world: SmallWorld) -> Actor:
    """A desk that owes a clearing for each of some referrals, numbered from 1."""
    actor, now = world.program(world.desk), timezone.now()
    with acting_as(actor), connection.cursor() as cursor:
        cursor.execute(_OWED, [actor.organisation_id, uuid4(), Stage.CLEAR.value, now, now, LONG, OWED])
    return actor


def test_a_list_of_any_length_goes_in_one_statement(desk: Actor) -> None:
    with acting_as(desk), connection.cursor() as cursor:
        cursor.execute("SELECT lpad(to_hex(n), 32, '0')::uuid, n::text FROM generate_series(1, %s) AS n", [MANY])
        keys, texts = zip(*cursor.fetchall(), strict=True)
        assert Work.objects.filter(referral_id__in=keys).count() == OWED
        assert Work.objects.exclude(version__in=range(2, MANY)).count() == 1
        assert Work.objects.filter(stage__in=[*texts, Stage.CLEAR.value]).count() == OWED


def test_whatever_is_compared_with_a_list(desk: Actor) -> None:
    words = list(map(str, range(12)))
    with acting_as(desk):
        assert Work.objects.alias(loud=Upper("stage")).filter(loud__in=[*words, "CLEAR"]).count() == OWED
        assert Work.objects.filter(stage__in=[*words, None, Stage.CLEAR.value]).count() == OWED
        assert Work.objects.filter(stage__in=[None] * 12).count() == 0
        assert Work.objects.exclude(stage__in=[None] * 12).count() == OWED
        assert not Authenticator.objects.filter(user__in=[Account(id=uuid4()) for _ in words]).exists()


def test_a_longer_word_is_not_cut_down_to_one_that_is_found(desk: Actor) -> None:
    with acting_as(desk):
        assert not Work.objects.filter(fault__in=[f"{LONG}{n}" for n in range(12)]).exists()
        assert Work.objects.filter(fault__in=[LONG, *map(str, range(12))]).count() == OWED


def test_lists_of_ten_and_more_are_one_statement_whatever_their_length(desk: Actor) -> None:
    sent = set[str]()

    def note(execute: Callable[..., Any], sql: str, *others: Any) -> Any:
        sent.add(sql)
        return execute(sql, *others)

    with acting_as(desk), connection.execute_wrapper(note):
        for count in range(1, 31):
            assert Work.objects.filter(version__in=range(1, count + 1)).count() == min(count, OWED)
    assert len(sent) == 9 + 1


def test_what_is_cleared_anew_is_owed_by_one_statement_and_may_be_more_than_was_ever_cleared(desk: Actor) -> None:
    now, asked = timezone.now(), {UUID(int=n): uuid4() for n in range(10, 10 + OWED)}
    with acting_as(desk):
        with CaptureQueriesContext(connection) as captured:
            owe_clearings(desk, asked, now)
        versions = dict(Work.objects.order_by("owed_at").values_list("referral_id", "version"))
        owed = Work.objects.filter(owed_at__gte=now - len(asked) * timedelta(microseconds=1), owed_at__lt=now)
        assert list(owed.filter(fault="").order_by("owed_at").values_list("referral_id", "sender_id")) == [
            *asked.items()
        ]
    assert len(captured) == 1
    assert versions[UUID(int=12)] == 13
    assert versions[UUID(int=29)] == 1
