"""Screening: uploads a second, what of each is decoding, and how long one upload takes beside others.

Run it with `python benchmarks/bench_screening.py [signals]`, by default 100,000, half of them PDQ hashes. Uploads are
photographs of random squares, none of which is listed, so that each takes the longest way.

The first table has each way by one thread and by one a core, in turns, five times: what else the machine does then
troubles all alike. Of each way the least processor time and the best rate count. Rates say what this machine had left;
processor milliseconds an upload, of all processes that had a part, say what screening costs. The second table has the
time from asking to the answer, of callers that each ask again at once: as threads, and beside one event loop.
"""

import argparse
import asyncio
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image

from causeway.client.mirror import MirrorWriter
from causeway.client.screening import Screening
from causeway.matching import digest_file, digest_stream, keep_memory
from causeway.vocabulary.signals import Signal, SignalChange, SignalChangeKind, SignalKind, SignalProvenance

OWNER = SignalProvenance(organisation="Bridge Watch")
UPLOADS = 40
SIDE_PX = 1024
RUNS = 5
CORES = os.cpu_count() or 1
CALLERS = (1, 2, 8)
ANSWERS = 160


@dataclass(slots=True)
class Measured:
    """The best of some runs of one way, by so many threads."""

    name: str
    threads: int
    work: Callable[[bytes], object]
    processor_ms: float = float("inf")
    per_second: float = 0.0

    def run(self, uploads: Sequence[bytes]) -> None:
        """Once more."""
        with ThreadPoolExecutor(self.threads) as pool:
            begun, used = time.perf_counter(), processor_seconds()
            list(pool.map(self.work, uploads))
            used, seconds = processor_seconds() - used, time.perf_counter() - begun
        self.processor_ms = min(self.processor_ms, used / len(uploads) * 1000)
        self.per_second = max(self.per_second, len(uploads) / seconds)


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("signals", type=int, nargs="?", default=100_000)
    count = parser.parse_args().signals
    keep_memory()
    rng = np.random.default_rng(count)
    uploads = [photograph(rng) for _ in range(UPLOADS)]
    size = sum(map(len, uploads)) / UPLOADS
    print(f"{UPLOADS} JPEG of {SIDE_PX} x {SIDE_PX}, {size / 1e3:,.0f} kB each; {count:,} signals; load {load()}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        changes = [addition(number, rng) for number in range(count)]
        MirrorWriter(folder).apply_changes(changes, source="bench", cursor="1", as_of=datetime.now(UTC), is_whole=True)
        with screening(folder, looks_alike=False) as exact, screening(folder, looks_alike=True) as perceptual:
            every = list(ways(exact, perceptual))
            show_first(perceptual, uploads)
            for _ in range(RUNS):
                for way in every:
                    way.run(uploads)
            show_rates(every)
            show_latencies(perceptual, uploads)
    print(f"load {load()} at the end")


def screening(folder: Path, *, looks_alike: bool) -> Screening:
    """As a service has it."""
    return Screening(folder, stale_after=timedelta(days=1), looks_alike=looks_alike)


def ways(exact: Screening, perceptual: Screening) -> Iterator[Measured]:
    """All that is measured for its rate."""
    for name, work in (
        ("decoding alone", decode),
        ("exact digests alone, no look-up", lambda data: digest_stream([data])),
        ("decoding and all digests, in this process", digest_file),
        ("screened, exact", exact.screen),
        ("screened, perceptual", perceptual.screen),
    ):
        for threads in dict.fromkeys((1, CORES)):
            yield Measured(name, threads, work)


def decode(data: bytes) -> None:
    """Pillow alone, into memory that it keeps: no limits, no digest."""
    Image.open(BytesIO(data)).load()


def processor_seconds() -> float:
    """Of this process and of those below it, with what they forked and saw end (proc(5), fields 14 to 17)."""
    ticks = 0
    for path in Path("/proc/self/task").glob("*/children"):
        for child in path.read_text().split():
            stated = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()
            ticks += sum(map(int, stated[11:15]))
    return time.process_time() + ticks / os.sysconf("SC_CLK_TCK")


def show_first(perceptual: Screening, uploads: Sequence[bytes]) -> None:
    """The first uploads at once, which start the processes that decode; nothing may be found or amiss."""
    begun = time.perf_counter()
    with ThreadPoolExecutor(CORES) as pool:
        found = list(pool.map(perceptual.screen, uploads[:CORES]))
    assert not any(each.asks_review or each.faults for each in found)
    print(f"the first {CORES} at once, which start {CORES} processes: {time.perf_counter() - begun:.2f} s", flush=True)


def show_rates(every: Sequence[Measured]) -> None:
    """One line each; the ratio is to decoding alone by as many threads."""
    alone = {way.threads: way.processor_ms for way in every if way.work is decode}
    print(f"{'':>42} {'threads':>7} {'processor':>17} {'by the clock':>13}")
    for way in every:
        ratio = way.processor_ms / alone[way.threads]
        print(
            f"{way.name:>42} {way.threads:>7} {way.processor_ms:>7.2f} ms {ratio:>5.2f}x {way.per_second:>11,.0f}/s",
            flush=True,
        )


def show_latencies(perceptual: Screening, uploads: Sequence[bytes]) -> None:
    """From asking to the answer, perceptual, by how many ask at once."""
    print(f"{'one upload, perceptual':>42} {'callers':>7} {'p50':>9} {'p99':>9} {'worst':>9} {'all':>10}")
    for callers in CALLERS:
        for name, measure in (("threads", by_threads), ("one event loop", beside_a_loop)):
            begun = time.perf_counter()
            times = measure(perceptual, uploads, callers)
            rate = len(times) / (time.perf_counter() - begun)
            p50, p99 = np.quantile(times, (0.5, 0.99)) * 1000
            worst = max(times) * 1000
            print(f"{name:>42} {callers:>7} {p50:>6.1f} ms {p99:>6.1f} ms {worst:>6.1f} ms {rate:>8,.0f}/s", flush=True)


def by_threads(perceptual: Screening, uploads: Sequence[bytes], callers: int) -> list[float]:
    """Seconds of each answer to callers that are threads."""

    def call(number: int) -> float:
        begun = time.perf_counter()
        perceptual.screen(uploads[number % UPLOADS])
        return time.perf_counter() - begun

    with ThreadPoolExecutor(callers) as pool:
        return list(pool.map(call, range(ANSWERS)))


def beside_a_loop(perceptual: Screening, uploads: Sequence[bytes], callers: int) -> list[float]:
    """The same of callers that share one event loop."""

    async def call(numbers: Iterator[int]) -> list[float]:
        times = []
        for number in numbers:
            begun = time.perf_counter()
            await perceptual.screen_async(uploads[number % UPLOADS])
            times.append(time.perf_counter() - begun)
        return times

    async def all_callers() -> list[float]:
        numbers = iter(range(ANSWERS))
        return [each for times in await asyncio.gather(*[call(numbers) for _ in range(callers)]) for each in times]

    return asyncio.run(all_callers())


def load() -> str:
    return f"{os.getloadavg()[0]:.1f}"


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
