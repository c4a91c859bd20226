"""The desk proposes a policy of priority, compares it and puts it live."""

from typing import TYPE_CHECKING

from django.utils import timezone

from causeway.hub.road.assessments.commands.policies import propose_policy, put_policy_live
from causeway.hub.road.queues.policies.judging_again import compare_proposed
from causeway.triage import priority_policy, shipped_priority_policy
from causeway.vocabulary.organisations import Role

if TYPE_CHECKING:
    from road.stories import Story


def policies(story: "Story") -> None:
    """One policy, in force."""
    desk = story.world.desk
    text = shipped_priority_policy().replace(f'"{priority_policy().version}"', '"ours"')
    policy_id = propose_policy(story.world.member(desk, Role.SUPERVISOR), text, note="To try it.")
    compare_proposed(story.world.program(desk), timezone.now())
    put_policy_live(
        story.world.member(desk, Role.SUPERVISOR), policy_id, live_from=None, reason="Seen.", recall_reason="Young."
    )
