"""A sender's webhook carries the feedback that the feed gives, and nobody else's carries any."""

from datetime import UTC, datetime

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.advancing import advance
from causeway.hub.base.ledger.following import followers
from causeway.hub.base.ledger.sequencing import sequence
from causeway.hub.base.notices.commands.manage_webhooks import add_webhook
from causeway.hub.base.notices.models import Notice
from causeway.hub.base.organisations.models import Organisation
from causeway.hub.base.rows.documents import to_document
from causeway.hub.road.outcomes.commands.record_outcome import record_outcome
from causeway.hub.road.outcomes.queries.feed import feedback_feed
from causeway.hub.road.outcomes.queries.whereabouts import Stage
from causeway.vocabulary.organisations import Role
from causeway.vocabulary.outcomes import Outcome, OutcomeStatus
from hub.told_referrals import Road

HOOK = "http://127.0.0.1:9/hook"
"""Nothing is sent here: what is owed is looked at."""


def _owed(road: Road, organisation: Organisation) -> list[dict[str, object]]:
    program = road.world.program(organisation)
    with acting_as(program):
        sequence(datetime(2026, 5, 2, tzinfo=UTC))
    for follower in followers():
        if "notices" in follower.name:
            advance(program, follower, acting_as)
    with acting_as(program):
        return [notice.body for notice in Notice.objects.filter(channel="webhook")]


def test_the_senders_webhook_and_the_feed_carry_the_same(road: Road) -> None:
    add_webhook(road.world.administrator(road.service), url=HOOK, acts=[Act.FEEDBACK_GIVEN])
    add_webhook(road.world.administrator(road.world.desk), url=HOOK, acts=[Act.FEEDBACK_GIVEN])
    referral_id = road.referral()
    outcome = Outcome(status=OutcomeStatus.ARREST, arrests=1, is_useful=True, missing=("upload_ip",))
    record_outcome(road.investigator(), referral_id, outcome)
    road.tell()
    (body,) = _owed(road, road.service)
    data = body["data"]
    assert isinstance(data, dict)
    (item,) = feedback_feed(road.world.member(road.service, Role.SENDER)).items
    assert item.stage is Stage.FEEDBACK
    assert data["feedback"] == to_document(item)
    assert "arrest" not in str(body)
    for told in _owed(road, road.world.desk):
        assert "feedback" not in str(told["data"])
