"""What the desk takes from the ledger: that a candidate's referral was sent, and when a check may come."""

import secrets

from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.following import EntryFact, follows
from causeway.hub.road.candidates.commands.place_check import place_check
from causeway.hub.road.candidates.models import Candidate
from causeway.hub.road.candidates.settings import settings_of_desk

_chance = secrets.SystemRandom()


@follows(Act.REFERRAL_ACCEPTED)
def note_that_it_was_sent(actor: Actor, entry: EntryFact) -> None:
    """A candidate's identifier is its referral's."""
    Candidate.objects.filter(id=entry.subjects[0], sent_at=None).update(sent_at=entry.at)


@follows(Act.CANDIDATE_TAKEN)
def place_a_check_by_chance(actor: Actor, entry: EntryFact) -> None:
    """So many checks come with a hundred candidates that are taken on, at moments that nobody can foresee."""
    if may(actor, Permission.KEEP_CANDIDATES) and _chance.random() * 100 < settings_of_desk().checks_percent:
        place_check(actor, timezone.now())
