"""A force asks and confirms, the sender answers; the desk stands between them, and clocks run at both ends."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.errors import Conflict, Invalid, NotFound, NotPermitted
from causeway.hub.base.clocks.keeping import ClockFact, ClockKind, clocks_of
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.timeline import timeline_of
from causeway.hub.base.notices.models import Notice
from causeway.hub.road.queues.models import Work
from causeway.hub.road.queues.queries.opening import open_referral
from causeway.hub.road.referrals.commands.acknowledge_do_not_alert import acknowledge_do_not_alert
from causeway.hub.road.referrals.commands.ask_sender import answer_question, ask_sender
from causeway.hub.road.referrals.commands.pause_question import pause_question, resume_question
from causeway.hub.road.referrals.commands.supplement_referral import NewSupplement, supplement_referral
from causeway.hub.road.referrals.queries.facts import questions_of
from causeway.hub.road.referrals.queries.referral_view import questions_on
from causeway.vocabulary.organisations import Role
from hub.desk_at_work import DeskAtWork, about


@pytest.fixture
def referral_id(road: DeskAtWork) -> UUID:
    """A referral with a force, whose subject must not be alerted."""
    sent = road.send(about("tidepool", do_not_alert_until=datetime(2031, 1, 15, tzinfo=UTC).date()))
    road.work()
    return sent


def _clock(actor: Actor, question_id: UUID) -> ClockFact:
    with acting_as(actor):
        (clock,) = clocks_of([question_id])[question_id]
    assert clock.kind is ClockKind.QUESTION
    return clock


def _mails(actor: Actor) -> list[tuple[str, str]]:
    with acting_as(actor):
        return list(Notice.objects.filter(channel="mail").order_by("created_at").values_list("to", "subject"))


def _acts(actor: Actor, referral_id: UUID) -> list[Act]:
    with acting_as(actor):
        return [entry.act for entry in timeline_of(referral_id)]


def test_a_question_starts_a_clock_at_both_ends_and_its_answer_stops_both(road: DeskAtWork, referral_id: UUID) -> None:
    responder = road.world.member(road.service, Role.SERVICE_RESPONDER)
    investigator = road.world.member(road.kent, Role.INVESTIGATOR)
    question_id = ask_sender(investigator, referral_id, "Which room was it?")
    road.work()
    (question,) = questions_on(responder, referral_id)
    for actor in (investigator, responder):
        assert (_clock(actor, question_id).due_at, _clock(actor, question_id).stopped_at) == (question.due_at, None)
    (told,) = _mails(responder)
    assert told[0] == road.world.email_of(responder)
    assert "A question about referral CW-" in told[1]
    answer_question(responder, question_id, NewSupplement(text="The evening room."))
    road.work()
    for actor in (investigator, responder):
        assert _clock(actor, question_id).stopped_at
    assert [subject for _, subject in _mails(investigator) if "was answered" in subject]


def test_a_question_pauses_at_both_ends_and_the_sender_does_not_see_why(road: DeskAtWork, referral_id: UUID) -> None:
    investigator = road.world.member(road.kent, Role.INVESTIGATOR)
    question_id = ask_sender(investigator, referral_id, "Which room was it?")
    road.work()
    before = _clock(investigator, question_id).due_at
    with pytest.raises(Invalid):
        pause_question(investigator, question_id, " ")
    with pytest.raises(NotPermitted):
        pause_question(road.sender, question_id, "We are away.")
    with pytest.raises(NotFound):
        pause_question(road.world.member(road.world.desk, Role.ANALYST), question_id, "It is another's question.")
    pause_question(investigator, question_id, "Their office is closed.")
    road.work()
    with acting_as(investigator):
        assert (questions_of(referral_id)[0].is_paused, questions_of(referral_id)[0].is_own) == (True, True)
    with acting_as(road.desk):
        assert not questions_of(referral_id)[0].is_own
    assert _clock(investigator, question_id).is_paused
    assert _clock(road.sender, question_id).is_paused
    assert questions_on(road.sender, referral_id)[0].is_paused
    with acting_as(road.sender):
        (told,) = timeline_of(referral_id, acts=[Act.QUESTION_PAUSED])
        assert "office" not in str(told.details)
    with pytest.raises(Conflict):
        pause_question(investigator, question_id, "Twice.")
    resume_question(investigator, question_id)
    road.work()
    (question,) = questions_on(road.sender, referral_id)
    assert not question.is_paused
    assert question.due_at > before
    for actor in (investigator, road.sender):
        clock = _clock(actor, question_id)
        assert (clock.due_at, clock.is_paused) == (question.due_at, False)


def test_where_nobody_answers_for_a_sender_its_mailbox_is_told(road: DeskAtWork, referral_id: UUID) -> None:
    ask_sender(road.world.member(road.world.desk, Role.ANALYST), referral_id, "Which room was it?")
    road.work()
    assert [to for to, _ in _mails(road.sender)] == [road.service.mailbox]


def test_a_question_that_nobody_answers_warns_and_climbs_at_both_ends(road: DeskAtWork, referral_id: UUID) -> None:
    investigator = road.world.member(road.kent, Role.INVESTIGATOR)
    question_id = ask_sender(investigator, referral_id, "Which room was it?")
    road.work()
    due_at = _clock(investigator, question_id).due_at
    for late, subject in ((timedelta(days=-1), "A deadline is near"), (timedelta(days=1), "A deadline has passed")):
        road.work(due_at + late)
        for actor in (investigator, road.sender):
            with acting_as(actor):
                assert Notice.objects.filter(about_id=question_id, subject=subject).exists()


def test_the_sender_reads_of_what_a_force_asked_and_confirmed_and_never_which_force(
    road: DeskAtWork, referral_id: UUID
) -> None:
    investigator = road.world.member(road.kent, Role.INVESTIGATOR)
    question_id = ask_sender(investigator, referral_id, "Which room was it?")
    acknowledge_do_not_alert(investigator, referral_id)
    road.work()
    answer_question(road.sender, question_id, NewSupplement(text="The evening room."))
    supplement_referral(road.sender, referral_id, NewSupplement(text="There was a second room."))
    road.work()
    assert {Act.QUESTION_ASKED, Act.DO_NOT_ALERT_ACKNOWLEDGED} <= set(_acts(road.sender, referral_id))
    assert {Act.QUESTION_ANSWERED, Act.REFERRAL_SUPPLEMENTED} <= set(_acts(investigator, referral_id))
    happened = open_referral(road.sender, referral_id).happenings
    assert "Question asked of the sender" in {happening.title for happening in happened}
    assert not [happening for happening in happened if "Kent" in happening.by]
    assert questions_on(road.sender, referral_id)[0].asked_by == "Causeway Desk"


def test_do_not_alert_is_acknowledged_once_for_each_organisation(road: DeskAtWork, referral_id: UUID) -> None:
    investigator = road.world.member(road.kent, Role.INVESTIGATOR)
    for person in (investigator, investigator, road.world.member(road.kent, Role.SUPERVISOR)):
        acknowledge_do_not_alert(person, referral_id)
    road.work()
    for reader in (road.sender, investigator):
        assert _acts(reader, referral_id).count(Act.DO_NOT_ALERT_ACKNOWLEDGED) == 1
    acknowledge_do_not_alert(road.world.member(road.world.desk, Role.ANALYST), referral_id)
    road.work()
    assert _acts(road.sender, referral_id).count(Act.DO_NOT_ALERT_ACKNOWLEDGED) == 2


def test_an_answer_that_is_passed_on_is_cleared_once(road: DeskAtWork, referral_id: UUID) -> None:
    question_id = ask_sender(road.world.member(road.kent, Role.INVESTIGATOR), referral_id, "Which room was it?")
    road.work()
    answer_question(road.sender, question_id, NewSupplement(text="The evening room."))
    road.work()
    with acting_as(road.desk):
        assert Work.objects.filter(referral_id=referral_id, stage="clear").count() == 2
