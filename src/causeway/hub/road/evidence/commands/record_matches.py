"""Recording which files, accounts, URLs and words of a referral stand in a bank, each once, as it was found."""

from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.rows.documents import to_document
from causeway.hub.knowledge.banks.queries.listed import Named, listed_in_each
from causeway.hub.road.evidence.models import BankMatch
from causeway.hub.road.referrals.children import day_of, protected_parties
from causeway.hub.road.referrals.queries.told import Told
from causeway.selectors import found_selectors
from causeway.vocabulary.findings import Match
from causeway.vocabulary.referral import Referral

MOST_CHARACTERS = 200_000
"""Of what a referral tells in words, so much is looked through: a long book."""


def record_matches(found: Iterable[tuple[Told, Iterable[Match]]]) -> None:
    """Record the matches of each referral's files. Runs inside the caller's transaction."""
    _record(
        (referral, match.sha256, match.signal_id, to_document(match))
        for referral, matches in found
        for match in matches
    )


def record_mentions(actor: Actor, referrals: Sequence[tuple[Told, str | None]]) -> None:
    """Look for the accounts, URLs and words of each referral in the banks of the actor's organisation, and record what
    stands there. What names a child, or somebody who may be one, is not looked for (`referrals.children`): no child's
    account is told of as listed. Beside each referral stands a region (ISO alpha-2) as in `selectors`. Runs inside the
    caller's transaction.
    """
    listed = listed_in_each(actor, [_named(referral, region) for referral, region in referrals])
    _record(
        (referral, "", each.signal_id, to_document(each))
        for (referral, _region), mentions in zip(referrals, listed, strict=True)
        for each in mentions
    )


def _named(one: Told, region: str | None) -> Named:
    found, children = found_selectors(one.referral, default_region=region), protected_parties(one.referral, day_of(one))
    theirs = {item.selector for item in found if item.party_index in children}
    return Named(selectors={item.selector for item in found} - theirs, texts=[*_texts(one.referral)])


def _texts(told: Referral) -> Iterator[str]:
    """What was told in words, as far as it is looked through."""
    left = MOST_CHARACTERS
    for text in (told.narrative, *(part for each in told.incidents for part in (each.content, each.notes))):
        if text and left > 0:
            yield text[:left]
            left -= len(text)


def _record(found: Iterable[tuple[Told, str, str, object]]) -> None:
    now = timezone.now()
    BankMatch._base_manager.bulk_create(
        (
            BankMatch(
                referral_id=referral.id,
                dossier_id=referral.dossier_id,
                sha256=sha256,
                signal_id=UUID(signal_id),
                document=document,
                matched_at=now,
            )
            for referral, sha256, signal_id, document in found
        ),
        ignore_conflicts=True,
    )
