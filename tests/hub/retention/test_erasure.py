"""After an erasure run nobody finds the content anywhere, the ledger still verifies, and what is on hold survives."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.utils import timezone
from psycopg import sql

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.errors import NotFound
from causeway.hub.base.ledger.keys import signing_key
from causeway.hub.base.ledger.sequencing import sequence
from causeway.hub.base.organisations.actors import all_programs
from causeway.hub.base.organisations.commands.export_ledger import export_for_operator
from causeway.hub.base.organisations.models import Organisation
from causeway.hub.base.vault.opening import read_sealed
from causeway.hub.base.vault.places import default_backend
from causeway.hub.base.walls.database import embedded
from causeway.hub.base.walls.models import walled_models
from causeway.hub.road.queues.queries.exporting import all_lines
from causeway.hub.road.queues.queries.page import QueueFilters, Sort, queue_page
from causeway.hub.road.referrals.queries.told import told
from causeway.hub.road.retention.commands.hold import hold_referral, release_hold
from causeway.hub.road.retention.commands.run import erase_what_ended, forget_searches, plan
from causeway.hub.road.retention.commands.tell import warn_of_endings
from causeway.hub.road.retention.models import Remnant
from causeway.hub.road.retention.queries.report import erased_lately
from causeway.timing import WARN_DAYS, YEAR_DAYS, Kept
from causeway.transparency import verify_export
from causeway.vocabulary.organisations import Role
from hub.conftest import SmallWorld
from hub.desk_at_work import DeskAtWork, desk_at_work
from hub.retention.kept_referral import body_of, keep_one

GONE, HELD = "quillfeather", "heronbrook"


@pytest.fixture
def committed_road(committed_world: SmallWorld, tmp_path: Path, settings: Any) -> DeskAtWork:
    settings.CAUSEWAY_VAULT = tmp_path / "vault"
    return desk_at_work(committed_world)


def _run(road: DeskAtWork, now: datetime) -> int:
    """Tell, wait, erase, for every organisation, until nothing more ends; gives how many things were erased."""
    erased = 0
    for _ in range(4):
        for program in all_programs():
            warn_of_endings(program, now)
        now += timedelta(days=WARN_DAYS)
        for program in all_programs():
            erased += len(erase_what_ended(program, now))
            forget_searches(program, now)
    return erased


def _tables_that_say(word: str) -> Iterator[str]:
    """Every table in which the superuser, whom no wall binds, finds a word, whatever the column."""
    server = embedded()
    assert server is not None
    with psycopg.connect(
        host=str(server.socket_folder), user="postgres", dbname=connection.settings_dict["NAME"]
    ) as superuser:
        for model in walled_models():
            table = model._meta.db_table
            found = superuser.execute(
                sql.SQL("SELECT count(*) FROM {table} t WHERE t::text ILIKE %s").format(table=sql.Identifier(table)),
                [f"%{word}%"],
            ).fetchone()
            if found and found[0]:
                yield table


def _verdict() -> Any:
    desks = list(Organisation.objects.order_by("joined_at"))
    with acting_as(all_programs()[0]):
        sequence(timezone.now())
    return verify_export(list(export_for_operator([one.id for one in desks])), public_key=signing_key().verifier)


def test_what_ended_is_found_nowhere_and_what_is_held_survives(committed_road: DeskAtWork) -> None:
    road, world = committed_road, committed_road.world
    body = body_of(road)
    gone, held = keep_one(road, body, GONE, 1), keep_one(road, body, HELD, 2)
    supervisor = world.member(road.kent, Role.SUPERVISOR)
    second = world.member(road.kent, Role.SUPERVISOR)
    hold_id = hold_referral(supervisor, held.referral_id, "A court has ordered it.")
    stored = len(list(default_backend().stored()))
    assert len(set(_tables_that_say(GONE))) > 15, "the word stands in many tables before"
    before = _verdict()

    year_on = timezone.now() + timedelta(days=YEAR_DAYS + 1)
    assert _run(road, year_on) > 0
    with acting_as(road.sender), pytest.raises(NotFound):
        told(gone.referral_id)
    with acting_as(supervisor):
        assert told(gone.referral_id).referral.narrative, "a force's own time has not come"
        assert read_sealed(gone.sealed_id)
    with acting_as(road.sender):
        left = Remnant.objects.get(kept=Kept.REFERRAL_CONTENT, subject_id=gone.referral_id)
        assert (left.was_last, bool(left.reference)) == (False, True)

    _run(road, timezone.now() + timedelta(days=11 * YEAR_DAYS))
    assert list(_tables_that_say(GONE)) == []
    assert len(list(default_backend().stored())) < stored
    for actor in (supervisor, road.sender, world.member(world.desk, Role.ANALYST)):
        with acting_as(actor), pytest.raises(NotFound):
            told(gone.referral_id)
    for actor in (supervisor, world.member(world.desk, Role.ANALYST)):
        assert queue_page(actor, QueueFilters(text=f"{GONE}@example.org", is_closed=None)).lines == ()
        lines = all_lines(actor, QueueFilters(is_closed=None), Sort.NEWEST)
        assert gone.referral_id not in {line.referral_id for line in lines}

    with acting_as(supervisor):
        assert told(held.referral_id).referral.narrative == f"{HELD} wrote twice."
        assert read_sealed(held.sealed_id)
    with acting_as(road.sender), pytest.raises(NotFound):
        told(held.referral_id)
    after = _verdict()
    assert (after.faults, after.entries > before.entries, after.erased > before.erased) == ((), True, True)
    assert any(fact.was_last and fact.files == 1 for fact in erased_lately(world.administrator(road.kent)))

    release_hold(second, hold_id, "The court is done.")
    now = timezone.now() + timedelta(days=12 * YEAR_DAYS)
    assert plan(world.program(road.kent), now).now == 0, "it is told of anew before it goes"
    _run(road, now)
    assert list(_tables_that_say(HELD)) == []
    assert django_settings.CAUSEWAY_VAULT
