"""What searches and groups: this machine, unless somebody gives another way, as the machines of a cluster."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from causeway.matching.exact import DigestIndex, ExactHits
from causeway.matching.groups import near_duplicate_groups
from causeway.matching.index import HammingIndex, Hits


class HashSearch(Protocol):
    """Finds hashes by distance, as `HammingIndex` does."""

    def __len__(self) -> int: ...

    def search(self, queries: NDArray[np.uint8], radius_bits: int) -> Hits:
        """All entries within the radius of each query."""


class DigestSearch(Protocol):
    """Finds equal digests, as `DigestIndex` does."""

    def __len__(self) -> int: ...

    def lookup(self, queries: NDArray[np.uint8]) -> ExactHits:
        """Every identifier of each query."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Engines:
    """`hashes` and `digests` make an index of rows and their identifiers; `groups` labels rows with the first of their
    group, within a radius.
    """

    hashes: Callable[[NDArray[np.uint8], NDArray[np.int64]], HashSearch]
    digests: Callable[[NDArray[np.uint8], NDArray[np.int64]], DigestSearch]
    groups: Callable[[NDArray[np.uint8], int], NDArray[np.int64]]


THIS_MACHINE: Final = Engines(hashes=HammingIndex.build, digests=DigestIndex.build, groups=near_duplicate_groups)
