"""What a person of the desk says of how two of the story's referrals hang together, so that no table of clusters is
empty.
"""

from typing import TYPE_CHECKING

from causeway.hub.road.clusters.commands.judge import Judged
from causeway.hub.road.queues.commands.judge_referrals import judge_referrals
from causeway.vocabulary.organisations import Role

if TYPE_CHECKING:
    from road.stories import Story


def judged_by_a_person(story: "Story") -> None:
    """Two that one force holds, and that share a mailbox, are not of one person."""
    analyst = story.world.member(story.world.desk, Role.ANALYST)
    judged = Judged(referral_id=story.referral, other_ids=(story.emergency,), is_same=False)
    judge_referrals(analyst, judged, "The mailbox belongs to a family.")
