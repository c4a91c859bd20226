"""Very many hashes looked for some at a time, so that what is held stays bounded where thousands look alike."""

from collections.abc import Callable, Iterator
from typing import Final, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from causeway.matching.errors import TooManyHits

MOST_AT_ONCE: Final = 1 << 15
"""Hashes looked for at a time where few look alike."""
MOST_HITS: Final = 1 << 22
"""Matches that a thread holds, some 10 bytes each: with more, fewer hashes are looked for at a time."""


class _Matches(Protocol):
    @property
    def query(self) -> NDArray[np.integer]: ...


M = TypeVar("M", bound=_Matches)


def some_at_a_time(
    ask: Callable[[slice, int], M], count: int, *, at_once: int = MOST_AT_ONCE, most: int = MOST_HITS
) -> Iterator[tuple[slice, M]]:
    """The matches of `count` hashes, some after others, each with which of them were asked for.

    `ask` is told which, and how many matches it may hold (0: as many as there are, as one hash has no more than the
    index has entries); it raises TooManyHits for more, and is then asked for half as many.
    """
    start, step = 0, at_once
    while start < count:
        end = min(start + step, count)
        which = slice(start, end)
        try:
            found = ask(which, most if end - start > 1 else 0)
        except TooManyHits:
            step = (end - start) // 2
            continue
        yield which, found
        start = end
        if 4 * len(found.query) < most:
            step = min(2 * step, at_once)
