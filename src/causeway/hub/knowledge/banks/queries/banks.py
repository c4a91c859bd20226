"""The banks that the acting organisation curates or shares, and how much each holds."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.queries.directory import names_of
from causeway.hub.knowledge.banks.counting import count_of
from causeway.hub.knowledge.banks.models import Bank, Receipt
from causeway.hub.knowledge.banks.reporting import IN_USE
from causeway.vocabulary.signals import ABOUT_PEOPLE, SignalKind, SignalState

_EXACT = (SignalKind.MD5, SignalKind.SHA1, SignalKind.SHA256)
_LOOKS = (SignalKind.PDQ, SignalKind.VPDQ_FRAME, SignalKind.PHOTODNA)
_WITHDRAWN = (SignalState.WITHDRAWN.value,)


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
    rows = list(Bank.objects.order_by("name", "id"))
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
            exact=count_of(row, _EXACT, IN_USE),
            looks=count_of(row, _LOOKS, IN_USE),
            others=count_of(row, ABOUT_PEOPLE, IN_USE),
            withdrawn=count_of(row, SignalKind, _WITHDRAWN),
            owed=owed.get(row.id, 0),
        )
        for row in rows
    ]
