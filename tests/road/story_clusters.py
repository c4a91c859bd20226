"""What a person of the desk says of how two of the story's referrals hang together, and what is counted as widely
shared, so that no table of clusters is empty.
"""

from typing import TYPE_CHECKING

from django.utils import timezone

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.road.clusters.commands.judge import Judged
from causeway.hub.road.clusters.commands.note_widely_shared import note_widely_shared
from causeway.hub.road.clusters.commands.wear_out import note_worn_out
from causeway.hub.road.queues.cluster_pages.judge_referrals import judge_referrals
from causeway.hub.road.referrals.queries.told import told
from causeway.vocabulary.findings import WidelyShared, Worn
from causeway.vocabulary.organisations import Role
from causeway.vocabulary.selectors import SelectorKind

if TYPE_CHECKING:
    from road.stories import Story


def judged_by_a_person(story: "Story") -> None:
    """Two that one force holds, and that share a mailbox, are not of one person."""
    analyst = story.world.member(story.world.desk, Role.ANALYST)
    judged = Judged(referral_id=story.referral, other_ids=(story.emergency,), is_same=False)
    judge_referrals(analyst, judged, "The mailbox belongs to a family.")


def told_of_what_is_widely_shared(story: "Story") -> None:
    """A story has too few referrals for anything to wear out: what many would bring is put in for the desk and for each
    force that holds one.
    """
    with acting_as(story.world.program(story.world.desk)):
        note_worn_out([(SelectorKind.NAME, "ada rossi")], timezone.now())
    thing = WidelyShared(worn=Worn.NOTHING, shared_by=6_000, sha256="ab" * 32)
    with acting_as(story.world.program(story.world.desk)):
        for referral_id, force in ((story.referral, story.force), (story.other_referral, story.other_force)):
            for reader in (story.world.desk, force):
                dossier_id = told(referral_id).dossier_id
                note_widely_shared(referral_id, dossier_id, reader.id, [thing], timezone.now())
