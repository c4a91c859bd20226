"""What an organisation of the story keeps, holds back and has erased, so that no table of retention is empty."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from causeway.hub.road.intake.commands.keep_draft import start_draft
from causeway.hub.road.retention.commands.choose import choose_retention
from causeway.hub.road.retention.commands.hold import hold_referral
from causeway.hub.road.retention.commands.run import erase_what_ended
from causeway.hub.road.retention.commands.tell import warn_of_endings
from causeway.timing import WARN_DAYS, YEAR_DAYS, Kept
from causeway.vocabulary.organisations import Role

if TYPE_CHECKING:
    from road.stories import Story


def kept_and_erased(story: "Story") -> None:
    """The force holds a referral back; another service has drafts that end, one of them for good."""
    world, force, service = story.world, story.force, story.other_service
    choose_retention(world.administrator(force), Kept.CASE, 12 * YEAR_DAYS, "Policy 12.")
    hold_referral(world.member(force, Role.SUPERVISOR), story.referral, "A court order.")
    sender, program = world.member(service, Role.SENDER), world.program(service)
    for days in (100, 130):
        start_draft(sender)
        now = timezone.now() + timedelta(days=days)
        warn_of_endings(program, now - timedelta(days=WARN_DAYS))
        if days == 100:
            erase_what_ended(program, now)
