"""What demand keeps of each referral is what the ledger and the records say, entry by entry or all anew."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import numpy as np
import pytest
from typer.testing import CliRunner

from causeway.cli.app import app
from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.errors import NotPermitted
from causeway.hub.base.organisations.actors import all_programs
from causeway.hub.commons.demand.commands.count_again import recount
from causeway.hub.commons.demand.facts import BANDS, STATUSES, Items, Step
from causeway.hub.commons.demand.gathering import items_between
from causeway.hub.commons.demand.models import CountedOutcome, CountedSubject
from causeway.hub.commons.demand.queries.work import work
from causeway.hub.road.cases.commands.take_referral import open_case
from causeway.hub.road.outcomes.commands.record_outcome import record_outcome
from causeway.hub.road.queues.commands.take_item import take_item
from causeway.hub.road.queues.models import QueueItem
from causeway.hub.road.queues.queries.opening import open_referral
from causeway.vocabulary.findings import Band
from causeway.vocabulary.organisations import Role
from causeway.vocabulary.outcomes import Outcome, OutcomeStatus
from hub.demand.conftest import Demand
from hub.demand.direct_reading import newest_document, steps_of, times_read

ONGOING = Outcome(status=OutcomeStatus.ONGOING, is_useful=True, missing=("upload_ip",))
SAFE = Outcome(status=OutcomeStatus.CHILD_SAFEGUARDED, children_safeguarded=2, share_children=True, share_status=True)


@pytest.fixture
def happened(demand: Demand) -> list[UUID]:
    """Three referrals, of which the first was read, taken and answered twice, the second read, the third left."""
    referrals = [demand.arrive(days_ago=days) for days in (3, 2, 1)]
    investigator = demand.road.investigator()
    open_referral(investigator, referrals[0])
    take_item(investigator, referrals[0])
    open_case(investigator, referrals[0])
    open_referral(investigator, referrals[0])
    open_referral(demand.road.world.member(demand.road.world.desk, Role.ANALYST), referrals[1])
    record_outcome(investigator, referrals[0], ONGOING)
    demand.road.tell()
    demand.count()
    record_outcome(investigator, referrals[0], SAFE)
    demand.road.tell()
    demand.count()
    return referrals


def readers(demand: Demand) -> list[Actor]:
    road = demand.road
    return [road.world.member(each, Role.SUPERVISOR) for each in (road.force, road.world.desk, road.service)]


def items_of(demand: Demand, actor: Actor) -> Items:
    since, until = demand.now - timedelta(days=400), demand.now + timedelta(days=1)
    with acting_as(actor):
        return items_between(actor, since, until, until)


def item(items: Items, referral_id: UUID) -> Any:
    (place,) = np.flatnonzero(items["referral"] == referral_id.bytes)
    return items.rows[place]


def test_the_counts_say_what_the_ledger_and_the_records_say(demand: Demand, happened: Sequence[UUID]) -> None:
    for actor in readers(demand):
        items = items_of(demand, actor)
        assert len(items) == len(happened)
        for referral_id in happened:
            row = item(items, referral_id)
            assert {step: row[step] for step in Step if not np.isnan(row[step])} == steps_of(actor, referral_id)
            document = newest_document(actor, referral_id)
            assert (row["status"] >= 0) == (document is not None)
            if document is not None:
                assert STATUSES[row["status"]] == document["status"]
                assert row["children"] == document["children_safeguarded"]


def test_how_often_it_was_read_is_counted_for_whoever_read_it(demand: Demand, happened: Sequence[UUID]) -> None:
    force, *_ = readers(demand)
    with acting_as(force):
        counted = dict(CountedSubject.objects.values_list("subject_id", "times_read"))
    assert counted[happened[0]] == times_read(force, happened[0]) > 1
    assert happened[1] not in counted, "the desk alone read that one"


def _kept(actor: Actor) -> list[dict[str, Any]]:
    with acting_as(actor):
        rows = [*CountedSubject.objects.values(), *CountedOutcome.objects.values()]
    kept = [{name: value for name, value in each.items() if name != "id"} for each in rows]
    return sorted(kept, key=str)


def test_all_counted_anew_is_what_was_counted_entry_by_entry(demand: Demand, happened: Sequence[UUID]) -> None:
    for program in all_programs():
        before = _kept(program)
        recount(program)
        assert _kept(program) == before
    with pytest.raises(NotPermitted):
        recount(readers(demand)[0])


def test_what_is_spoilt_is_mended_by_the_command(demand: Demand, happened: Sequence[UUID]) -> None:
    program = demand.road.world.program(demand.road.force)
    right = _kept(program)
    with acting_as(program):
        CountedSubject.objects.update(seen_at=None, times_read=0)
        CountedOutcome.objects.all().delete()
    run = CliRunner().invoke(app, ["demand", "recount", "--organisation", demand.road.force.name])
    assert run.exit_code == 0, run.output
    assert "Kent Police: " in run.output
    assert _kept(program) == right


def test_a_band_a_closing_and_a_bundle_that_come_later_show_at_once(demand: Demand, happened: Sequence[UUID]) -> None:
    force, *_ = readers(demand)
    with acting_as(demand.road.world.program(demand.road.force)):
        line = QueueItem.objects.filter(referral_id=happened[1])
        line.update(band=Band.LOW.value, closed_at=demand.now, duplicate_of_id=happened[0])
    row = item(items_of(demand, force), happened[1])
    assert BANDS[row["band"]] is Band.LOW
    assert row["closed_at"] == demand.now.timestamp()
    assert row["line"] == happened[0].bytes
    with acting_as(demand.road.world.program(demand.road.force)):
        QueueItem.objects.filter(referral_id=happened[1]).update(closed_at=None)
    assert np.isnan(item(items_of(demand, force), happened[1])["closed_at"])


def test_a_sender_keeps_no_band_and_nothing_of_what_others_did(demand: Demand, happened: Sequence[UUID]) -> None:
    *_, service = readers(demand)
    items = items_of(demand, service)
    assert (items["band"] == -1).all()
    assert all(np.isnan(items[step]).all() for step in (Step.SEEN, Step.TAKEN, Step.CASE, Step.SENT_ON))


def test_work_counts_each_act_as_often_as_it_was_done(demand: Demand, happened: Sequence[UUID]) -> None:
    force, *_ = readers(demand)
    with acting_as(demand.road.world.program(demand.road.force)):
        # The queue's own follower, which names the case on the line, does not run here.
        case = CountedSubject.objects.exclude(subject_id__in=happened).get(times_opened=1)
        QueueItem.objects.filter(referral_id=happened[0]).update(case_id=case.subject_id)
    found = work(force, replace(demand.period, weeks=13), now=demand.now + timedelta(hours=1))
    assert {act.value: number for act, number in found.acts} == {
        "queue.taken": 1, "case.opened": 1, "outcome.recorded": 2,
    }  # fmt: skip
    assert found.comparison.children == 2
