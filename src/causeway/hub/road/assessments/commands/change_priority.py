"""A person changes a priority, with the reason. Both judgements are kept, and the person's counts from then on."""

from collections.abc import Iterable
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, NotPermitted
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.acting.reasons import REASON_CHARACTERS, given_reason
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.road.assessments.models import PriorityChange
from causeway.hub.road.assessments.queries.standing import priority_of
from causeway.hub.road.referrals.queries.existence import require_visible
from causeway.vocabulary.findings import Band


@command(Permission.CHANGE_PRIORITY)
def change_priority(actor: Actor, referral_id: UUID, band: Band, reason: str, *, audience: Iterable[UUID] = ()) -> None:
    """Put a referral into another band. `audience` are the other organisations that hold it, who are told at once.

    Raises:
        NotFound: the referral is not visible.
        Invalid: no reason is given, or it is too long.
        Conflict: it has not been assessed yet.
    """
    require_visible(referral_id)
    if actor.member_id is None:
        raise NotPermitted(_("Only a person can change a priority."))
    reason = given_reason(reason, most=REASON_CHARACTERS)
    standing = priority_of(referral_id)
    if standing is None:
        raise Conflict(_("The referral has not been assessed yet; try again in a moment."))
    PriorityChange(
        referral_id=referral_id,
        dossier_id=standing.dossier_id,
        organisation_id=actor.organisation_id,
        member_id=actor.member_id,
        band=band.value,
        reason=reason,
        changed_at=timezone.now(),
    ).save(force_insert=True)
    others = set(audience) - {actor.organisation_id}
    enter(
        Act.PRIORITY_CHANGED,
        subjects=[referral_id],
        audience=others,
        # Not from which band: where it stood here may rest on what the others do not hold.
        details={"to": band.value, "reason": reason},
        details_audience=others,
    )
