"""A sender sees each step of its referral, on the page, in the feed and by webhook alike, and never which force."""

from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.timeline import timeline_of
from causeway.hub.base.notices.commands.manage_webhooks import add_webhook
from causeway.hub.base.notices.models import Notice
from causeway.hub.base.rows.documents import to_document
from causeway.hub.base.walls.models import walled_models
from causeway.hub.road.outcomes.commands.record_outcome import record_outcome
from causeway.hub.road.outcomes.queries.feed import FeedItem, feedback_feed, feedback_on
from causeway.hub.road.outcomes.queries.whereabouts import Stage, whereabouts
from causeway.hub.road.queues.commands.propose_hand_over import propose_hand_over
from causeway.hub.road.referrals.commands.acknowledge_do_not_alert import acknowledge_do_not_alert
from causeway.hub.road.referrals.commands.ask_sender import answer_question, ask_sender
from causeway.hub.road.referrals.commands.supplement_referral import NewSupplement, supplement_referral
from causeway.hub.road.routes.commands.hand_over import acknowledge_hand_over
from causeway.vocabulary.organisations import Category, Role
from causeway.vocabulary.outcomes import Outcome, OutcomeStatus
from hub.conftest import SmallWorld
from hub.desk_at_work import DeskAtWork, about, desk_at_work

_STAGES = (Act.REFERRAL_ACCEPTED, Act.REFERRAL_CLEARED, Act.REFERRAL_WITH_FORCE)


@pytest.fixture
def desk(world: SmallWorld, tmp_path: Path, settings: Any) -> DeskAtWork:
    """A desk at work, with a vault of the test's own."""
    settings.CAUSEWAY_VAULT = tmp_path / "vault"
    return desk_at_work(world)


def _feed(desk: DeskAtWork) -> list[FeedItem]:
    return list(feedback_feed(desk.sender).items)


def _hand_over(desk: DeskAtWork, referral_id: UUID) -> None:
    propose_hand_over(desk.world.member(desk.kent, Role.DUTY_OFFICER), referral_id, desk.essex.id, "They moved.")
    acknowledge_hand_over(desk.world.member(desk.essex, Role.DUTY_OFFICER), referral_id)


def test_a_referral_without_a_force_is_with_the_desk(desk: DeskAtWork) -> None:
    referral_id = desk.send(about("tidepool", force=None))
    assert whereabouts(desk.sender, referral_id).stage is Stage.RECEIVED
    desk.work()
    assert whereabouts(desk.sender, referral_id).stage is Stage.WITH_DESK
    assert [item.stage for item in _feed(desk)] == [Stage.RECEIVED, Stage.WITH_DESK]
    with acting_as(desk.sender):
        (cleared,) = timeline_of(referral_id, acts=[Act.REFERRAL_CLEARED])
    assert cleared.details == {}


def test_the_feed_and_the_webhook_carry_the_same_steps(desk: DeskAtWork) -> None:
    add_webhook(desk.world.administrator(desk.service), url="http://127.0.0.1:9/hook", acts=_STAGES)
    desk.send(about("tidepool"))
    desk.work()
    items = _feed(desk)
    assert [item.stage for item in items] == [Stage.RECEIVED, Stage.WITH_DESK, Stage.WITH_FORCE]
    with acting_as(desk.sender):
        sent = [notice.body for notice in Notice.objects.filter(channel="webhook").order_by("created_at", "id")]
    carried = [body["data"]["feedback"] for body in sent]
    assert sorted(carried, key=str) == sorted(map(to_document, items), key=str)


def test_a_step_is_told_once_however_often_it_is_taken(desk: DeskAtWork) -> None:
    desk.world.agree(desk.kent, desk.essex, Category.REFERRAL)
    referral_id = desk.send(about("tidepool"))
    desk.work()
    supplement_referral(desk.sender, referral_id, NewSupplement(text="There was a second room."))
    desk.work()
    _hand_over(desk, referral_id)
    desk.work()
    assert [item.stage for item in _feed(desk)] == [Stage.RECEIVED, Stage.WITH_DESK, Stage.WITH_FORCE]
    with acting_as(desk.sender):
        told = timeline_of(referral_id)
    assert {entry.organisation_id for entry in told} == {desk.service.id, desk.world.desk.id}


def test_the_feed_goes_on_where_its_cursor_stands_through_every_step(desk: DeskAtWork) -> None:
    desk.send(about("tidepool"))
    desk.work()
    whole, cursor = feedback_feed(desk.sender), -1
    assert feedback_on(desk.sender, whole.items[0].referral_id) == whole.items
    assert feedback_on(desk.world.member(desk.world.desk, Role.ANALYST), whole.items[0].referral_id) == ()
    pieces: list[FeedItem] = []
    while (page := feedback_feed(desk.sender, after=cursor, limit=1)).items:
        pieces += page.items
        cursor = page.cursor
    assert tuple(pieces) == whole.items
    assert (page.cursor, feedback_feed(desk.sender, after=whole.cursor).items) == (whole.cursor, ())


def test_whatever_a_force_does_with_a_referral_its_sender_reads_nowhere_which_force(desk: DeskAtWork) -> None:
    desk.world.agree(desk.kent, desk.essex, Category.REFERRAL)
    referral_id = desk.send(about("tidepool", do_not_alert_until=date(2031, 1, 15)))
    desk.work()
    investigator = desk.world.member(desk.kent, Role.INVESTIGATOR)
    acknowledge_do_not_alert(investigator, referral_id)
    question_id = ask_sender(investigator, referral_id, "Which room was it?")
    desk.work()
    answer_question(desk.sender, question_id, NewSupplement(text="The evening room."))
    record_outcome(investigator, referral_id, Outcome(status=OutcomeStatus.ONGOING, is_useful=True))
    _hand_over(desk, referral_id)
    desk.work()
    assert whereabouts(desk.sender, referral_id).stage is Stage.FEEDBACK
    traces = {str(desk.kent.id), desk.kent.name, str(desk.essex.id), desk.essex.name, str(investigator.member_id)}
    naming = set()
    with acting_as(desk.sender), connection.cursor() as cursor:
        for model in walled_models():
            table = model._meta.db_table
            cursor.execute(f"SELECT t::text FROM {table} t")
            if any(trace in row for (row,) in cursor.fetchall() for trace in traces):
                naming.add(table)
    # The directory, and the accounts, which are read before anybody has signed in, name everybody.
    assert naming == {"organisations_account", "organisations_organisation"}
