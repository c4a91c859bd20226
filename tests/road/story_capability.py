"""The force assesses itself twice: one version is published and shown, one draft is with a reviewer."""

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from causeway.hub.knowledge.capability.commands.assess import judge, start_assessment
from causeway.hub.knowledge.capability.commands.publish import publish_assessment, share_published
from causeway.hub.knowledge.capability.commands.remind import remind_of_steps
from causeway.hub.knowledge.capability.commands.review import comment_on, invite_reviewer
from causeway.hub.knowledge.capability.judgements import Judgement, View
from causeway.hub.knowledge.capability.model_response import Phase
from causeway.vocabulary.organisations import Role

if TYPE_CHECKING:
    from road.stories import Story


def assessments(story: "Story") -> None:
    """A shared version, and a draft on which the body has said a word."""
    administrator = story.world.administrator(story.force)
    judgement = Judgement(
        capability="leadership",
        phase=Phase.PARTLY,
        reasons="A board meets.",
        next_step="Meet.",
        next_step_on=date(2026, 2, 1),
    )
    first = start_assessment(administrator, about="Kent", as_of=date(2026, 1, 1))
    judge(administrator, first, judgement)
    share_published(administrator, publish_assessment(administrator, first), is_shared=True)
    remind_of_steps(story.world.program(story.force), datetime(2026, 1, 25, tzinfo=UTC))
    second = start_assessment(administrator, about="Kent", as_of=date(2026, 6, 1))
    judge(administrator, second, judgement)
    invitation_id = invite_reviewer(administrator, second, story.body.id)
    lead = story.world.member(story.body, Role.SAFEGUARDING_LEAD)
    comment_on(lead, invitation_id, "leadership", view=View.AGREE)
