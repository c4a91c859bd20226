"""A proof of some entries is put together from a handful of rows, however far the ledger has grown."""

import importlib
import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.ledger.keys import signing_key
from causeway.hub.base.ledger.models import SubtreeRoot
from causeway.hub.base.ledger.proving import proof_of
from causeway.hub.base.ledger.sequencing import sequence
from causeway.transparency import verify_proof
from hub.conftest import SmallWorld

NOW = datetime(2026, 5, 1, tzinfo=UTC)


def _grow(actor: Actor, number: int) -> UUID:
    """Enter so many acts and number them; gives the subject of one in the middle."""
    subjects = [uuid4() for _ in range(number)]
    with acting_as(actor):
        for subject in subjects:
            enter(Act.REFERRAL_READ, subjects=[subject], details={"why": "to see"})
        sequence(NOW)
    return subjects[number // 2]


def _proved(actor: Actor, subject: UUID) -> dict[str, Any]:
    with acting_as(actor):
        proof = proof_of([subject])
    verdict = verify_proof(json.dumps(proof), public_key=signing_key().verifier)
    assert verdict.is_sound, verdict.faults
    assert (verdict.entries, verdict.opened, verdict.uncovered) == (1, 1, 0)
    return proof


def test_every_entry_is_proved_as_the_ledger_grows(world: SmallWorld) -> None:
    actor = world.program(world.desk)
    subjects = [_grow(actor, number) for number in (1, 30, 7, 64)]
    for subject in subjects:
        _proved(actor, subject)


def test_an_entry_that_is_not_numbered_yet_stands_without_a_path(world: SmallWorld) -> None:
    actor, subject = world.program(world.desk), uuid4()
    _grow(actor, 3)
    with acting_as(actor):
        enter(Act.REFERRAL_READ, subjects=[subject])
        verdict = verify_proof(json.dumps(proof_of([subject])))
    assert verdict.is_sound
    assert verdict.uncovered == 1


def test_four_times_the_ledger_costs_no_more_than_two_queries_more(world: SmallWorld) -> None:
    actor = world.program(world.desk)

    def cost(subject: UUID) -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            _proved(actor, subject)
        return len(asked)

    first = cost(_grow(actor, 40))
    assert cost(_grow(actor, 160)) <= first + 2


def test_roots_that_were_never_kept_are_hashed_anew_and_kept_by_the_migration(world: SmallWorld) -> None:
    actor = world.program(world.desk)
    subject = _grow(actor, 70)
    with acting_as(actor):
        before = dict(SubtreeRoot.objects.values_list("number", "root"))
        assert before
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE ledger_subtreeroot")
    path = _proved(actor, subject)["entries"][0]["path"]
    migration = importlib.import_module("causeway.hub.base.ledger.migrations.0003_subtree_roots")
    with acting_as(actor):
        migration.keep_roots_of_what_is_numbered(apps, None)
        kept = dict(SubtreeRoot.objects.values_list("number", "root"))
    assert {number: bytes(root) for number, root in kept.items()} == {
        number: bytes(root) for number, root in before.items()
    }
    assert _proved(actor, subject)["entries"][0]["path"] == path
