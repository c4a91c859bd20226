"""The banks that the acting organisation curates or shares, and how much each holds."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.queries.directory import names_of
from causeway.hub.knowledge.banks.models import Bank, Receipt
from causeway.hub.knowledge.banks.reporting import IN_USE
from causeway.vocabulary.signals import SignalKind, SignalState

_EXACT = [SignalKind.MD5.value, SignalKind.SHA1.value, SignalKind.SHA256.value]
_LOOKS = [SignalKind.PDQ.value, SignalKind.VPDQ_FRAME.value, SignalKind.PHOTODNA.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class BankLine:
    """One bank. Of what is in use `exact` counts the exact digests, `looks` the perceptual ones, and `others` accounts,
    URLs and keywords; what was withdrawn counts apart. `owed` is how many changes the organisation has not
    acknowledged.
    """

    id: UUID
    name: str
    curator: str
    is_own: bool
    is_shared: bool
    scheme: str
    source: str
    added_at: datetime
    exact: int
    looks: int
    others: int
    withdrawn: int
    owed: int


@query(Permission.READ_BANKS)
def banks_of(actor: Actor) -> list[BankLine]:
    """Every bank, by name, in three queries."""
    own = actor.organisation_id
    open_receipts = Receipt.objects.filter(organisation_id=own, acknowledged_at=None)
    owed = dict(open_receipts.values_list("bank_id").annotate(Count("id")).order_by())
    rows = list(_counted())
    names = names_of({row.organisation_id for row in rows})
    return [
        BankLine(
            id=row.id,
            name=row.name,
            curator=names[row.organisation_id],
            is_own=row.organisation_id == own,
            is_shared=row.is_shared,
            scheme=row.scheme,
            source=row.source,
            added_at=row.added_at,
            exact=row.exact,
            looks=row.looks,
            others=row.others,
            withdrawn=row.withdrawn,
            owed=owed.get(row.id, 0),
        )
        for row in rows
    ]


def _counted() -> "QuerySet[Bank, Any]":
    in_use = Q(signals__state__in=IN_USE)
    is_look, is_exact = Q(signals__kind__in=_LOOKS), Q(signals__kind__in=_EXACT)
    return Bank.objects.annotate(
        exact=Count("signals", filter=in_use & is_exact),
        looks=Count("signals", filter=in_use & is_look),
        others=Count("signals", filter=in_use & ~is_exact & ~is_look),
        withdrawn=Count("signals", filter=Q(signals__state=SignalState.WITHDRAWN.value)),
    ).order_by("name", "id")
