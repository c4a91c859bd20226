"""The downscaling of PDQ along one axis, as one banded operator.

PDQ filters each axis twice with a box of n/128 samples, rounded up, and keeps 64 samples, at the centres of 64 equal
parts. All of it is linear: the 64 kept samples are 64 weighted sums, each over a short run of about n/64 input samples.
See Meta's paper on PDQ, and `downscaling.cpp` of the reference for the windows at the borders.
"""

from functools import lru_cache
from typing import Final

import numpy as np

from causeway.matching._kernels import PICTURE_SIDE as SIDE
from causeway.matching._kernels import Band

_CACHED_LENGTHS: Final = 256
_LONGEST_CACHED: Final = 1 << 14
"""An operator takes 12 bytes a sample: 50 MB where all that are cached are long. Longer axes are rare and built
anew.
"""
_LARGEST_COUNT: Final = 64
"""Four samples of 8 bits, so weighted, fit 16 bits: axes of up to 8,192 samples."""
_NEARLY_WHOLE: Final = 1e-6
"""As near as double precision brings a whole number of units."""
_ROUNDING: Final = 1e-13
"""What a running sum leaves where a weight is 0; the smallest weight of an axis of 2**20 samples is 1e-8."""


def tent(length: int, *, mirrored: bool = False) -> Band:
    """The operator for an axis of `length` samples, 1 or more; where `mirrored`, what gives the same of the samples in
    this order as it would of them in the opposite one, from last to first.
    """
    build = _cached if length <= _LONGEST_CACHED else _build
    return build(length, mirrored)


def _build(length: int, mirrored: bool) -> Band:
    return _mirrored(_plain(length)) if mirrored else _plain(length)


def _mirrored(band: Band) -> Band:
    """PDQ's windows are not symmetric: their mirror image is another operator."""
    starts, weights, counts, units = band.arrays
    used = np.minimum(weights.shape[1], band.length - starts)
    place = used[:, None] - 1 - np.arange(weights.shape[1])
    at, is_there = np.maximum(place, 0), place >= 0
    turned = np.take_along_axis(weights, at, axis=1) * is_there
    turned_counts = np.take_along_axis(counts, at, axis=1) * is_there
    return Band(band.length, band.length - starts - used, turned, turned_counts, units)


def _plain(length: int) -> Band:
    full = -(-length // (2 * SIDE))
    half = (full + 2) // 2
    before, after = full - half, half - 1
    index = np.arange(length)
    low, high = np.maximum(index - before, 0), np.minimum(index + after, length - 1)
    share = 1.0 / (high - low + 1)
    centres = ((np.arange(SIDE) + 0.5) * length / SIDE).astype(np.int64)
    starts = np.maximum(centres - 2 * before, 0)
    width = int(np.max(np.minimum(centres + 2 * after, length - 1) - starts)) + 1
    output, inner = np.nonzero(np.ones((SIDE, full), dtype=bool))
    inner += low[centres][output]
    is_in_box = inner <= high[centres][output]
    output, inner = output[is_in_box], inner[is_in_box]
    steps = share[centres][output] * share[inner]
    row, size = output * (width + 1) - starts[output], SIDE * (width + 1)
    edges = np.bincount(row + low[inner], steps, size) - np.bincount(row + high[inner] + 1, steps, size)
    weights = np.cumsum(edges.reshape(SIDE, width + 1), axis=1)[:, :-1]
    weights[weights < _ROUNDING] = 0.0
    unit = 1.0 / (full * full)
    counts = np.rint(weights / unit)
    is_whole = (np.abs(weights / unit - counts) < _NEARLY_WHOLE).all(axis=1) & (full <= _LARGEST_COUNT)
    counts[~is_whole] = 0
    units = np.where(is_whole, unit, 0.0).astype(np.float32)
    return Band(length, starts, weights.astype(np.float32), counts.astype(np.uint16), units)


_cached = lru_cache(maxsize=_CACHED_LENGTHS)(_build)
