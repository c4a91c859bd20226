"""Recording which files, accounts, URLs and words of a referral stand in a bank, each once, as it was found."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.walls.documents import to_document
from causeway.hub.knowledge.banks.queries.listed import listed_among
from causeway.hub.road.evidence.models import BankMatch
from causeway.hub.road.referrals.queries.told import Told
from causeway.selectors import found_selectors
from causeway.vocabulary.findings import Match
from causeway.vocabulary.referral import PartyRole, Referral

MOST_CHARACTERS = 200_000
"""Of what a referral tells in words, so much is looked through: a long book."""


def record_matches(referral_id: UUID, dossier_id: UUID, matches: Iterable[Match]) -> None:
    """Record matches of files. Runs inside the caller's transaction."""
    _record(referral_id, dossier_id, [(match.sha256, match.signal_id, to_document(match)) for match in matches])


def record_mentions(actor: Actor, referral: Told, *, region: str | None) -> None:
    """Look for the referral's accounts, URLs and words in the banks of the actor's organisation, and record what stands
    there. What names a victim is not looked for: no child's account is told of as listed. `region` (ISO alpha-2) as in
    `selectors`. Runs inside the caller's transaction.
    """
    told = referral.referral
    named = found_selectors(told, default_region=region)
    victims = {item.selector for item in named if item.role is PartyRole.VICTIM}
    found = listed_among(actor, {item.selector for item in named} - victims, [*_texts(told)])
    _record(referral.id, referral.dossier_id, [("", each.signal_id, to_document(each)) for each in found])


def _texts(told: Referral) -> Iterator[str]:
    """What was told in words, as far as it is looked through."""
    left = MOST_CHARACTERS
    for text in (told.narrative, *(part for each in told.incidents for part in (each.content, each.notes))):
        if text and left > 0:
            yield text[:left]
            left -= len(text)


def _record(referral_id: UUID, dossier_id: UUID, found: Iterable[tuple[str, str, object]]) -> None:
    now = timezone.now()
    BankMatch._base_manager.bulk_create(
        (
            BankMatch(
                referral_id=referral_id,
                dossier_id=dossier_id,
                sha256=sha256,
                signal_id=UUID(signal_id),
                document=document,
                matched_at=now,
            )
            for sha256, signal_id, document in found
        ),
        ignore_conflicts=True,
    )
