"""What a candidate's hits are worth now: each is asked again of the hub's banks, for a list can be hours old."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from causeway.hub.knowledge.banks.queries.standings import SignalStanding, standings_of
from causeway.vocabulary.screening import UploadHit
from causeway.vocabulary.signals import SignalState


@dataclass(frozen=True, slots=True, kw_only=True)
class HitNow:
    """A hit, and what the bank says of its signal now, and of who lists it. `signal_id` is None where no bank that the
    service sees has it: then all that is known is what the service's own list said. `hit` has the category in which the
    bank holds the signal now, where it has one.
    """

    hit: UploadHit
    state: SignalState
    signal_id: UUID | None
    bank: str
    listed_by: str

    @property
    def has_changed(self) -> bool:
        """Whether the bank says otherwise than the list did."""
        return self.signal_id is not None and self.state is not self.hit.state


def hits_now(hits: Collection[UploadHit], now: datetime) -> list[HitNow]:
    """The hits in the order given. Runs inside the caller's transaction."""
    standings = standings_of(signal_ids_of(hits), now)
    return [_as_of_now(hit, standings) for hit in hits]


def signal_ids_of(hits: Iterable[UploadHit]) -> set[UUID]:
    """The hits' signals, as far as their references can be those of a hub's signals."""
    return {signal_id for hit in hits if (signal_id := _signal_id(hit)) is not None}


def _as_of_now(hit: UploadHit, standings: dict[UUID, SignalStanding]) -> HitNow:
    signal_id = _signal_id(hit)
    standing = standings.get(signal_id) if signal_id else None
    if standing is None:
        return HitNow(hit=hit, state=hit.state, signal_id=None, bank="", listed_by=hit.organisation)
    return HitNow(
        hit=replace(hit, category=standing.category or hit.category),
        state=standing.state,
        signal_id=standing.id,
        bank=standing.bank,
        listed_by=standing.contributor,
    )


def _signal_id(hit: UploadHit) -> UUID | None:
    try:
        return UUID(hit.reference)
    except ValueError:
        return None
