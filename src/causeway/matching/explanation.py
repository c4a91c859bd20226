"""Why two hashes match, or do not: which of the 256 bits differ, for a person who has to decide."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from causeway.matching.given import HASH_BYTES, as_hash
from causeway.vocabulary.findings import RECOMMENDED_RADIUS_BITS

_SIDE: Final = 16
_COARSE_BELOW: Final = 8
_BITS: Final = HASH_BYTES * 8


@dataclass(frozen=True, slots=True)
class Explanation:
    """`bits` are the positions that differ, 0 the first bit of the hash as it is written.

    Each bit of a PDQ hash stands for one frequency of the picture, from coarse (large shapes) to fine (small detail).
    """

    bits: tuple[int, ...]

    @property
    def distance(self) -> int:
        """How many of the 256 bits differ."""
        return len(self.bits)

    @property
    def coarse(self) -> int:
        """How many of the differing bits speak of large shapes: the 64 lowest frequencies, up to 8 an axis."""
        return sum(max(self.frequency(bit)) < _COARSE_BELOW for bit in self.bits)

    @staticmethod
    def frequency(bit: int) -> tuple[int, int]:
        """Down and across, 0 the coarsest: the last bit written is the coarsest frequency."""
        return divmod(_BITS - 1 - bit, _SIDE)

    def grid(self) -> str:
        """16 lines of 16 marks, coarse at the top left: `#` where the hashes differ, `.` where they agree."""
        differs = {self.frequency(bit) for bit in self.bits}
        return "\n".join(
            "".join("#" if (down, across) in differs else "." for across in range(_SIDE)) for down in range(_SIDE)
        )

    def sentence(self, radius_bits: int = RECOMMENDED_RADIUS_BITS) -> str:
        """The finding in words. A match is a lead, never proof that two pictures are the same."""
        verdict = "a match" if self.distance <= radius_bits else "no match"
        return (
            f"{self.distance} of {_BITS} bits differ, {self.coarse} of them in large shapes:"
            f" {verdict} at a radius of {radius_bits}."
        )


OneHash = bytes | str | NDArray[np.uint8]
"""A hash as 32 bytes, as 64 hexadecimal characters, or as a row uint8[32] of an array."""


def explain(left: OneHash, right: OneHash) -> Explanation:
    """What differs between two hashes. Raises BadHashes for another type or length."""
    difference = as_hash(left) ^ as_hash(right)
    return Explanation(tuple(np.flatnonzero(np.unpackbits(difference)).tolist()))
