"""From file to digests: ours against decoding alone, and against the peers' pictures a second on all cores.

Run it with `python benchmarks/bench_digest.py [pictures]`, by default 200 web photos of 1600 x 1000 that it draws
itself, or with `50 --width 4000 --height 3000`. Peers are measured where they are installed (the extra `peers`):
`pdqhash` after Pillow's decoding, `threatexchange` and `perception` from the file. They give a PDQ alone; ours gives
MD5, SHA-1, SHA-256, size and type too; what these take alone has a row. All in this process, decoding alone included,
keep a large picture's memory for the next. Milliseconds are processor time a picture, of all processes that had a part;
pictures a second are by the wall clock, on all cores: ours through `Examiner`s, whose processes limit themselves, the
peers through a pool of processes.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import ExitStack
from importlib import import_module
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from bench_pdq import as_jpeg
from PIL import Image

from causeway.matching import Examiner, digest_file, digest_stream, keep_memory

CORES = os.cpu_count() or 1
RUNS = 3
ONE_BY_ONE = 40


def draw(folder: Path, count: int, width: int = 1600, height: int = 1000) -> list[Path]:
    """So many different photo-like pictures as JPEG files; of 1600 x 1000 about 400 kB each."""
    rng, paths = np.random.default_rng(count), []
    for number in range(count):
        picture = np.zeros((height, width, 3))
        for scale in (4, 16, 64, 256):
            grain = rng.integers(0, 255, (scale, scale, 3), dtype=np.uint8)
            picture += np.asarray(Image.fromarray(grain).resize((width, height), Image.Resampling.BICUBIC)) / 4
        noise = rng.normal(0, 6, picture.shape)
        paths.append(folder / f"{number}.jpg")
        paths[-1].write_bytes(as_jpeg(np.clip(picture + noise, 0, 255).astype(np.uint8)))
    return paths


def decode(path: Path) -> None:
    """Pillow alone, into memory that it keeps: no copy, no limits, no digest."""
    Image.open(BytesIO(path.read_bytes())).load()


def hash_bytes(path: Path) -> None:
    """What exact digests cost: OpenSSL's three, of a file that is in memory."""
    digest_stream([path.read_bytes()])


def ours(path: Path) -> None:
    digest_file(path.read_bytes())


def with_pdqhash(path: Path) -> None:
    import_module("pdqhash").compute(np.asarray(Image.open(path).convert("RGB")))


def with_threatexchange(path: Path) -> None:
    import_module("threatexchange.signal_type.pdq.signal").PdqSignal.hash_from_file(path)


def with_perception(path: Path) -> None:
    import_module("perception.hashers").PDQHash().compute(str(path))


PEERS: dict[str, tuple[str, Callable[[Path], None]]] = {
    "pdqhash": ("pdqhash", with_pdqhash),
    "threatexchange": ("threatexchange", with_threatexchange),
    "perception": ("perception", with_perception),
}


def processor_ms(work: Callable[[Path], None], paths: Sequence[Path]) -> float:
    """Processor time a picture in this process, the least of some runs."""
    best = float("inf")
    for _ in range(RUNS):
        start = time.process_time()
        for path in paths:
            work(path)
        best = min(best, time.process_time() - start)
    return best / len(paths) * 1000


def examined(paths: Sequence[Path], *, fast: bool = False, shared: bool = False) -> tuple[float, float]:
    """Through an `Examiner` a core: processor milliseconds a picture, in this process and in those that decode, and
    pictures a second.
    """
    with ExitStack() as stack, ThreadPoolExecutor(CORES) as pool:
        examiners = [stack.enter_context(Examiner(fast=fast, shared=shared)) for _ in range(CORES)]
        parts = [paths[core::CORES] for core in range(CORES)]

        def work(examiner: Examiner, part: Sequence[Path]) -> None:
            for path in part:
                examiner.examine_path(path)

        list(pool.map(work, examiners, [part[:4] for part in parts]))
        best_ms, best_rate = float("inf"), 0.0
        for _ in range(RUNS):
            used, start = processor_seconds(examiners), time.perf_counter()
            list(pool.map(work, examiners, parts))
            best_rate = max(best_rate, len(paths) / (time.perf_counter() - start))
            best_ms = min(best_ms, (processor_seconds(examiners) - used) / len(paths) * 1000)
    return best_ms, best_rate


def processor_seconds(examiners: Sequence[Examiner]) -> float:
    """Of this process and of the examiners' with those that they forked and saw end (proc(5), fields 14 to 17)."""
    ticks = 0
    for examiner in examiners:
        stated = Path(f"/proc/{examiner.process_id}/stat").read_text().rpartition(")")[2].split()
        ticks += sum(map(int, stated[11:15]))
    return time.process_time() + ticks / os.sysconf("SC_CLK_TCK")


def pooled_per_second(work: Callable[[Path], None], paths: Sequence[Path]) -> float:
    """Pictures a second through a process a core, the most of some runs."""
    best = 0.0
    with ProcessPoolExecutor(CORES) as pool:
        list(pool.map(work, paths[: 4 * CORES]))
        for _ in range(RUNS):
            start = time.perf_counter()
            list(pool.map(work, paths, chunksize=8))
            best = max(best, len(paths) / (time.perf_counter() - start))
    return best


def rows(paths: Sequence[Path]) -> Iterator[tuple[str, float, float]]:
    """Name, processor milliseconds a picture, pictures a second on all cores."""
    some = paths[:ONE_BY_ONE]
    yield "decoding alone", processor_ms(decode, some), pooled_per_second(decode, paths)
    yield "exact digests alone", processor_ms(hash_bytes, some), pooled_per_second(hash_bytes, paths)
    yield "causeway, in one's own process", processor_ms(ours, some), pooled_per_second(ours, paths)
    yield "causeway, a process a file", *examined(paths)
    yield "causeway, a shared process", *examined(paths, shared=True)
    yield "causeway, fast, a process a file", *examined(paths, fast=True)
    yield "causeway, fast, a shared process", *examined(paths, fast=True, shared=True)
    for name, (module, work) in PEERS.items():
        if find_spec(module):
            yield name, processor_ms(work, some), pooled_per_second(work, paths)


def main() -> None:
    """Print one line each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pictures", type=int, nargs="?", default=200)
    parser.add_argument("--width", type=int, default=1600)
    parser.add_argument("--height", type=int, default=1000)
    options = parser.parse_args()
    os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"
    keep_memory()
    with tempfile.TemporaryDirectory() as folder:
        paths = draw(Path(folder), options.pictures, options.width, options.height)
        size = sum(path.stat().st_size for path in paths) / len(paths) / 1000
        shape = f"{options.width} x {options.height}, {size:.0f} kB each"
        print(f"{len(paths)} pictures of {shape}; {CORES} cores, load {load():.1f}")
        print(f"{'':>33} {'ms a picture':>12} {'to decoding':>11} {'pictures/s':>10} {'to threatexchange':>17}")
        measured: list[tuple[str, float, float]] = list(rows(paths))
        alone = measured[0][1]
        peer: Any = next((rate for name, _ms, rate in measured if name == "threatexchange"), None)
        for name, ms, rate in measured:
            ratio = f"{rate / peer:.1f}x" if peer else "not installed"
            print(f"{name:>33} {ms:>12.2f} {ms / alone:>10.2f}x {rate:>10.1f} {ratio:>17}")


def load() -> float:
    return os.getloadavg()[0]


if __name__ == "__main__":
    main()
