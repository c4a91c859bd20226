"""Long lists read page by page. A page goes on behind the last row of the one before, whatever came or went since: none
is repeated, none left out, and a page far down costs no more than the first.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import NamedTuple, TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet

M = TypeVar("M", bound=Model)


class Position(NamedTuple):
    """Where a row stands in a list by a moment; rows of one moment are told apart by their identifiers. Its text is the
    list's cursor, safe in an address.
    """

    at: datetime
    id: UUID

    def __str__(self) -> str:
        return f"{self.at.astimezone(UTC).isoformat().replace('+00:00', 'Z')}_{self.id}"

    def newer(self, moment: str) -> Q:
        """The rows that stand behind this one in a list with the oldest first, by the field that holds the moment."""
        # The first condition alone is what an index is entered by; so, too, below.
        return Q(**{f"{moment}__gte": self.at}) & (Q(**{f"{moment}__gt": self.at}) | Q(id__gt=self.id))

    def older(self, moment: str) -> Q:
        """The rows that stand behind this one in a list with the newest first."""
        return Q(**{f"{moment}__lte": self.at}) & (Q(**{f"{moment}__lt": self.at}) | Q(id__lt=self.id))


def read_position(text: str) -> Position | None:
    """The position that a cursor says; None where it is none."""
    at, _mark, last = text.partition("_")
    try:
        moment = datetime.fromisoformat(at)
        return Position(moment, UUID(last)) if moment.utcoffset() is not None else None
    except ValueError:
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Portion:
    """Which rows of a list with the oldest first are wanted: at most `limit` of them, behind the row `after`, and no
    others than `only` these, where that is given.
    """

    limit: int
    after: Position | None = None
    only: Collection[UUID] | None = None

    def of(self, rows: QuerySet[M], moment: str) -> QuerySet[M]:
        """These rows of a query, by the field that holds the moment."""
        if self.only is not None:
            rows = rows.filter(id__in=list(self.only))
        if self.after is not None:
            rows = rows.filter(self.after.newer(moment))
        return rows.order_by(moment, "id")[: self.limit]

    def behind(self, at: datetime, last: UUID) -> "Portion":
        """What follows on the row of this moment and identifier."""
        return replace(self, after=Position(at, last))
