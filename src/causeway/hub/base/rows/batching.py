"""Many things some at a time."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def in_batches(things: Iterable[T], size: int) -> Iterator[list[T]]:
    """All of these in their order, `size` at a time and the rest last; nothing where there is nothing."""
    left = iter(things)
    while some := list(islice(left, size)):
        yield some
