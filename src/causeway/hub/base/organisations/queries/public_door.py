"""Who receives what people without an account tell: the country's hotline, else any, else the clearing-house."""

from uuid import UUID

from django.conf import settings

from causeway.hub.base.acting.actors import Actor, Automation
from causeway.hub.base.organisations.actors import program_actor
from causeway.hub.base.organisations.models import Organisation
from causeway.vocabulary.organisations import OrganisationKind

_ORDER = (OrganisationKind.HOTLINE, OrganisationKind.CLEARING_HOUSE)


def public_doors() -> list[tuple[Actor, str]]:
    """Every organisation that can stand behind the public door, with its country; the first takes what is new.

    The setting `CAUSEWAY_PUBLIC_COUNTRY` (ISO alpha-2) prefers a country; the directory is open, so no actor is needed.
    """
    country = settings.CAUSEWAY_PUBLIC_COUNTRY
    found = list(Organisation.objects.filter(kind__in=[kind.value for kind in _ORDER], is_active=True))
    found.sort(
        key=lambda one: (_ORDER.index(OrganisationKind(one.kind)), one.country != country, one.joined_at, str(one.id))
    )
    return [(program_actor(one, Automation.PUBLIC_DOOR), one.country) for one in found]


def doors_between(lowest: UUID, highest: UUID) -> list[Actor]:
    """The public doors of the organisations whose identifiers lie between these two; the directory is open, so no
    actor is needed.
    """
    found = Organisation.objects.filter(id__gte=lowest, id__lte=highest).order_by("id")
    return [program_actor(one, Automation.PUBLIC_DOOR) for one in found]
