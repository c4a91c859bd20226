"""An outcome that ends the work ends the wait in the queue; a case stays open until a person closes it."""

from uuid import UUID

import pytest

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.road.cases.commands.take_referral import open_case
from causeway.hub.road.cases.queries.case_view import open_to_read
from causeway.hub.road.outcomes.commands.import_outcomes import import_outcomes
from causeway.hub.road.outcomes.commands.record_outcome import record_outcome
from causeway.hub.road.queues.commands.rebuild import rebuild_queue
from causeway.hub.road.queues.models import QueueItem
from causeway.vocabulary.organisations import Role
from causeway.vocabulary.outcomes import ClosureReason, Outcome, OutcomeStatus
from hub.desk_at_work import DeskAtWork, about

CLOSED = Outcome(status=OutcomeStatus.CLOSED, closure_reason=ClosureReason.NO_CRIME)


@pytest.fixture
def investigator(road: DeskAtWork) -> Actor:
    """An investigator of the force that the referrals go to."""
    return road.world.member(road.kent, Role.INVESTIGATOR)


def _line(actor: Actor, referral_id: UUID) -> QueueItem:
    with acting_as(actor):
        return QueueItem.objects.get(referral_id=referral_id)


def test_an_outcome_from_a_file_closes_the_line_and_leaves_the_case_to_a_person(
    road: DeskAtWork, investigator: Actor
) -> None:
    referral_id = road.send(about("tidepool"))
    road.work()
    case_id = open_case(investigator, referral_id)
    text = f"reference,status,closure_reason\n{_line(investigator, referral_id).reference},closed,no_crime\n"
    import_outcomes(investigator, text.encode())
    road.work()
    assert _line(investigator, referral_id).closed_at
    assert open_to_read(investigator, case_id).closed_at is None
    rebuild_queue(road.program(road.kent))
    assert _line(investigator, referral_id).closed_at


def test_work_that_goes_on_opens_the_line_again(road: DeskAtWork, investigator: Actor) -> None:
    referral_id = road.send(about("tidepool"))
    road.work()
    for outcome, is_closed in ((CLOSED, True), (Outcome(status=OutcomeStatus.ARREST), False), (CLOSED, True)):
        record_outcome(investigator, referral_id, outcome)
        road.work()
        assert bool(_line(investigator, referral_id).closed_at) is is_closed
    open_case(investigator, referral_id)
    road.work()
    assert _line(investigator, referral_id).closed_at is None
