"""Screening: uploads a second by exact digests and by looks, beside the same digests without any look-up.

Run it with `python benchmarks/bench_screening.py [signals]`, by default 100,000, half of them PDQ hashes. Uploads are
photographs of random squares, none of which is listed, so that each takes the longest way.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image

from causeway.client.mirror import MirrorWriter
from causeway.client.screening import Screened, Screening
from causeway.matching import digest_stream
from causeway.vocabulary.signals import Signal, SignalChange, SignalChangeKind, SignalKind, SignalProvenance

OWNER = SignalProvenance(organisation="Bridge Watch")
UPLOADS = 60
SIDE_PX = 1024


def main() -> None:
    """Print the rates."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("signals", type=int, nargs="?", default=100_000)
    count = parser.parse_args().signals
    rng = np.random.default_rng(count)
    uploads = [photograph(rng) for _ in range(UPLOADS)]
    size = sum(map(len, uploads)) / UPLOADS
    print(f"{UPLOADS} JPEG of {SIDE_PX} x {SIDE_PX}, {size / 1e3:,.0f} kB each; {count:,} signals")
    with tempfile.TemporaryDirectory() as folder:
        now = datetime.now(UTC)
        changes = [addition(number, rng) for number in range(count)]
        MirrorWriter(Path(folder)).apply_changes(changes, source="bench", cursor="1", as_of=now, is_whole=True)
        show("exact digests alone, no look-up", uploads, lambda data: digest_stream([data]), 1)
        for looks_alike, name in ((False, "exact"), (True, "perceptual")):
            for threads in (1, os.cpu_count() or 1):
                with Screening(
                    Path(folder), stale_after=timedelta(days=1), looks_alike=looks_alike, examiners=threads
                ) as screening:
                    found = warmed(screening, uploads[:8], threads)
                    assert not any(each.asks_review or each.faults for each in found)
                    show(f"screened, {name}, threads: {threads}", uploads, screening.screen, threads)
    print(f"load {os.getloadavg()[0]:.1f}")


def warmed(screening: Screening, uploads: list[bytes], threads: int) -> list[Screened]:
    """What a few uploads give; it starts the processes that decode."""
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(screening.screen, uploads))


def show(name: str, uploads: list[bytes], work: Callable[[bytes], object], threads: int) -> None:
    """The rate at which so many threads do the work."""
    with ThreadPoolExecutor(threads) as pool:
        start = time.perf_counter()
        list(pool.map(work, uploads))
        print(f"{name}: {len(uploads) / (time.perf_counter() - start):,.0f} uploads/s")


def photograph(rng: np.random.Generator) -> bytes:
    """A JPEG that looks like no other."""
    squares = rng.integers(0, 256, (64, 64, 3), dtype=np.uint8)
    file = BytesIO()
    Image.fromarray(squares).resize((SIDE_PX, SIDE_PX), Image.Resampling.BICUBIC).save(file, "JPEG", quality=85)
    return file.getvalue()


def addition(number: int, rng: np.random.Generator) -> SignalChange:
    """Every other one a PDQ hash, the rest MD5."""
    kind, width = (SignalKind.PDQ, 32) if number % 2 else (SignalKind.MD5, 16)
    reference = f"entry-{number}"
    signal = Signal(kind=kind, value=rng.bytes(width).hex(), reference=reference, provenance=OWNER)
    return SignalChange(what=SignalChangeKind.ADDED, reference=reference, signals=(signal,))


if __name__ == "__main__":
    main()
