"""What staffing offers an assessment of capability as evidence: how much arrives, and how many can take it."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.theme.numbers import decimal
from causeway.hub.commons.staffing_pages.queries.scenarios import measured
from causeway.hub.knowledge.capability.figures import offer_figures
from causeway.hub.knowledge.capability.judgements import Evidence, EvidenceKind


def _figures(actor: Actor) -> list[Evidence]:
    known = measured(actor)
    if not known.total:
        return []
    where = _("Causeway, the queue of %(organisation)s, %(day)s") % {
        "organisation": actor.organisation_name,
        "day": date_format(timezone.now(), "SHORT_DATE_FORMAT"),
    }
    arrive = ngettext(
        "%(referrals)s referrals a week arrived in the last %(days)s days; %(people)s person can take one",
        "%(referrals)s referrals a week arrived in the last %(days)s days; %(people)s people can take one",
        known.people,
    ) % {
        "referrals": decimal(known.total / known.weeks, 1),
        "days": known.days,
        "people": known.people,
    }
    return [Evidence(kind=EvidenceKind.FIGURE, text=arrive, where=where)]


def offer() -> None:
    """Offer these figures."""
    offer_figures("staffing", "law_enforcement", Permission.USE_STAFFING, _figures)
