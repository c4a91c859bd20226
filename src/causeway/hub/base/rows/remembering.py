"""What hardly ever changes, looked up once for a stretch of work: who is who, and by which agreements and terms.

A stretch opens with `remembering()`, in one thread, and what is found is believed for two seconds. It may have changed
meanwhile; what is passed on by an agreement is checked once more by PostgreSQL's own rules. Nobody reads what another
organisation looked up, and without a stretch every look is a new one.
"""

import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from causeway.hub.base.walls.identity import current_organisation

P = ParamSpec("P")
R = TypeVar("R")

BELIEVED_SECONDS = 2.0

_remembered: ContextVar[dict[Hashable, tuple[float, Any]] | None] = ContextVar("causeway_remembered", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """Let what is `remembered` be looked up once until the end; nested, in the same stretch."""
    if _remembered.get() is not None:
        yield
        return
    token = _remembered.set({})
    try:
        yield
    finally:
        _remembered.reset(token)


def remembered(look: Callable[P, R]) -> Callable[P, R]:
    """Look once a stretch for the same organisation and the same arguments, which are hashable or sets. What is found
    is shared and must not be changed.
    """

    @wraps(look)
    def once(*arguments: P.args, **named: P.kwargs) -> R:
        kept = _remembered.get()
        if kept is None:
            return look(*arguments, **named)
        key = (
            look,
            current_organisation(),
            tuple(map(_hashable, arguments)),
            tuple((name, _hashable(value)) for name, value in sorted(named.items())),
        )
        now = time.monotonic()
        at, found = kept.get(key, (-BELIEVED_SECONDS, None))
        if now - at >= BELIEVED_SECONDS:
            found = look(*arguments, **named)
            kept[key] = now, found
        return cast("R", found)

    return once


def _hashable(value: object) -> Hashable:
    return frozenset(value) if isinstance(value, set) else value
