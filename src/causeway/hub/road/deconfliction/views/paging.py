"""One page of a list that goes on after a row."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar
from uuid import UUID

from django.http import HttpRequest

from causeway.hub.base.acting.errors import Invalid

PAGE_SIZE = 50


class Listed(Protocol):
    """A row of a list."""

    @property
    def id(self) -> UUID:
        """Its identifier."""
        ...


T = TypeVar("T", bound=Listed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown(Generic[T]):
    """What one page shows; `following` leads to the next, and is empty on the last."""

    items: list[T]
    following: str
    is_first: bool


def page_shown(
    request: HttpRequest, listing: Callable[[UUID | None, str, int], list[T]], part_of: Callable[[T], str] | None = None
) -> Shown[T]:
    """The page that the address asks for, of what `listing` gives after a row, at most so many. In a list of parts
    `part_of` says in which a row stands, and `listing` is told in which that row stood. What is no row of it leads
    to the start.
    """
    try:
        stated, _, part = request.GET["cursor"].partition(".")
        after = UUID(stated)
        rows = listing(after, part, PAGE_SIZE + 1)
    except (KeyError, ValueError, Invalid):
        after, rows = None, listing(None, "", PAGE_SIZE + 1)
    items = rows[:PAGE_SIZE]
    following = str(items[-1].id) if len(rows) > PAGE_SIZE else ""
    if following and part_of:
        following += f".{part_of(items[-1])}"
    return Shown(items=items, following=following, is_first=after is None)
