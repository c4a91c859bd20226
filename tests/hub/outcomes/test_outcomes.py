"""What came of a referral is recorded whole, and the sender is told its part of it: field by field, on its day."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from causeway.hub.base.acting.actors import Scope
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.errors import Invalid, NotFound, NotPermitted
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.sequencing import sequence
from causeway.hub.base.ledger.timeline import timeline_of
from causeway.hub.base.rows.documents import to_document
from causeway.hub.road.outcomes.commands.give_feedback import give_due_feedback
from causeway.hub.road.outcomes.commands.record_outcome import record_outcome
from causeway.hub.road.outcomes.models import OutcomeRecord
from causeway.hub.road.outcomes.queries.feed import feedback_feed
from causeway.hub.road.outcomes.queries.feedback import feedback_of, feedback_page, feedback_summary
from causeway.hub.road.outcomes.queries.outcomes import outcomes_of
from causeway.hub.road.outcomes.queries.whereabouts import Stage, whereabouts
from causeway.hub.road.outcomes.rules import faults_of, shared_part
from causeway.hub.road.referrals.queries.told import told
from causeway.vocabulary.organisations import Role
from causeway.vocabulary.outcomes import ClosureReason, NotUsefulReason, Outcome, OutcomeStatus, SharedOutcome
from hub.told_referrals import Road

WHOLE = Outcome(
    status=OutcomeStatus.ARREST,
    arrests=1,
    victims_identified=2,
    children_safeguarded=2,
    is_useful=True,
    missing=("upload_ip", "ages"),
)


def test_by_default_the_sender_learns_whether_it_was_useful_and_what_was_missing_and_nothing_else(road: Road) -> None:
    referral_id = road.referral()
    record_outcome(road.investigator(), referral_id, WHOLE)
    road.tell()
    (given,) = feedback_of(road.world.member(road.service, Role.SENDER), referral_id)
    assert given.outcome == SharedOutcome(is_useful=True, missing=("upload_ip", "ages"))


def test_the_force_may_share_a_status_and_the_children_and_never_an_arrests_number() -> None:
    shared = shared_part(
        Outcome(
            status=OutcomeStatus.ARREST,
            arrests=3,
            victims_identified=2,
            children_safeguarded=1,
            is_useful=True,
            missing=("ages",),
            note_to_sender="Thank you.",
            share_status=True,
            share_arrest=True,
            share_children=True,
            share_useful=False,
            share_missing=False,
        )
    )
    assert shared == SharedOutcome(
        status=OutcomeStatus.ARREST, victims_identified=2, children_safeguarded=1, note_to_sender="Thank you."
    )


@pytest.mark.parametrize(
    ("status", "told_as"),
    [
        (OutcomeStatus.ARREST, OutcomeStatus.ONGOING),
        (OutcomeStatus.CONVICTION, OutcomeStatus.CLOSED),
        (OutcomeStatus.REFERRED_ON, OutcomeStatus.REFERRED_ON),
    ],
)
def test_an_arrest_or_a_conviction_is_told_only_where_the_force_ticks_it(
    status: OutcomeStatus, told_as: OutcomeStatus
) -> None:
    assert shared_part(Outcome(status=status)).status is None
    assert shared_part(Outcome(status=status, share_status=True)).status is told_as
    assert shared_part(Outcome(status=status, share_status=True, share_arrest=True)).status is status


def test_a_reason_for_closing_has_a_tick_of_its_own() -> None:
    """Else “closed” without a reason would tell of a conviction."""
    closed = Outcome(status=OutcomeStatus.CLOSED, closure_reason=ClosureReason.ADULT, share_status=True)
    assert shared_part(closed) == shared_part(Outcome(status=OutcomeStatus.CONVICTION, share_status=True))
    assert shared_part(replace(closed, share_closure_reason=True)).closure_reason is ClosureReason.ADULT


def test_an_outcome_recorded_before_there_was_a_tick_for_arrests_is_the_same_outcome(road: Road) -> None:
    referral_id, investigator = road.referral(), road.investigator()
    old = {
        name: value
        for name, value in to_document(WHOLE).items()
        if name not in {"share_arrest", "share_closure_reason"}
    }
    with acting_as(investigator):
        row = OutcomeRecord(
            referral_id=referral_id,
            dossier_id=told(referral_id).dossier_id,
            organisation_id=road.force.id,
            status=WHOLE.status.value,
            document=old,
            recorded_at=datetime.now(UTC),
        )
        row.save(force_insert=True)
    assert record_outcome(investigator, referral_id, WHOLE) == row.id


@pytest.mark.parametrize(
    ("outcome", "field"),
    [
        (Outcome(status=OutcomeStatus.CLOSED), "closure_reason"),
        (Outcome(status=OutcomeStatus.ONGOING, closure_reason=ClosureReason.ADULT), "closure_reason"),
        (Outcome(status=OutcomeStatus.ONGOING, is_useful=False), "not_useful_reason"),
        (Outcome(status=OutcomeStatus.ONGOING, not_useful_reason=NotUsefulReason.STALE), "not_useful_reason"),
        (Outcome(status=OutcomeStatus.ARREST, arrests=-1), "arrests"),
        (Outcome(status=OutcomeStatus.ARREST, victims_identified=10_001), "victims_identified"),
        (Outcome(status=OutcomeStatus.ONGOING, missing=("no_such_code",)), "missing"),
        (Outcome(status=OutcomeStatus.ONGOING, note_to_sender="x" * 2_001), "note_to_sender"),
    ],
)
def test_an_outcome_that_is_not_whole_is_refused_at_its_field(road: Road, outcome: Outcome, field: str) -> None:
    referral_id = road.referral()
    with pytest.raises(Invalid) as caught:
        record_outcome(road.investigator(), referral_id, outcome)
    assert caught.value.field == field
    assert [fault.field for fault in faults_of(outcome)] == [field]


def test_only_those_who_may_record_do_and_only_on_what_they_see(road: Road) -> None:
    referral_id = road.referral()
    for actor in (
        road.world.member(road.force, Role.SAFEGUARDING_LEAD),
        road.world.member(road.service, *Role),
        road.world.program(road.force),
    ):
        with pytest.raises(NotPermitted):
            record_outcome(actor, referral_id, WHOLE)
    with pytest.raises(NotFound):
        record_outcome(road.world.member(road.other_force, Role.INVESTIGATOR), referral_id, WHOLE)
    with pytest.raises(NotFound):
        record_outcome(road.investigator(), uuid4(), WHOLE)


def test_the_same_outcome_twice_is_one_and_another_is_kept_beside_it(road: Road) -> None:
    referral_id, investigator = road.referral(), road.investigator()
    first = record_outcome(investigator, referral_id, WHOLE)
    assert record_outcome(investigator, referral_id, WHOLE) == first
    record_outcome(investigator, referral_id, Outcome(status=OutcomeStatus.ONGOING))
    assert [item.outcome.status for item in outcomes_of(investigator, [referral_id])] == ["ongoing", "arrest"]


def test_the_sender_sees_the_entry_of_its_feedback_and_not_that_of_the_outcome(road: Road) -> None:
    referral_id = road.referral()
    record_outcome(road.investigator(), referral_id, WHOLE)
    road.tell()
    with acting_as(road.world.program(road.service)):
        entries = {entry.act: entry for entry in timeline_of(referral_id)}
    assert Act.OUTCOME_RECORDED not in entries
    given = entries[Act.FEEDBACK_GIVEN]
    assert given.details["outcome"]["is_useful"] is True
    assert "arrest" not in str(given.details)
    assert given.organisation_id == road.world.desk.id
    with acting_as(road.world.program(road.force)):
        acts = [entry.act for entry in timeline_of(referral_id)]
    assert Act.OUTCOME_RECORDED in acts
    (recorded,) = outcomes_of(road.investigator(), [referral_id])
    assert recorded.told_at


def test_the_sender_sees_none_of_the_record_itself(road: Road) -> None:
    referral_id = road.referral()
    record_outcome(road.investigator(), referral_id, WHOLE)
    assert outcomes_of(road.world.member(road.service, Role.SENDER), [referral_id]) == []
    assert len(outcomes_of(road.world.member(road.world.desk, Role.ANALYST), [referral_id])) == 1


def test_feedback_waits_for_its_day_and_an_outcome_that_was_replaced_is_never_told(road: Road) -> None:
    referral_id, investigator = road.referral(), road.investigator()
    day = datetime.now(UTC).date() + timedelta(days=30)
    early = Outcome(status=OutcomeStatus.ONGOING, is_useful=True, share_from=day)
    late = Outcome(
        status=OutcomeStatus.ARREST, is_useful=False, not_useful_reason=NotUsefulReason.STALE, share_from=day
    )
    record_outcome(investigator, referral_id, early)
    record_outcome(investigator, referral_id, late)
    sender = road.world.member(road.service, Role.SENDER)
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    assert road.tell(noon - timedelta(days=1)) == 0
    assert feedback_of(sender, referral_id) == []
    assert road.tell(noon) == 1
    assert road.tell(noon) == 0
    (given,) = feedback_of(sender, referral_id)
    assert given.outcome.not_useful_reason is NotUsefulReason.STALE
    with pytest.raises(NotPermitted):
        give_due_feedback(investigator, noon)


def test_another_organisation_reads_no_feedback_that_is_not_its_own(road: Road) -> None:
    referral_id = road.referral()
    record_outcome(road.investigator(), referral_id, WHOLE)
    road.tell()
    analyst = road.world.member(road.world.desk, Role.ANALYST)
    assert feedback_of(analyst, referral_id) == []
    assert feedback_page(analyst).total == 0
    with pytest.raises(NotPermitted):
        feedback_page(road.investigator())


def test_the_summary_counts_the_newest_word_on_each_referral(road: Road) -> None:
    investigator = road.investigator()
    useful, useless = road.referral(), road.referral()
    record_outcome(investigator, useful, WHOLE)
    record_outcome(investigator, useless, Outcome(status=OutcomeStatus.ONGOING, is_useful=True))
    stale = NotUsefulReason.STALE
    record_outcome(
        investigator,
        useless,
        Outcome(status=OutcomeStatus.ONGOING, is_useful=False, not_useful_reason=stale, missing=("ages",)),
    )
    record_outcome(investigator, road.referral(), Outcome(status=OutcomeStatus.ONGOING))
    road.tell()
    summary = feedback_summary(road.world.member(road.service, Role.SENDER))
    assert (summary.referrals, summary.rated, summary.useful, summary.useful_share) == (3, 2, 1, 0.5)
    assert summary.missing == (("ages", 2), ("upload_ip", 1))
    assert summary.not_useful == ((stale, 1),)


def test_the_feed_goes_on_where_its_cursor_stands(road: Road) -> None:
    investigator = road.investigator()
    ids = [road.referral() for _ in range(3)]
    for referral_id in ids:
        record_outcome(investigator, referral_id, WHOLE)
        road.tell()
    _, reader = road.world.credential(road.service, Scope.READ_FEEDBACK)
    assert feedback_feed(reader).items == ()
    with acting_as(road.world.program(road.world.desk)):
        sequence(datetime.now(UTC))
    first = feedback_feed(reader, limit=2)
    rest = feedback_feed(reader, after=first.cursor)
    assert [item.referral_id for item in (*first.items, *rest.items)] == ids
    again = feedback_feed(reader, after=rest.cursor)
    assert (again.items, again.cursor) == ((), rest.cursor)


def test_a_sender_sees_how_far_its_referral_came_and_nobody_elses(road: Road) -> None:
    referral_id = road.referral()
    sender = road.world.member(road.service, Role.SENDER)
    before = whereabouts(sender, referral_id)
    assert before.stage is Stage.RECEIVED
    record_outcome(road.investigator(), referral_id, WHOLE)
    road.tell()
    after = whereabouts(sender, referral_id)
    assert after.stage is Stage.FEEDBACK
    assert all(step.reached_at for step in after.steps)
    assert "Kent" not in repr(after)
    with pytest.raises(NotFound):
        whereabouts(road.world.member(road.world.desk, Role.ANALYST), referral_id)


def test_each_field_is_told_from_a_day_of_its_own(road: Road) -> None:
    referral_id, today = road.referral(), datetime.now(UTC).date()
    later, last = today + timedelta(days=10), today + timedelta(days=20)
    outcome = replace(
        WHOLE,
        note_to_sender="Thank you.",
        share_status=True,
        share_arrest=True,
        share_from=later,
        share_useful_from=today,
        share_note_from=last,
        share_arrest_from=last,
    )
    record_outcome(road.investigator(), referral_id, outcome)
    sender = road.world.member(road.service, Role.SENDER)
    told: list[SharedOutcome] = []
    for day in (today, later, last):
        road.tell(datetime(day.year, day.month, day.day, 23, 59, tzinfo=UTC))
        told.append(feedback_of(sender, referral_id)[0].outcome)
    first = SharedOutcome(is_useful=True)
    second = replace(first, missing=WHOLE.missing, status=OutcomeStatus.ONGOING)
    assert told == [first, second, replace(second, status=OutcomeStatus.ARREST, note_to_sender="Thank you.")]
    assert feedback_summary(sender).referrals == 1


def test_a_day_that_brings_nothing_new_is_not_told(road: Road) -> None:
    referral_id, later = road.referral(), datetime.now(UTC) + timedelta(days=10)
    outcome = Outcome(status=OutcomeStatus.ONGOING, is_useful=True, share_missing_from=later.date())
    record_outcome(road.investigator(), referral_id, outcome)
    assert (road.tell(), road.tell(later + timedelta(days=1))) == (1, 0)


def test_a_note_can_be_held_back() -> None:
    outcome = Outcome(status=OutcomeStatus.ONGOING, note_to_sender="Thank you.")
    assert shared_part(outcome).note_to_sender == "Thank you."
    assert shared_part(replace(outcome, share_note=False)).note_to_sender is None


def test_the_force_sees_when_more_is_told(road: Road) -> None:
    referral_id, investigator = road.referral(), road.investigator()
    day = date(2030, 7, 2)
    record_outcome(investigator, referral_id, replace(WHOLE, share_missing_from=day))
    road.tell()
    (recorded,) = outcomes_of(investigator, [referral_id])
    assert recorded.told_at
    assert recorded.more_at == datetime(2030, 7, 1, 23, tzinfo=UTC)


def test_a_day_to_tell_lies_in_the_forces_own_zone(road: Road) -> None:
    referral_id = road.referral()
    day = date(2030, 7, 2)  # begins in London at 23:00 UTC of the day before
    record_outcome(road.investigator(), referral_id, Outcome(status=OutcomeStatus.ONGOING, share_from=day))
    assert road.tell(datetime(2030, 7, 1, 22, 59, tzinfo=UTC)) == 0
    assert road.tell(datetime(2030, 7, 1, 23, 1, tzinfo=UTC)) == 1
    assert isinstance(referral_id, UUID)
