"""Publishing how a desk's forces stand together, so that each can see itself among them and none sees another."""

from datetime import datetime
from uuid import uuid4

from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.commons.demand.distributions import Measure, bounds_of, distribution_of, settled_quarter
from causeway.hub.commons.demand.models import PublishedDistribution
from causeway.hub.commons.demand.queries.distributions import units_of


@command(Permission.PUBLISH_DISTRIBUTION)
def publish_distribution(actor: Actor, *, now: datetime) -> tuple[Measure, ...]:
    """Publish the newest quarter whose outcomes have had their time; gives the measures of which enough was there.

    Raises:
        Conflict: it was published already, or too few forces were sent enough.
    """
    first, last = settled_quarter(now)
    if PublishedDistribution.objects.filter(desk_id=actor.organisation_id, first=first).exists():
        raise Conflict(_("This quarter has been published."))
    since, until = bounds_of(first, last)
    units = units_of(actor.organisation_id, since, until, now)
    found = {measure: made for measure, each in units.items() if (made := distribution_of(each)) is not None}
    if not found:
        raise Conflict(_("Fewer than ten forces were sent ten referrals in this quarter: too few to publish."))
    for measure, made in found.items():
        PublishedDistribution(
            id=uuid4(),
            desk_id=actor.organisation_id,
            measure=measure.value,
            first=first,
            last=last,
            forces=made.forces,
            lower=made.lower,
            middle=made.middle,
            upper=made.upper,
            published_at=now,
        ).save(force_insert=True)
    enter(
        Act.DISTRIBUTION_PUBLISHED,
        subjects=[actor.organisation_id],
        details={"first": first.isoformat(), "last": last.isoformat(), "measures": sorted(found)},
    )
    return tuple(found)
