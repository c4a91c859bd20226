"""Going on in a list after the last row that was read: what came or went since neither repeats nor hides another."""

from collections.abc import Sequence
from typing import TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from causeway.hub.base.acting.errors import Invalid

MOST_LISTED = 500
"""Of one list in one answer."""

M = TypeVar("M", bound=Model)


def listed_after(
    rows: QuerySet[M], order: Sequence[str], after: UUID | None, *, among: QuerySet[M] | None = None
) -> QuerySet[M]:
    """These rows in an order that ends in `id`, those behind the one of this identifier; all without one. Nothing in
    the order may change. That one may be of `among` alone: it has left these rows since. Runs inside the caller's
    transaction.

    Raises:
        Invalid: none of these rows, or of `among`, has that identifier.
    """
    in_order = rows.order_by(*order)
    if after is None:
        return in_order
    names = [name.removeprefix("-") for name in order]
    last = (rows if among is None else among).filter(id=after).values(*names).first()
    if last is None:
        raise Invalid(_("This is not the last one of a list."), field="after")
    behind, as_last = Q(), Q()
    for name, is_falling in zip(names, (one.startswith("-") for one in order), strict=True):
        behind |= as_last & Q(**{f"{name}__{'lt' if is_falling else 'gt'}": last[name]})
        as_last &= Q(**{name: last[name]})
    return in_order.filter(behind)
