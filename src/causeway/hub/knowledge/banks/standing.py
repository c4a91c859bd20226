"""Where a signal stands: derived from votes, changes, appeals and its end, here and nowhere else. Pure.

Three members of at least two organisations confirm, so that no organisation confirms by itself and no single person at
two of them does. A dispute takes a confirmation back until it is taken back itself or the curator acts.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from causeway.vocabulary.signals import SignalState

CONFIRMING_MEMBERS, CONFIRMING_ORGANISATIONS = 3, 2
"""Our own choice: as many pairs of eyes as a national database of known pictures asks for, from more than one house."""


class Verdict(StrEnum):
    """What a member says of a signal."""

    CONFIRM = "confirm"
    DISPUTE = "dispute"


@dataclass(frozen=True, slots=True, kw_only=True)
class CastVote:
    """One vote; of one member's, the latest counts."""

    member_id: UUID
    organisation_id: UUID
    verdict: Verdict
    at: datetime


class Tally(StrEnum):
    """What all votes come to."""

    UNCONFIRMED = "unconfirmed"
    CONFIRMED = "confirmed"
    DISPUTED = "disputed"


class OpenAppeal(StrEnum):
    """What an open appeal does to a signal that votes have not confirmed."""

    NONE = ""
    SUSPENDS = "suspends"
    MARKS = "marks"


def tally_of(votes: Iterable[CastVote]) -> Tally:
    """What the votes come to, each member counted once."""
    latest = {vote.member_id: vote for vote in sorted(votes, key=lambda vote: vote.at)}.values()
    if any(vote.verdict is Verdict.DISPUTE for vote in latest):
        return Tally.DISPUTED
    organisations = {vote.organisation_id for vote in latest}
    is_enough = len(latest) >= CONFIRMING_MEMBERS and len(organisations) >= CONFIRMING_ORGANISATIONS
    return Tally.CONFIRMED if is_enough else Tally.UNCONFIRMED


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that decides where a signal stands."""

    tally: Tally
    is_digest: bool
    appeal: OpenAppeal = OpenAppeal.NONE
    is_doubted: bool = False
    is_moved: bool = False
    withdrawn_at: datetime | None = None
    expires_at: datetime | None = None


def state_of(facts: Facts, now: datetime) -> SignalState:
    """Where the signal stands at `now`. What ends it goes before what holds it up, and that before the votes.

    What may name a child is suspended, whatever else is said of it. An open appeal suspends; a digest that votes have
    confirmed is only marked, so that nobody can take a known picture out of use by appealing.
    """
    if facts.is_moved:
        return SignalState.MOVED
    if facts.withdrawn_at is not None:
        return SignalState.WITHDRAWN
    if facts.expires_at is not None and facts.expires_at <= now:
        return SignalState.EXPIRED
    if facts.is_doubted:
        return SignalState.SUSPENDED
    if facts.appeal is not OpenAppeal.NONE:
        is_kept = facts.is_digest and facts.tally is Tally.CONFIRMED
        return SignalState.APPEALED if is_kept or facts.appeal is OpenAppeal.MARKS else SignalState.SUSPENDED
    return SignalState(facts.tally.value)
