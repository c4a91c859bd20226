"""A generated world: referrals as they would come in, and beside each what is true of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations

from causeway.vocabulary.referral import Door, Referral
from causeway.worlds.addresses import OverlayRange
from causeway.worlds.organisations import WorldOrganisation
from causeway.worlds.places import ForceEntry

Pair = frozenset[str]
"""Two referral ids, in no order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TruePlace:
    """A country (ISO alpha-2, None where the referral truly does not say) and the force there, None where it does not
    settle one.
    """

    country: str | None
    force: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What is true of one referral, as far as the referral itself lets anybody know.

    `event_id`: told of the same event are duplicates. `subject_id`: the same person, or the same page. `telling`
    holds the identifiers in it by which that person could be known again. `listed_media` and `picture_ids` go with
    the attachments in order. `place` is the first place of a party; `also` the rest.
    """

    event_id: str
    subject_id: str | None
    telling: frozenset[str]
    picture_ids: tuple[str | None, ...]
    listed_media: tuple[str | None, ...]
    is_urgent: bool
    place: TruePlace
    also: tuple[TruePlace, ...] = ()
    child_subject: bool = False
    lures: frozenset[str] = frozenset()
    """What in it invites a wrong answer: `home_shared`, `café`, `proxy`, `wrong_clock`, `typing_error` and the like."""

    @property
    def country(self) -> str | None:
        """The country of the first place."""
        return self.place.country

    @property
    def force(self) -> str | None:
        """The force of the first place."""
        return self.place.force


@dataclass(frozen=True, slots=True, kw_only=True)
class WorldReferral:
    """A referral, by whom and by which door it comes, its files in the order of its attachments that have bytes, and
    when it arrives.
    """

    id: str
    sender: str
    door: Door
    referral: Referral
    files: tuple[tuple[str, bytes], ...]
    arrives_at: datetime
    truth: Truth


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPicture:
    """A picture that stands in the world's bank."""

    id: str
    jpeg: bytes
    sha256: str
    md5: str


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Organisations, referrals in order of arrival, a bank of listed pictures, and the countries of the documentation
    addresses.
    """

    seed: int
    now: datetime
    forces: tuple[ForceEntry, ...]
    organisations: tuple[WorldOrganisation, ...]
    referrals: tuple[WorldReferral, ...]
    bank: tuple[ListedPicture, ...]
    overlay: tuple[OverlayRange, ...]

    @property
    def address_overlay(self) -> tuple[tuple[str, str], ...]:
        """Documentation network and the country the demo gives it."""
        return tuple((entry.network, entry.country) for entry in self.overlay)

    @property
    def truths(self) -> dict[str, Truth]:
        """The truth by referral id."""
        return {one.id: one.truth for one in self.referrals}

    def duplicate_pairs(self) -> frozenset[Pair]:
        """Pairs that tell of one event."""
        return self._pairs(lambda left, right: left.event_id == right.event_id)

    def linked_pairs(self) -> frozenset[Pair]:
        """Pairs about one person that both state an identifier by which that person is known again."""
        return self._pairs(
            lambda left, right: bool(left.telling & right.telling) and left.subject_id == right.subject_id
        )

    def media_pairs(self) -> frozenset[Pair]:
        """Pairs that carry the same picture, edited or not."""
        return self._pairs(lambda left, right: bool(set(left.picture_ids) & set(right.picture_ids) - {None}))

    def _pairs(self, holds: Callable[[Truth, Truth], bool]) -> frozenset[Pair]:
        return frozenset(
            frozenset((left.id, right.id))
            for left, right in combinations(self.referrals, 2)
            if holds(left.truth, right.truth)
        )
