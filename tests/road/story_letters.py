"""The desk wrote to the service how complete its referrals were."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.rows.documents import to_document
from causeway.hub.road.outcomes.models import CompletenessLetter
from causeway.triage.completeness_trend import SenderCompleteness
from causeway.vocabulary.organisations import Role

if TYPE_CHECKING:
    from road.stories import Story


def letters(story: "Story") -> None:
    """One letter. The story has too few referrals for a real one, which rests on ten."""
    analyst = story.world.member(story.world.desk, Role.ANALYST)
    now = timezone.now()
    found = SenderCompleteness(sender=str(story.service.id), referrals=10, score=70.0, months=(), gaps=())
    with acting_as(analyst):
        CompletenessLetter(
            desk_id=story.world.desk.id,
            sender_id=story.service.id,
            starts_on=now.date() - timedelta(days=91),
            ends_on=now.date(),
            document=to_document(found),
            released_by_id=analyst.member_id or story.world.desk.id,
            released_at=now,
        ).save(force_insert=True)
