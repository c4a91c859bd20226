"""What may name a child, for the curator that decides whether it is listed all the same."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.errors import NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.queries.directory import names_of
from causeway.hub.knowledge.banks.models import Doubt
from causeway.vocabulary.signals import SignalKind

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtView:
    """One value, and who wanted to list it; nobody where it was listed as `signal_id` and a referral named a child by
    it. Of one that was not let in `value` is empty.
    """

    id: UUID
    bank_id: UUID
    bank: str
    kind: SignalKind
    value: str
    signal_id: UUID | None
    asked_by: str
    found_at: datetime
    decided_at: datetime | None
    is_let_in: bool | None
    reasons: str
    may_let_in: bool


@query(Permission.MANAGE_BANKS)
def doubts(actor: Actor, *, is_decided: bool = False) -> list[DoubtView]:
    """What waits, the oldest first, or the newest of what is decided."""
    found = Doubt.objects.filter(organisation_id=actor.organisation_id, decided_at__isnull=not is_decided)
    order = ("-decided_at", "id") if is_decided else ("found_at", "id")
    rows = list(found.select_related("bank", "signal").order_by(*order)[:MOST_SHOWN])
    names = names_of({row.asked_by_id for row in rows if row.asked_by_id})
    return [_view(actor, row, names) for row in rows]


@query(Permission.MANAGE_BANKS)
def doubts_waiting(actor: Actor) -> int:
    """How many wait for a decision."""
    return Doubt.objects.filter(organisation_id=actor.organisation_id, decided_at=None).count()


@query(Permission.MANAGE_BANKS)
def doubt_view(actor: Actor, doubt_id: UUID) -> DoubtView:
    """One of them.

    Raises:
        NotFound: the acting organisation has no such doubt to decide.
    """
    own = Doubt.objects.filter(id=doubt_id, organisation_id=actor.organisation_id)
    row = own.select_related("bank", "signal").first()
    if row is None:
        raise NotFound(_("There is no such question."))
    return _view(actor, row, names_of({row.asked_by_id} if row.asked_by_id else set()))


def _view(actor: Actor, row: Doubt, names: dict[UUID, str]) -> DoubtView:
    asker_id = row.signal.member_id if row.signal else row.member_id
    return DoubtView(
        id=row.id,
        bank_id=row.bank_id,
        bank=row.bank.name,
        kind=SignalKind(row.kind),
        value=row.value if row.is_let_in is not False else "",
        signal_id=row.signal_id,
        asked_by=names.get(row.asked_by_id, "") if row.asked_by_id else "",
        found_at=row.found_at,
        decided_at=row.decided_at,
        is_let_in=row.is_let_in,
        reasons=row.reasons,
        may_let_in=row.decided_at is None and actor.member_id is not None and actor.member_id != asker_id,
    )
