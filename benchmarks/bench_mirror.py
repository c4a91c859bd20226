"""The mirror of a feed: how fast pages are applied, and look-ups a second, beside a plain dictionary in memory.

Run it with `python benchmarks/bench_mirror.py [signals]`, by default 1,000,000, of which a fifth are PDQ hashes. Pages
are applied as they come from disk, each checked, durable and visible before the next.
"""

import argparse
import io
import os
import resource
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from causeway.client.mirror import Answer, Mirror, MirrorWriter
from causeway.interchange.signal_feed import FeedPage, read_page, write_page
from causeway.transparency import SigningKey
from causeway.vocabulary.signals import Signal, SignalChange, SignalChangeKind, SignalKind, SignalProvenance

T = TypeVar("T")
KEY = SigningKey.from_seed("feed.example.org", bytes(32))
FEED = "example.org/bank/1"
NOW = datetime(2026, 11, 27, tzinfo=UTC)
PAGE = 20_000
SMALL = 17
"""1,029 changes an hour are 17 a minute."""
BATCH = 10_000
SINGLES = 500
OWNER = SignalProvenance(organisation="Bridge Watch")


def main() -> None:
    """Print the rates."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("signals", type=int, nargs="?", default=1_000_000)
    count = parser.parse_args().signals
    rng = np.random.default_rng(count)
    with tempfile.TemporaryDirectory() as folder:
        writer, plain = MirrorWriter(Path(folder)), dict[str, str]()
        spent = {"read and checked": 0.0, "applied": 0.0}
        for after in range(0, count, PAGE):
            changes = [addition(after + number + 1, rng) for number in range(min(PAGE, count - after))]
            plain |= {each.signals[0].value: each.reference for each in changes}
            data = written(after, changes)
            page, seconds = timed(partial(read, data))
            spent["read and checked"] += seconds
            spent["applied"] += timed(partial(writer.apply, page))[1]
        for what, seconds in spent.items():
            print(f"{count:,} changes in pages of {PAGE:,} {what}: {count / seconds:,.0f}/s ({seconds:.1f} s)")
        show_small_pages(writer, count, rng)
        size = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
        print(f"on disk {size / 1e6:,.0f} MB, {size / count:.0f} bytes a signal")
        mirror, seconds = timed(lambda: Mirror(Path(folder), stale_after=timedelta(days=1)))
        print(f"opened in {seconds * 1000:.1f} ms")
        show_look_ups(mirror, list(plain), plain, rng)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory, the dictionary included: {peak:,.0f} MB; load {os.getloadavg()[0]:.1f}")


def show_small_pages(writer: MirrorWriter, after: int, rng: np.random.Generator) -> None:
    """How long a page of a minute's changes takes beside so many signals."""
    times = []
    for _ in range(20):
        page = read(written(after, [addition(after + number + 1, rng) for number in range(SMALL)]))
        times.append(timed(partial(writer.apply, page))[1] * 1000)
        after += SMALL
    p50, worst = np.quantile(times, 0.5), max(times)
    print(f"pages of {SMALL} changes applied durably: p50 {p50:.1f} ms, worst {worst:.1f} ms")


def show_look_ups(mirror: Mirror, values: list[str], plain: dict[str, str], rng: np.random.Generator) -> None:
    """Batches of which a hundredth is listed, and one question at a time."""
    for kind, width in ((SignalKind.MD5, 16), (SignalKind.PDQ, 32)):
        listed = [value for value in values[:100_000] if len(value) == 2 * width][: BATCH // 100]
        asked = np.frombuffer(rng.bytes(BATCH * width), np.uint8).reshape(BATCH, width).copy()
        asked[: len(listed)] = np.frombuffer(bytes.fromhex("".join(listed)), np.uint8).reshape(-1, width)
        look_up = partial(mirror.look_up_digests, kind, now=NOW)
        look_up(asked)
        answer, seconds = timed(partial(look_up, asked))
        assert len(answer.hits) >= len(listed)
        print(f"{kind}, a batch of {BATCH:,}: {BATCH / seconds:,.0f} look-ups/s")
        _, single = timed(partial(one_by_one, look_up, asked[:SINGLES]))
        print(f"{kind}, one at a time: {SINGLES / single:,.0f} look-ups/s")
        if kind is SignalKind.MD5:
            texts = [row.tobytes().hex() for row in asked]
            _, peer = timed(partial(list, map(plain.get, texts)))
            print(f"{kind}, a Python dictionary in memory: {BATCH / peer:,.0f} look-ups/s")


def one_by_one(look_up: Callable[[NDArray[np.uint8]], Answer], asked: NDArray[np.uint8]) -> None:
    """Each row as a question of its own."""
    for row in range(len(asked)):
        look_up(asked[row : row + 1])


def addition(cursor: int, rng: np.random.Generator) -> SignalChange:
    """The next step: a fifth of them PDQ hashes, the others MD5."""
    kind, width = (SignalKind.PDQ, 32) if cursor % 5 == 0 else (SignalKind.MD5, 16)
    reference = f"entry-{cursor}"
    signal = Signal(kind=kind, value=rng.bytes(width).hex(), reference=reference, provenance=OWNER)
    return SignalChange(what=SignalChangeKind.ADDED, reference=reference, signals=(signal,), cursor=cursor)


def written(after: int, changes: list[SignalChange]) -> bytes:
    """The page as it travels."""
    return write_page(changes, feed=FEED, after=after, head=after + len(changes), issued_at=NOW, key=KEY)


def read(data: bytes) -> FeedPage:
    """The page, checked."""
    page = read_page(io.BytesIO(data), KEY.verifier)
    assert page is not None
    return page


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """What the work gives, and the seconds that it took."""
    start = time.perf_counter()
    done = work()
    return done, time.perf_counter() - start


if __name__ == "__main__":
    main()
