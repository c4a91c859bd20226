"""The doors to the compiled kernels in `native/`: arrays in, arrays out. Set-up compiles them (`tools/kernels.py`).

Each call releases the interpreter's lock, so threads search side by side.
"""

import ctypes
import secrets
import sys
from enum import IntEnum
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from causeway.matching.errors import BadIndexFile, KernelsMissing, MatchingError, TooManyHits

CHUNKS: Final = 16
BUCKETS: Final = 1 << 16
LANES: Final = 32
"""Siblings are read so many at a time: each table of them is followed by as many that mean nothing."""
SUFFIX: Final = {"win32": ".dll", "darwin": ".dylib"}.get(sys.platform, ".so")
LIBRARY: Final = Path(__file__).with_name(f"_native{SUFFIX}")
PICTURE_SIDE: Final = 64
"""PDQ reduces every picture to 64 x 64."""
_NO_MEMORY: Final = 1
_DAMAGED: Final = 3
_TOO_MANY: Final = 4


class Variant(IntEnum):
    """Which of the processor's instructions a kernel uses. All give the same answers."""

    PORTABLE = 0
    AVX2 = 1
    AVX512 = 2


class Band(ctypes.Structure):
    """One axis of a picture's reduction: `starts` int64[K] and `weights` float32[K, W] of K outputs, 64 of a whole
    axis. `counts` uint16[K, W] are the weights in `units` float32[K], 0 where they are no whole numbers of one. All are
    kept alive in `arrays`.
    """

    _fields_ = [
        ("length", ctypes.c_uint64),
        ("width", ctypes.c_uint64),
        ("outputs", ctypes.c_uint64),
        ("starts", ctypes.c_void_p),
        ("weights", ctypes.c_void_p),
        ("counts", ctypes.c_void_p),
        ("units", ctypes.c_void_p),
    ]

    def __init__(
        self,
        length: int,
        starts: NDArray[np.int64],
        weights: NDArray[np.float32],
        counts: NDArray[np.uint16],
        units: NDArray[np.float32],
    ) -> None:
        self.arrays = (starts, weights, counts, units)
        super().__init__(length, weights.shape[1], len(starts), *(each.ctypes.data for each in self.arrays))

    def part(self, first: int, last: int) -> "tuple[int, Band]":
        """What the outputs from `first` to before `last` need: where on the axis it begins, and the same for that."""
        starts, weights, counts, units = self.arrays
        some = starts[first:last]
        begins, ends = int(some.min()), min(int(some.max()) + weights.shape[1], self.length)
        return begins, Band(ends - begins, some - begins, weights[first:last], counts[first:last], units[first:last])


def best_variant() -> Variant:
    """The fastest that this processor can run."""
    return Variant(library().causeway_best_variant())


def build_table(
    words: NDArray[np.uint64],
    chunk: int,
    starts: NDArray[np.uint32],
    siblings: NDArray[np.uint16],
    rows: NDArray[np.uint32],
) -> None:
    """Fill one table: `starts` uint32[65537], `siblings` uint16[N + 32], `rows` uint32[N]."""
    check(
        library().causeway_build_table(
            words.ctypes.data, len(words), chunk, starts.ctypes.data, siblings.ctypes.data, rows.ctypes.data
        )
    )


def first_equal(words: NDArray[np.uint64]) -> NDArray[np.uint32]:
    """For each of the uint64[N, 4] hashes the first row that holds the same."""
    first: NDArray[np.uint32] = np.empty(len(words), dtype=np.uint32)
    check(library().causeway_first_equal(words.ctypes.data, len(words), secrets.randbits(64) | 1, first.ctypes.data))
    return first


def join(parents: NDArray[np.uint32], left: NDArray[np.uint32], right: NDArray[np.uint32]) -> None:
    """Make one tree of the trees of each pair, in the forest `parents` (uint32[N]); the smallest is the root."""
    check(library().causeway_join(parents.ctypes.data, left.ctypes.data, right.ctypes.data, len(left)))


def flatten(parents: NDArray[np.uint32]) -> None:
    """Let each point at its root."""
    check(library().causeway_flatten(parents.ctypes.data, len(parents)))


def reduce_picture(variant: Variant, pixels: NDArray[np.uint8], down: Band, across: Band) -> NDArray[np.float32]:
    """A picture or some lines of it, uint8[H, W, 3 or 4] or uint8[H, W] and contiguous, as weighted sums of its luma:
    float32, as many as `down` and `across` have outputs.
    """
    if (
        not pixels.flags.c_contiguous
        or pixels.shape[:2] != (down.length, across.length)
        or pixels.shape[2:] not in ((), (3,), (4,))
    ):
        raise MatchingError("bad_picture_array", "the picture is not of the size that its reduction is made for")
    reduced: NDArray[np.float32] = np.empty((down.outputs, across.outputs), dtype=np.float32)
    colours = pixels.shape[2] if pixels.ndim == 3 else 1
    doors = library()
    check(
        doors.causeway_reduce(
            variant, pixels.ctypes.data, colours, ctypes.byref(down), ctypes.byref(across), reduced.ctypes.data
        )
    )
    return reduced


def check(fault: int) -> None:
    """Raise what a kernel's answer says."""
    if fault == _NO_MEMORY:
        raise MemoryError
    if fault == _TOO_MANY:
        raise TooManyHits
    if fault == _DAMAGED:
        raise BadIndexFile("damaged_index", "the saved index is damaged: identifiers that it does not hold")
    if fault:
        raise MatchingError("no_such_variant", "this processor cannot run that variant of the kernels")


@cache
def library() -> Any:
    """The compiled kernels with the types of their doors."""
    try:
        library = ctypes.CDLL(str(LIBRARY))
    except OSError as fault:
        told = f"the matching engine is not compiled ({LIBRARY.name}): run `make setup`, or install a wheel of it"
        raise KernelsMissing("no_kernels", told) from fault
    pointer, count, number = ctypes.c_void_p, ctypes.c_uint64, ctypes.c_int
    doors: dict[str, list[Any]] = {
        "causeway_best_variant": [],
        "causeway_build_table": [pointer, count, number, pointer, pointer, pointer],
        "causeway_first_equal": [pointer, count, ctypes.c_uint64, pointer],
        "causeway_join": [pointer, pointer, pointer, count],
        "causeway_flatten": [pointer, count],
        "causeway_search": [number, pointer, pointer, pointer, pointer],
        "causeway_find": [number, pointer, pointer, pointer, count, pointer],
        "causeway_tell": [pointer, pointer, pointer, pointer, count],
        "causeway_reduce": [number, pointer, number, pointer, pointer, pointer],
    }
    for name, arguments in doors.items():
        door = getattr(library, name)
        door.argtypes, door.restype = arguments, ctypes.c_int
    for release in (library.causeway_release, library.causeway_forget):
        release.argtypes, release.restype = [pointer], None
    library.causeway_estimate.argtypes, library.causeway_estimate.restype = [pointer, pointer], ctypes.c_uint64
    return library
