"""Whether what a picture looks like can be compared at all.

PDQ sets the bits that lie above the median of a picture's 256 frequencies, so that half of them are set. A blank, a
gradient or a pattern of stripes has few frequencies and nearly all bits alike, at whatever quality: all such pictures
look like each other. They are linked by their bytes alone. (What a bank lists, it finds by any digest that it holds.)
"""

from functools import lru_cache

from causeway.linking.model import LinkingPolicy, LinkInput
from causeway.vocabulary.findings import MediaDigests

HALF_OF_THE_BITS = 128
MOST_BITS_OFF_HALF = 32
"""By our own judgement: one more than the radius within which two pictures look alike."""


def telling_look(media: MediaDigests, minimum_quality: int) -> int | None:
    """The PDQ digest as a number, or None where it is missing, too poor, or that of a blank."""
    return telling_pdq(media.pdq, media.pdq_quality, minimum_quality)


def telling_pdq(pdq: str | None, quality: int | None, minimum_quality: int) -> int | None:
    """As `telling_look`, of a digest alone."""
    return None if pdq is None or (quality or 0) < minimum_quality else _look(pdq)


@lru_cache(maxsize=65_536)
def _look(pdq: str) -> int | None:
    look = int(pdq, 16)
    return look if abs(look.bit_count() - HALF_OF_THE_BITS) <= MOST_BITS_OFF_HALF else None


def looks_of(side: LinkInput, policy: LinkingPolicy) -> list[tuple[MediaDigests, int]]:
    """The files of a referral that can be compared by what they look like."""
    looks = ((media, telling_look(media, policy.minimum_quality)) for media in side.media)
    return [(media, look) for media, look in looks if look is not None]
