"""PDQ: our kernel against the reference (`pdqhash`, where it is installed) on pictures of several sizes.

Run it with `python benchmarks/bench_pdq.py`, single-threaded for a fair comparison (`OPENBLAS_NUM_THREADS=1`). The
bits of difference must be 0 on photos.
"""

import time
from collections.abc import Callable
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from causeway.matching import decode_picture, dihedral_hashes, pdq_hash

pdqhash: Any = import_module("pdqhash") if find_spec("pdqhash") else None

SIZES = ((256, 256), (1024, 768), (2048, 1536), (4000, 3000))
SECONDS = 1.0


def best_ms(work: Callable[[], object]) -> float:
    """The shortest of repeated runs, in milliseconds: the least disturbed by others on the machine."""
    work()
    best, end = float("inf"), time.perf_counter() + SECONDS
    while time.perf_counter() < end:
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best * 1000


def photo_like(width: int, height: int) -> NDArray[np.uint8]:
    """Smooth detail at every scale, as a photo has."""
    rng = np.random.default_rng(width)
    picture = np.zeros((height, width, 3))
    for scale in (4, 16, 64):
        grain = rng.integers(0, 255, (scale, scale, 3), dtype=np.uint8)
        picture += np.asarray(Image.fromarray(grain).resize((width, height), Image.Resampling.BICUBIC)) / 3
    return np.clip(picture, 0, 255).astype(np.uint8)


def as_jpeg(picture: NDArray[np.uint8]) -> bytes:
    file = BytesIO()
    Image.fromarray(picture).save(file, "JPEG", quality=85)
    return file.getvalue()


def main() -> None:
    """Print one line a size."""
    heads = f"{'size':>11} {'decode ms':>10} {'ours ms':>8} {'8 hashes':>9}"
    print(f"{heads} {'pdqhash ms':>11} {'ratio':>6} {'bits off':>9}")
    for width, height in SIZES:
        data = as_jpeg(photo_like(width, height))
        picture = decode_picture(data)
        ours = best_ms(partial(pdq_hash, picture))
        eight = best_ms(partial(dihedral_hashes, picture))
        decode = best_ms(partial(decode_picture, data))
        line = f"{width:>6}x{height:<4} {decode:>10.2f} {ours:>8.2f} {eight:>9.2f}"
        if pdqhash is None:
            print(f"{line} {'not installed':>28}")
            continue
        theirs = best_ms(partial(pdqhash.compute, picture))
        bits = np.unpackbits(np.frombuffer(pdq_hash(picture).bits, dtype=np.uint8))
        off = int((bits != pdqhash.compute(picture)[0]).sum())
        print(f"{line} {theirs:>11.2f} {theirs / ours:>5.1f}x {off:>9}")


if __name__ == "__main__":
    main()
