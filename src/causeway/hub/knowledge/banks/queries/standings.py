"""Where signals stand now, that somebody else's copy of a bank named some time ago."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from causeway.hub.base.organisations.queries.directory import names_of
from causeway.hub.knowledge.banks.models import Signal
from causeway.hub.knowledge.banks.reporting import IN_USE
from causeway.vocabulary.signals import SignalCategory, SignalState


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalStanding:
    """A signal of a bank that the acting organisation sees: in which bank, who lists it, where it stands, in which
    category of its bank's scheme.
    """

    id: UUID
    bank: str
    contributor: str
    state: SignalState
    category: SignalCategory | None


def standings_of(signal_ids: Collection[UUID], now: datetime) -> dict[UUID, SignalStanding]:
    """Where those of these signals stand at `now` that the acting organisation sees, in two queries. Runs inside the
    caller's transaction.
    """
    rows = list(Signal.objects.filter(id__in=list(signal_ids)).select_related("bank")) if signal_ids else []
    names = names_of({row.organisation_id for row in rows}) if rows else {}
    return {
        row.id: SignalStanding(
            id=row.id,
            bank=row.bank.name,
            contributor=names[row.organisation_id],
            state=_state(row, now),
            category=_category(row),
        )
        for row in rows
    }


def _category(row: Signal) -> SignalCategory | None:
    return SignalCategory(code=row.category, scheme=row.bank.scheme) if row.category else None


def _state(row: Signal, now: datetime) -> SignalState:
    is_over = row.expires_at is not None and row.expires_at <= now and row.state in IN_USE
    return SignalState.EXPIRED if is_over else SignalState(row.state)
