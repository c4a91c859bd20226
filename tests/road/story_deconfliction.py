"""Three forces work on one number: two of them openly, the third in silence; one agrees to share more. On another
number two work in silence.
"""

from typing import TYPE_CHECKING

from django.utils import timezone

from causeway.hub.road.deconfliction.commands.consent import NewShare, consent_to_share
from causeway.hub.road.deconfliction.commands.register import register_selectors
from causeway.hub.road.deconfliction.queries.overlaps import overlaps
from causeway.hub.road.deconfliction.registering import Named, Terms
from causeway.hub.road.deconfliction.words import Way
from causeway.vocabulary.organisations import Role
from causeway.vocabulary.selectors import Selector, SelectorKind

if TYPE_CHECKING:
    from road.stories import Story

NUMBER = Selector(kind=SelectorKind.PHONE, value="+447700900123")
QUIET_NUMBER = Selector(kind=SelectorKind.PHONE, value="+447700900124")


def register_interests(story: "Story") -> None:
    """Each registers the number; the worker compares afterwards."""
    for force in (story.force, story.other_force, story.outsider):
        terms = Terms(case_reference=f"OP-{force.name[:5]}", is_silent=force is story.outsider)
        investigator = story.world.member(force, Role.INVESTIGATOR)
        named = [Named(label="The quay's number", selector=NUMBER)]
        register_selectors(investigator, terms, named, Way.TYPED, now=timezone.now())
    for force in (story.force, story.other_force):
        terms = Terms(case_reference="OP-HUSH", is_silent=True)
        named = [Named(label="The ferry's number", selector=QUIET_NUMBER)]
        investigator = story.world.member(force, Role.INVESTIGATOR)
        register_selectors(investigator, terms, named, Way.TYPED, now=timezone.now())


def agree_to_share(story: "Story") -> None:
    """One side agrees; the other has not yet."""
    investigator = story.world.member(story.force, Role.INVESTIGATOR)
    (met,) = overlaps(investigator, now=timezone.now())
    share = NewShare(case_reference="OP-KEEL", officer="Ines Ferry", contact="ines@example.org")
    consent_to_share(investigator, met.id, share, now=timezone.now())
