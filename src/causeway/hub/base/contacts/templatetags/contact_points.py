"""How an organisation is reached, on any page: `{% contact_points organisation_id "data_requests" "urgent" %}`."""

from typing import Any
from uuid import UUID

from django import template
from django.template import Context
from django.utils import timezone

from causeway.hub.base.contacts.opening import Answering
from causeway.hub.base.contacts.queries.points import points_of
from causeway.hub.base.contacts.words import ANSWERING_NAMES, PURPOSE_NAMES, language_name
from causeway.vocabulary.contacts import ContactPurpose

register = template.Library()

register.filter("language_name", language_name)


@register.filter
def purpose_name(purpose: ContactPurpose) -> Any:
    """What a contact point is for, in words."""
    return PURPOSE_NAMES[purpose]


@register.filter
def answering_name(answering: Answering) -> Any:
    """Whether somebody answers, in words."""
    return ANSWERING_NAMES[answering]


@register.inclusion_tag("contacts/parts/points.html", takes_context=True)
def contact_points(context: Context, organisation_id: UUID | None, *purposes: str) -> dict[str, Any]:
    """The contact points of one organisation, for these purposes or any; draws nothing where there are none."""
    wanted = [ContactPurpose(purpose) for purpose in purposes]
    found = points_of(organisation_id, now=timezone.now(), purposes=wanted) if organisation_id else []
    return {"points": found, "zone": context.get("zone")}
