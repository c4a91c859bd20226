"""One page of a list."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Model, QuerySet

PAGE_SIZE = 25

M = TypeVar("M", bound=Model)
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[T]):
    """The lines of one page, and how many there are in all."""

    lines: list[T]
    total: int
    number: int


def page_of(rows: QuerySet[M], number: int, line: Callable[[M], T]) -> Page[T]:
    """The page of this number, from 1; beyond the last one it is empty."""
    start = (max(number, 1) - 1) * PAGE_SIZE
    return Page(lines=[line(row) for row in rows[start : start + PAGE_SIZE]], total=rows.count(), number=number)
