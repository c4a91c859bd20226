"""Which values are known as a child's: a signal must never name one. Steps up the road know, this one does not."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from causeway.vocabulary.signals import SignalKind

Value = tuple[SignalKind, str]
"""A kind, and a value of it in its one spelling."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildMark:
    """That this names a child, as those who are asked about know since `at`, of several marks of the last; `is_own`
    where the acting organisation was told of that itself.
    """

    value: Value
    at: datetime
    is_own: bool


FindsChildren = Callable[[UUID | None, Collection[Value]], list[ChildMark]]
"""Which of these name a child, as far as the acting organisation or anybody who shares this bank was told."""

_checks: dict[str, FindsChildren] = {}


def knows_children(check: FindsChildren) -> FindsChildren:
    """Register a check."""
    _checks[f"{check.__module__}.{check.__qualname__}"] = check
    return check


def marked_among(bank_id: UUID | None, values: Collection[Value]) -> list[ChildMark]:
    """Those that any step knows as a child's. Runs inside the caller's transaction."""
    return [mark for check in _checks.values() for mark in check(bank_id, values)] if values else []
