"""Versions side by side: the organisation's own over time, and what others chose to show. No totals and no ranking."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.looking import enter_export
from causeway.hub.base.organisations.queries.directory import names_of
from causeway.hub.base.rows.documents import from_document
from causeway.hub.knowledge.capability.judgements import Published, Shared, shared_part
from causeway.hub.knowledge.capability.models import PublishedAssessment, SharedAssessment

MOST_SIDE_BY_SIDE = 6
"""Our own choice: as many columns as a wide screen shows."""
_MOST_OFFERED = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One version that can be compared. `id` is that of the published version."""

    id: UUID
    organisation: str
    number: int
    about: str
    as_of: date
    is_own: bool
    shared: Shared


@query(Permission.READ_CAPABILITY)
def comparable(
    actor: Actor, chosen: Collection[UUID] | None = None, *, is_export: bool = False
) -> tuple[list[Column], list[Column]]:
    """All versions that can be compared, own ones first by age, then others by name; and those chosen, at most six in
    the same order. None chosen: the organisation's own latest ones.
    """
    own = [
        Column(
            id=row.id,
            organisation=actor.organisation_name,
            number=row.number,
            about=row.about,
            as_of=row.as_of,
            is_own=True,
            shared=shared_part(from_document(Published, row.document)),
        )
        for row in PublishedAssessment.objects.order_by("-number")[:_MOST_OFFERED]
    ]
    own.reverse()
    offered = [*own, *_others(actor)]
    if chosen is None:
        picked = own[-MOST_SIDE_BY_SIDE:]
    else:
        picked = [column for column in offered if column.id in chosen][:MOST_SIDE_BY_SIDE]
    if is_export:
        enter_export("capability_comparison", {"versions": [str(column.id) for column in picked]})
    return offered, picked


def _others(actor: Actor) -> list[Column]:
    rows = list(SharedAssessment.objects.exclude(organisation_id=actor.organisation_id)[:_MOST_OFFERED])
    names = names_of({row.organisation_id for row in rows})
    found = [
        Column(
            id=row.published_id,
            organisation=names.get(row.organisation_id, ""),
            number=row.number,
            about=row.about,
            as_of=row.as_of,
            is_own=False,
            shared=from_document(Shared, row.document),
        )
        for row in rows
    ]
    return sorted(found, key=lambda column: (column.organisation, column.number))
