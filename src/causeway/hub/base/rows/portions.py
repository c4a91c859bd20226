"""A long list read portion by portion by a moment, the oldest first; or only some of its rows."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True, kw_only=True)
class Portion:
    """Which rows of a list are wanted: at most `limit` of them, behind the row of this moment and id, and no others
    than `only` these, where that is given.
    """

    limit: int
    after: tuple[datetime, UUID] | None = None
    only: Collection[UUID] | None = None

    def of(self, rows: QuerySet[M], moment: str) -> QuerySet[M]:
        """These rows of a query, by the field that holds the moment."""
        if self.only is not None:
            rows = rows.filter(id__in=list(self.only))
        if self.after is not None:
            at, number = self.after
            # The first condition alone is what an index is entered by.
            rows = rows.filter(Q(**{f"{moment}__gte": at}) & (Q(**{f"{moment}__gt": at}) | Q(id__gt=number)))
        return rows.order_by(moment, "id")[: self.limit]

    def behind(self, last: tuple[datetime, UUID]) -> "Portion":
        """What follows on this row."""
        return replace(self, after=last)
