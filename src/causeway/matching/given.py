"""What callers hand to an index, held to its type and shape: whatever else they hand over is named in the error."""

from contextlib import suppress
from operator import index as as_whole
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from causeway.matching.errors import BadHashes, BadRadius, BadThreads

HASH_BYTES: Final = 32
HASH_BITS: Final = 256
DIGEST_BYTES: Final = {"md5": 16, "sha1": 20, "sha256": 32}


def as_words(hashes: ArrayLike) -> NDArray[np.uint64]:
    """The hashes, uint8[N, 32], as four 64-bit words each. Raises BadHashes for another type or shape."""
    rows = _as_array(hashes)
    if rows is not None and rows.shape == (0,) and not isinstance(hashes, np.ndarray):
        rows = np.empty((0, HASH_BYTES), np.uint8)  # An empty list says nothing of its type.
    if rows is None or rows.dtype != np.uint8 or rows.ndim != 2 or rows.shape[1] != HASH_BYTES:
        raise BadHashes(
            "bad_hashes", f"hashes are an array of uint8 with {HASH_BYTES} columns, not {_told(hashes, rows)}"
        )
    return np.ascontiguousarray(rows).view(np.uint64)


def as_rows(hashes: ArrayLike) -> NDArray[np.uint8]:
    """The hashes, uint8[N, 32]. Raises BadHashes for another type or shape."""
    return as_words(hashes).view(np.uint8)


def as_hash(given: object) -> NDArray[np.uint8]:
    """One hash, uint8[32]: a row of an array, 32 bytes, or 64 hexadecimal characters. Raises BadHashes for another."""
    row: object = given
    if isinstance(given, str) and len(given) == 2 * HASH_BYTES:
        with suppress(ValueError):
            row = bytes.fromhex(given)
    if isinstance(row, (bytes, bytearray)):
        row = np.frombuffer(row, np.uint8)
    if not isinstance(row, np.ndarray) or row.dtype != np.uint8 or row.shape != (HASH_BYTES,):
        told = _told(given, row if isinstance(row, np.ndarray) else None)
        raise BadHashes(
            "bad_hashes", f"a hash is uint8[{HASH_BYTES}], {HASH_BYTES} bytes or {2 * HASH_BYTES} hex, not {told}"
        )
    return row


def as_digests(digests: ArrayLike) -> NDArray[np.uint8]:
    """Exact digests, uint8[N, 16, 20 or 32]. Raises BadHashes for another type or shape."""
    rows = _as_array(digests)
    if rows is None or rows.dtype != np.uint8 or rows.ndim != 2 or rows.shape[1] not in DIGEST_BYTES.values():
        raise BadHashes(
            "bad_digests", f"digests are an array of uint8 with 16, 20 or 32 columns, not {_told(digests, rows)}"
        )
    return rows


def identifiers_of(entries: NDArray[Any], ids: ArrayLike | None) -> NDArray[np.int64]:
    """One identifier for each of the N entries, int64[N]; the row numbers where None is given. Raises BadHashes."""
    return np.arange(len(entries), dtype=np.int64) if ids is None else as_identifiers(ids, len(entries))


def as_identifiers(ids: ArrayLike, count: int | None = None) -> NDArray[np.int64]:
    """Identifiers, int64[N], so many where `count` says so. Raises BadHashes for another number, shape or type."""
    found = _as_array(ids)
    if found is not None and found.shape == (0,) and not isinstance(ids, np.ndarray):
        found = found.astype(np.int64)  # An empty list says nothing of its type.
    if found is None or found.ndim != 1 or not np.issubdtype(found.dtype, np.integer):
        raise BadHashes("bad_ids", f"identifiers are whole numbers in one row, not {_told(ids, found)}")
    if count is not None and len(found) != count:
        raise BadHashes("bad_ids", f"there must be one identifier for each entry: {count}, not {len(found)}")
    if found.dtype == np.uint64 and len(found) and int(found.max()) > np.iinfo(np.int64).max:
        raise BadHashes("bad_ids", "an identifier is larger than 64 bits with a sign can hold")
    return found.astype(np.int64)


def as_radius(radius_bits: object) -> int:
    """A radius. Raises BadRadius for what is no whole number between 0 and 256."""
    radius = _whole(radius_bits)
    if radius is None or not 0 <= radius <= HASH_BITS:
        raise BadRadius("bad_radius", f"a radius is a whole number of bits between 0 and {HASH_BITS}")
    return radius


def as_threads(threads: object, otherwise: int) -> int:
    """How many threads; `otherwise` where None is given. Raises BadThreads for what is no whole number above 0."""
    if threads is None:
        return otherwise
    count = _whole(threads)
    if count is None or count < 1:
        raise BadThreads("bad_threads", "a search takes a whole number of threads, at least one")
    return count


def _whole(given: object) -> int | None:
    """A whole number; None for what is none, as True."""
    if isinstance(given, bool):
        return None
    try:
        return as_whole(given)  # type: ignore[arg-type]
    except TypeError:
        return None


def _as_array(given: ArrayLike) -> NDArray[Any] | None:
    """What NumPy makes of it; None where it makes nothing, as of rows that differ in length."""
    try:
        return np.asarray(given)
    except (ValueError, TypeError, OverflowError):
        return None


def _told(given: object, array: NDArray[Any] | None) -> str:
    """What was given instead, without a word of what is in it."""
    shape = None if array is None else f"{array.dtype}[{', '.join(map(str, array.shape))}]"
    if isinstance(given, np.ndarray):
        return f"{shape}"
    kind = f"what is of type {type(given).__name__}"
    return f"{kind} and gives {shape}" if isinstance(given, (list, tuple)) and shape else kind
