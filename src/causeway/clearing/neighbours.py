"""What the engines need to ask the world about one referral: a handful of questions, each for many things at once.

The hub answers them in SQL, one query a question; `InMemoryNeighbours` answers them from dictionaries. Every answer
leaves out the referral that asks. Ids come first, no more of them than are wanted and the most telling ahead, and the
facts of the few that matter are read once, so that no question drags whole referrals along.
"""

from collections.abc import Collection, Sequence
from typing import Protocol

from causeway.linking import Bundle, Handles, LinkInput, SelectorKey, Sharing
from causeway.vocabulary.findings import Match, MediaDigests


class Neighbours(Protocol):
    """The neighbourhood of a referral, as far as it may be known here."""

    def sharing(self, selectors: Collection[SelectorKey], sha256s: Collection[str], *, sender: str) -> Sharing:
        """In how many stored referrals each selector and each file stands, the asking one not counted; of one sender at
        most `holders.MOST_OF_ONE_SENDER`. `sender` is that of the asking one.
        """
        ...

    def with_selectors(
        self, selectors: Sequence[SelectorKey], *, besides: str, most_each: int, most: int
    ) -> Sequence[str]:
        """The ids of referrals that name any of these selectors: of each selector the latest `most_each`, each sender's
        in turn, and `most` in all, first those that name the first selector. Of one bundle the first few are enough.
        """
        ...

    def with_alike_handles(
        self, handles: Handles, marks: Sequence[SelectorKey], *, besides: str, most_each: int, most: int
    ) -> Sequence[str]:
        """The ids of referrals that share any of these marks and name an account by a handle that looks like one of
        these, as `with_selectors` gives them.
        """
        ...

    def with_media(self, sha256s: Sequence[str], *, besides: str, most_each: int, most: int) -> Sequence[str]:
        """The ids of referrals that hold any of these files, as `with_selectors` gives them."""
        ...

    def with_near_media(
        self, pdqs: Sequence[str], *, radius_bits: int, besides: str, most_each: int, most: int
    ) -> Sequence[str]:
        """The ids of referrals that hold a picture of good quality within `radius_bits` of any of these PDQ digests
        (hex), as `with_selectors` gives them. Of what one sender's flood looks like the first few are enough.
        """
        ...

    def with_reference(self, sender: str, reference: str, *, besides: str, most: int) -> Sequence[str]:
        """The ids of referrals to which the same sender gave the same reference: any `most` of them."""
        ...

    def facts(self, referral_ids: Collection[str]) -> Sequence[LinkInput]:
        """The facts of these referrals, the latest received first."""
        ...

    def bundles(self, heads: Collection[str]) -> Sequence[Bundle]:
        """What is known by now of each event that was told more than once, asked for by its first telling."""
        ...

    def bank_matches(self, media: Sequence[MediaDigests], *, radius_bits: int, minimum_quality: int) -> Sequence[Match]:
        """Which of these files stand in a bank, exactly or within the radius."""
        ...
