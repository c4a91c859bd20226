"""What files match in the banks of the acting organisation, said as the hits of its own screening are."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.queries.directory import names_of
from causeway.hub.knowledge.banks.models import Signal
from causeway.hub.knowledge.banks.queries.matches import matches_for
from causeway.vocabulary.findings import Match, MediaDigests
from causeway.vocabulary.screening import UploadHit
from causeway.vocabulary.signals import SignalCategory, SignalKind, SignalState

MOST_HITS = 100
"""Of one file, the nearest: as many as a candidate of screening may name (our choice)."""


@query(Permission.READ_BANKS)
def hits_of_files(actor: Actor, media: Sequence[MediaDigests]) -> dict[str, tuple[UploadHit, ...]]:
    """The hits of each file that has any, by its SHA-256 (hex), nearest first (see `matches_for`). Five queries,
    however many files and signals.
    """
    matches = sorted(matches_for(actor, media), key=lambda match: match.distance_bits)
    if not matches:
        return {}
    ids = {UUID(match.signal_id) for match in matches}
    rows = {str(row.id): row for row in Signal.objects.filter(id__in=ids).select_related("bank")}
    names = names_of({row.organisation_id for row in rows.values()})
    hits: dict[str, tuple[UploadHit, ...]] = {}
    for match in matches:
        known = hits.get(match.sha256, ())
        if match.signal_id in rows and len(known) < MOST_HITS:
            hits[match.sha256] = (*known, _hit(match, rows[match.signal_id], names))
    return hits


def _hit(match: Match, row: Signal, names: Mapping[UUID, str]) -> UploadHit:
    return UploadHit(
        kind=SignalKind(row.kind),
        value=row.value,
        reference=str(row.id),
        organisation=names[row.organisation_id],
        state=SignalState(row.state),
        category=SignalCategory(code=row.category, scheme=row.bank.scheme) if row.category else None,
        confidence=row.confidence,
        expires_at=row.expires_at,
        distance_bits=match.distance_bits,
        banks=(row.bank.name,),
    )
