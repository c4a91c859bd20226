"""The identifiers that stand for hashes and digests in an index: whole numbers that its owner chose."""

import numpy as np
from numpy.typing import NDArray

from causeway.matching.errors import BadHashes


def identifiers_of(entries: NDArray[np.uint8], ids: NDArray[np.int64] | None) -> NDArray[np.int64]:
    """One identifier for each of the N entries, int64[N]; the row numbers where None is given. Raises BadHashes."""
    return np.arange(len(entries), dtype=np.int64) if ids is None else as_identifiers(ids, len(entries))


def as_identifiers(ids: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """So many identifiers, int64[N]. Raises BadHashes for another number, shape or type."""
    if ids.shape != (count,) or not np.issubdtype(ids.dtype, np.integer):
        raise BadHashes("bad_ids", "there must be one whole number as identifier for each entry")
    return ids.astype(np.int64)
