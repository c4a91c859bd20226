"""Letting a desk see how far a force's cases follow their playbooks: counts, under an agreement, by a decision."""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Invalid
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.organisations.queries.lookup import listing_by_id
from causeway.hub.base.organisations.sharing import found, widen
from causeway.hub.base.rows.documents import to_document
from causeway.hub.road.cases.models import PracticeFigures
from causeway.hub.road.cases.practice import figures_of, practice_of
from causeway.hub.road.cases.queries.practice import case_facts
from causeway.vocabulary.organisations import Category, OrganisationKind

SHARED_PERIOD = timedelta(days=365)


@command(Permission.SHARE_PRACTICE)
def share_practice(actor: Actor, desk_id: UUID) -> UUID:
    """Let a desk see the figures of the last year, in place of those that it saw before.

    Raises:
        Invalid: there is no such desk.
        NotAgreed: no agreement lets outcomes pass to it.
    """
    desk = listing_by_id(desk_id)
    if desk is None or desk.kind is not OrganisationKind.CLEARING_HOUSE:
        raise Invalid(_("Choose a clearing-house."), field="desk_id")
    now = timezone.now()
    practice = practice_of(case_facts(actor, since=now - SHARED_PERIOD), now=now)
    row = PracticeFigures(
        organisation_id=actor.organisation_id,
        desk_id=desk_id,
        since=(now - SHARED_PERIOD).date(),
        document=[to_document(figures_of(each)) for each in practice],
        shared_at=now,
    )
    found(row.id, Category.OUTCOME)
    widen(row.id, desk_id, Category.OUTCOME)
    row.save(force_insert=True)
    enter(Act.PRACTICE_SHARED, subjects=[row.id], audience=[desk_id])
    return row.id
