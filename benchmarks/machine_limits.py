"""What the machine gives at most: how fast it reads memory through and out of order, and counts bits. NumPy does none
of this as fast as a processor can, so a few lines of C do it, compiled when they are asked.
"""

import ctypes
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

RUNS: Final = 5
FLAGS: Final = ("-std=gnu11", "-O3", "-march=native", "-shared", "-fPIC", "-fno-sanitize=all", "-w")
MEMORY_BYTES: Final = 1 << 30
"""Beyond what caches hold."""
CACHED_BYTES: Final = 1 << 18
"""What a second cache holds and a first one does not."""
FIRST_CACHED_BYTES: Final = 1 << 14
TIMES: Final = 1 << 13
LINES: Final = 1 << 21
LINE_WORDS: Final = 8
AHEAD: Final = (0, 16, 32, 64, 128, 256)
"""How far a program may ask ahead; which is best depends on the processor."""

Words = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Limits:
    """What so many threads do in a second, together."""

    memory_bytes: float
    """Read from memory, one after another."""
    cached_bytes: float
    """Read from the second cache."""
    lines: float
    """Cache lines read from memory in no order, as many at once as the processor takes."""
    words: float
    """Words of 64 bits, held in the first cache, whose bits are counted."""


@contextmanager
def measuring() -> Iterator["Machine"]:
    """The machine, to be measured. Ends the program where there is no compiler and none can be fetched."""
    set_up: Any = _set_up()
    with tempfile.TemporaryDirectory() as folder, set_up.a_compiler() as compiler:
        library = Path(folder) / "limits.so"
        source = Path(__file__).with_suffix(".c")
        set_up.call(*compiler, *FLAGS, str(source), "-o", str(library), needs=f"{source.name} could not be compiled.")
        yield Machine(ctypes.CDLL(str(library)))


class Machine:
    """Measures with the compiled lines. Threads run beside one another: each call lets go of the interpreter's lock."""

    def __init__(self, library: Any) -> None:
        self._library = library
        library.limits_counter.restype = ctypes.c_char_p
        self.counter: str = library.limits_counter().decode()
        rng = np.random.default_rng(1)
        # Whole pages are touched here, so that no thread waits for them later.
        self._memory: Words = np.ones(MEMORY_BYTES // 8, dtype=np.uint64)
        self._places = rng.integers(0, MEMORY_BYTES // 8 // LINE_WORDS, LINES + max(AHEAD), dtype=np.uint32)

    def limits(self, threads: int) -> Limits:
        """What so many threads reach, each on a share of the memory and a cache of its own."""
        shares = np.array_split(self._memory, threads)
        return Limits(
            memory_bytes=self._best(8 * len(shares[0]), [self._reading(share, 1) for share in shares]),
            cached_bytes=self._best(
                TIMES * CACHED_BYTES, [self._reading(share[: CACHED_BYTES // 8], TIMES) for share in shares]
            ),
            lines=max(self._best(LINES, [self._fetching(ahead)] * threads) for ahead in AHEAD),
            words=self._best(
                TIMES * FIRST_CACHED_BYTES // 8, [self._counting(share[: FIRST_CACHED_BYTES // 8]) for share in shares]
            ),
        )

    def _reading(self, words: Words, times: int) -> Callable[[], object]:
        address, count = ctypes.c_void_p(words.ctypes.data), ctypes.c_uint64(len(words))
        return lambda: self._library.limits_read(address, count, ctypes.c_uint64(times))

    def _fetching(self, ahead: int) -> Callable[[], object]:
        memory, places = ctypes.c_void_p(self._memory.ctypes.data), ctypes.c_void_p(self._places.ctypes.data)
        return lambda: self._library.limits_fetch(memory, places, ctypes.c_uint64(LINES), ctypes.c_uint64(ahead))

    def _counting(self, words: Words) -> Callable[[], object]:
        address, count = ctypes.c_void_p(words.ctypes.data), ctypes.c_uint64(len(words))
        return lambda: self._library.limits_count(address, count, ctypes.c_uint64(TIMES))

    @staticmethod
    def _best(amount: int, each: list[Callable[[], object]]) -> float:
        """So much is done by each in a second, in all: one alone by the processor's time, as the benchmarks of the
        index are, several by the wall clock.
        """
        clock = time.process_time if len(each) == 1 else time.perf_counter
        best = float("inf")
        with ThreadPoolExecutor(len(each)) as pool:
            for _ in range(RUNS):
                start = clock()
                list(pool.map(lambda do: do(), each))
                best = min(best, clock() - start)
        return len(each) * amount / best


def _set_up() -> Any:
    tools = str(Path(__file__).resolve().parents[1] / "tools")
    if tools not in sys.path:
        sys.path.insert(0, tools)
    return import_module("set_up")
