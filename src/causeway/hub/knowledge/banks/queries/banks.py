"""The banks of the acting organisation, and how much each holds."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.knowledge.banks.models import Bank
from causeway.vocabulary.findings import DigestKind


@dataclass(frozen=True, slots=True, kw_only=True)
class BankLine:
    """One bank. `exact` counts its exact digests, `looks` its perceptual ones; what was withdrawn counts apart."""

    id: UUID
    name: str
    scheme: str
    source: str
    added_at: datetime
    exact: int
    looks: int
    withdrawn: int


@query(Permission.READ_BANKS)
def banks_of(actor: Actor) -> list[BankLine]:
    """Every bank, by name, in one query."""
    del actor
    is_standing, is_look = Q(signals__withdrawn_at=None), Q(signals__kind=DigestKind.PDQ.value)
    rows = Bank.objects.annotate(
        exact=Count("signals", filter=is_standing & ~is_look & Q(signals__isnull=False)),
        looks=Count("signals", filter=is_standing & is_look),
        withdrawn=Count("signals", filter=Q(signals__withdrawn_at__isnull=False)),
    ).order_by("name")
    return [
        BankLine(
            id=row.id,
            name=row.name,
            scheme=row.scheme,
            source=row.source,
            added_at=row.added_at,
            exact=row.exact,
            looks=row.looks,
            withdrawn=row.withdrawn,
        )
        for row in rows
    ]
