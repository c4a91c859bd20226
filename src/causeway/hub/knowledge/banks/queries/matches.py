"""Which files stand in a bank of the acting organisation, or one that it shares: exactly, or by their looks."""

from collections.abc import Sequence
from operator import itemgetter
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.knowledge.banks.looks import bank_looks
from causeway.hub.knowledge.banks.models import Signal
from causeway.hub.knowledge.banks.reporting import reported, reported_values
from causeway.matching import RECOMMENDED_QUALITY, RECOMMENDED_RADIUS_BITS
from causeway.matching.frames import likest
from causeway.vocabulary.findings import Match, MediaDigests
from causeway.vocabulary.signals import SignalKind, SignalState


@query(Permission.READ_BANKS)
def matches_for(
    actor: Actor,
    media: Sequence[MediaDigests],
    *,
    radius_bits: int = RECOMMENDED_RADIUS_BITS,
    minimum_quality: int = RECOMMENDED_QUALITY,
) -> list[Match]:
    """Every signal that one of the files is or looks like, as it is stored or upright, exact digests first; of a video
    whose frames look like a bank's signals, the nearest one of each bank and category. Three queries at most, however
    many files and signals.
    """
    if not media:
        return []
    matches = {(match.sha256, match.signal_id): match for match in _exact(media)}
    for match in _alike(actor, media, radius_bits, minimum_quality):
        matches.setdefault((match.sha256, match.signal_id), match)
    return list(matches.values())


def _exact(media: Sequence[MediaDigests]) -> list[Match]:
    asked: dict[SignalKind, dict[str, list[MediaDigests]]] = {}
    for item in media:
        for kind, value in ((SignalKind.SHA256, item.sha256), (SignalKind.SHA1, item.sha1), (SignalKind.MD5, item.md5)):
            asked.setdefault(kind, {}).setdefault(value, []).append(item)
    condition = Q()
    for kind, by_value in asked.items():
        condition |= Q(kind=kind.value, value__in=list(by_value))
    found = reported_values(timezone.now()).filter(condition).select_related("bank").order_by("-kind", "id")
    return [_match(item, signal, 0) for signal in found for item in asked[SignalKind(signal.kind)][signal.value]]


def _alike(actor: Actor, media: Sequence[MediaDigests], radius_bits: int, minimum_quality: int) -> list[Match]:
    pictures = [
        (item, hashed)
        for item in media
        if (item.pdq_quality or 0) >= minimum_quality
        for hashed in (item.pdq, item.pdq_other)
        if hashed
    ]
    videos = [item for item in media if item.frames]
    if not pictures and not videos:
        return []
    looks = bank_looks(actor.organisation_id)
    of_pictures = sorted(looks.within([hashed for _, hashed in pictures], radius_bits), key=itemgetter(2))
    of_frames = [looks.within(list(item.frames), radius_bits) for item in videos]
    signals = _signals({hit[1] for hits in (of_pictures, *of_frames) for hit in hits})
    found = [
        _match(pictures[place][0], signals[signal_id], distance)
        for place, signal_id, distance in of_pictures
        if signal_id in signals
    ]
    for item, hits in zip(videos, of_frames, strict=True):
        known = [(frame, signals[signal_id], distance) for frame, signal_id, distance in hits if signal_id in signals]
        for signal, distance, share in likest(known, len(item.frames), _bank_and_category):
            found.append(_match(item, signal, distance, share))
    return found


def _signals(ids: set[UUID]) -> dict[UUID, Signal]:
    if not ids:
        return {}
    return {row.id: row for row in reported(timezone.now()).filter(id__in=ids).select_related("bank")}


def _bank_and_category(signal: Signal) -> tuple[UUID, str]:
    return signal.bank_id, signal.category


def _match(item: MediaDigests, signal: Signal, distance_bits: int, share: float | None = None) -> Match:
    return Match(
        sha256=item.sha256,
        bank=signal.bank.name,
        signal_id=str(signal.id),
        kind=SignalKind(signal.kind),
        distance_bits=distance_bits,
        category=signal.category or None,
        share=share,
        standing=SignalState(signal.state) if signal.bank.is_shared else None,
    )
