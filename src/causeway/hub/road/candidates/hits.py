"""What a candidate's hits are worth now: each is asked again of the hub's banks, for a list can be hours old."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from causeway.hub.knowledge.banks.queries.standings import SignalStanding, standings_of
from causeway.hub.road.candidates.comparing import compared_of
from causeway.hub.road.candidates.models import CandidateFile
from causeway.vocabulary.candidates import Candidate
from causeway.vocabulary.screening import UploadHit
from causeway.vocabulary.signals import SignalState


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundIn:
    """The file in which this hub found a hit; `was_seen`: somebody here saw it clear. `sha256` is lower-case hex."""

    ordinal: int
    name: str
    sha256: str
    was_seen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HitNow:
    """A hit, and what the bank says of its signal now, and of who lists it. `signal_id` is None where no bank that the
    service sees has it: then all that is known is what the service's own list said. `file` is the one in which this
    hub found it; None where the service's screening did. `hit` has the category in which the bank holds the signal now,
    where it has one.
    """

    hit: UploadHit
    state: SignalState
    signal_id: UUID | None
    bank: str
    listed_by: str
    file: FoundIn | None = None

    @property
    def has_changed(self) -> bool:
        """Whether the bank says otherwise than the list did."""
        return self.signal_id is not None and self.state is not self.hit.state


def hits_now(hits: Collection[UploadHit], now: datetime) -> list[HitNow]:
    """The hits in the order given. Runs inside the caller's transaction."""
    standings = standings_of(signal_ids_of(hits), now)
    return [_as_of_now(hit, standings) for hit in hits]


def all_hits_now(candidate: Candidate, files: Iterable[CandidateFile], now: datetime) -> list[HitNow]:
    """What the service's screening named, and after it what this hub found besides in the files, with the file. Runs
    inside the caller's transaction.
    """
    told = candidate.upload.hits if candidate.upload else ()
    named = signal_ids_of(told)
    pairs = [(hit, file) for file in files for hit in found_in(file) if signal_ids_of([hit]).isdisjoint(named)]
    hits = hits_now([*told, *(hit for hit, _file in pairs)], now)
    found = [replace(one, file=_place(file)) for one, (_hit, file) in zip(hits[len(told) :], pairs, strict=True)]
    return [*hits[: len(told)], *found]


def _place(file: CandidateFile) -> FoundIn:
    was_seen = file.seen_clear_at is not None
    return FoundIn(ordinal=file.ordinal, name=file.name, sha256=file.sha256, was_seen=was_seen)


def found_in(file: CandidateFile) -> tuple[UploadHit, ...]:
    """The hits of a file that was compared; none while it is owed."""
    compared = compared_of(file)
    return compared.hits if compared else ()


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
