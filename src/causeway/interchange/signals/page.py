"""What a reader makes of one page of a feed, and a list."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from causeway.interchange.hashlists import RowFault
from causeway.vocabulary.signals import SignalChange

Cursor = TypeVar("Cursor", covariant=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalPage(Generic[Cursor]):
    """The changes of one page, in order, and where to go on: keep `cursor` together with what the changes made.

    `faults` names entries of which a value was left out. `has_more` says that the source has another page ready.
    """

    changes: tuple[SignalChange, ...]
    cursor: Cursor
    has_more: bool
    faults: tuple[RowFault, ...] = ()
