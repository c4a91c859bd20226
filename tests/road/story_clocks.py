"""A desk gives a clock other terms, and a service says which days it does not work."""

from typing import TYPE_CHECKING

from django.utils import timezone

from causeway.hub.base.clocks.commands.choose import NewClock, choose_calendar, choose_clock
from causeway.timing import Duty, Term, Unit
from causeway.vocabulary.organisations import Role

if TYPE_CHECKING:
    from road.stories import Story


def choose_terms(story: "Story") -> None:
    """Each chooses for itself."""
    now, world = timezone.now(), story.world
    chosen = NewClock(term=Term(count=5, unit=Unit.WORKING_DAYS), reason="Policy 12.")
    choose_clock(world.member(world.desk, Role.SUPERVISOR), Duty.QUESTION, chosen, now=now)
    choose_calendar(world.administrator(story.other_service), "GB-SCT", [], "Our desk is in Leith.", now=now)
