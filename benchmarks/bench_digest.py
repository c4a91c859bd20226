"""From file to digests: ours against decoding alone, and against the peers' pictures a second on all cores.

Run it with `python benchmarks/bench_digest.py [pictures]`, by default 200 web photos of 1600 x 1000 that it draws
itself, or with `50 --width 4000 --height 3000`. Peers are measured where they are installed (the extra `peers`):
`pdqhash` after Pillow's decoding, `threatexchange` and `perception` from the file. They give a PDQ alone; ours gives
MD5, SHA-1, SHA-256, size and type too; what these take alone has a row, and so has our PDQ without them. All in this
process, decoding alone included, keep a large picture's memory for the next.

Three measures: processor milliseconds a picture, of all processes that had a part; milliseconds by the clock from a
file to its digests, one file after another; and pictures a second by the clock, on all cores: ours through `Examiner`s,
whose processes limit themselves, the peers through a pool of processes. The runs of all take turns, and the least of
each counts, so that what else the machine does troubles all alike.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

import numpy as np
from bench_pdq import as_jpeg
from PIL import Image

from causeway.matching import Examiner, digest_file, digest_stream, keep_memory
from causeway.matching.examination import find_picture

CORES = os.cpu_count() or 1
RUNS = 5
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


def pdq_alone(path: Path) -> None:
    find_picture(path.read_bytes())


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


@dataclass(slots=True)
class Measured:
    """The best of some runs of one way."""

    name: str
    one: Callable[[Path], object]
    """One file, here or by a child."""
    many: Callable[[Sequence[Path]], object]
    """All of them, on all cores."""
    children: Sequence[Examiner] = ()
    processor_ms: float = float("inf")
    clock_ms: float = float("inf")
    per_second: float = 0.0

    def run(self, paths: Sequence[Path]) -> None:
        """Once more, the one thing and the other."""
        some = paths[:ONE_BY_ONE]
        begun, used = time.perf_counter(), processor_seconds(self.children)
        for path in some:
            self.one(path)
        used = processor_seconds(self.children) - used
        self.clock_ms = min(self.clock_ms, (time.perf_counter() - begun) / len(some) * 1000)
        self.processor_ms = min(self.processor_ms, used / len(some) * 1000)
        begun = time.perf_counter()
        self.many(paths)
        self.per_second = max(self.per_second, len(paths) / (time.perf_counter() - begun))


def processor_seconds(examiners: Sequence[Examiner]) -> float:
    """Of this process and of the examiners' with those that they forked and saw end (proc(5), fields 14 to 17)."""
    ticks = 0
    for examiner in examiners:
        stated = Path(f"/proc/{examiner.process_id}/stat").read_text().rpartition(")")[2].split()
        ticks += sum(map(int, stated[11:15]))
    return time.process_time() + ticks / os.sysconf("SC_CLK_TCK")


def ways(stack: ExitStack, paths: Sequence[Path]) -> Iterator[Measured]:
    """All that is measured, each with its processes started and warm."""
    pool = stack.enter_context(ProcessPoolExecutor(CORES))
    threads = stack.enter_context(ThreadPoolExecutor(CORES))

    def here(name: str, work: Callable[[Path], object]) -> Measured:
        work(paths[0])
        list(pool.map(work, paths[: 4 * CORES]))
        return Measured(name, work, lambda all_paths: list(pool.map(work, all_paths, chunksize=8)))

    def examined(name: str, *, fast: bool = False, shared: bool = False) -> Measured:
        examiners = [stack.enter_context(Examiner(fast=fast, shared=shared)) for _ in range(CORES)]

        def work(examiner: Examiner, part: Sequence[Path]) -> None:
            for path in part:
                examiner.examine_path(path)

        def all_cores(all_paths: Sequence[Path]) -> None:
            list(threads.map(work, examiners, [all_paths[core::CORES] for core in range(CORES)]))

        all_cores(paths[: 4 * CORES])
        return Measured(name, examiners[0].examine_path, all_cores, examiners)

    yield here("decoding alone", decode)
    yield here("exact digests alone", hash_bytes)
    yield here("causeway's PDQ alone", pdq_alone)
    yield here("causeway, in one's own process", ours)
    yield examined("causeway, a process a file")
    yield examined("causeway, a shared process", shared=True)
    yield examined("causeway, fast, a process a file", fast=True)
    yield examined("causeway, fast, a shared process", fast=True, shared=True)
    for name, (module, work) in PEERS.items():
        if find_spec(module):
            yield here(name, work)


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
        with ExitStack() as stack:
            every = list(ways(stack, paths))
            for _ in range(RUNS):
                for way in every:
                    way.run(paths)
        show(every)


def show(every: Sequence[Measured]) -> None:
    """One line each; the ratios are to decoding alone and to `threatexchange`."""
    alone = every[0]
    peer = next((way.per_second for way in every if way.name == "threatexchange"), None)
    print(f"{'':>33} {'processor':>16} {'by the clock':>16} {'on all cores':>15} {'to threatexchange':>18}")
    for way in every:
        ratio = f"{way.per_second / peer:.1f}x" if peer else "not installed"
        print(
            f"{way.name:>33} {way.processor_ms:>7.2f} ms {way.processor_ms / alone.processor_ms:>5.2f}x"
            f" {way.clock_ms:>7.2f} ms {way.clock_ms / alone.clock_ms:>5.2f}x {way.per_second:>13.1f}/s {ratio:>18}"
        )


def load() -> float:
    return os.getloadavg()[0]


if __name__ == "__main__":
    main()
