"""Recording why this organisation may look at content that nobody at the sender viewed."""

from enum import StrEnum
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Invalid, NotPermitted
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.road.evidence.models import Authority
from causeway.hub.road.referrals.queries.existence import require_visible

REFERENCE_CHARACTERS = 200
SCOPE_CHARACTERS = 2_000


class AuthorityKind(StrEnum):
    """What sort of authority it is. Law differs by country; the reference says which act or order."""

    WARRANT = "warrant"
    COURT_ORDER = "court_order"
    STATUTE = "statute"
    CONSENT = "consent"
    SENIOR_OFFICER = "senior_officer"
    EMERGENCY = "emergency"


@command(Permission.RECORD_AUTHORITY)
def record_authority(
    actor: Actor, referral_id: UUID, *, kind: AuthorityKind, reference: str, granted_by: str, scope: str
) -> UUID:
    """Record an authority for one referral; it holds for the actor's organisation alone.

    Raises:
        NotFound: the referral is not visible.
        Invalid: a part is missing or too long.
    """
    require_visible(referral_id)
    if actor.member_id is None:
        raise NotPermitted(_("Only a person can record an authority."))
    parts = {"reference": reference.strip(), "granted_by": granted_by.strip(), "scope": scope.strip()}
    for name, text in parts.items():
        if not text:
            raise Invalid(_("Say this: without it nobody can check the authority."), field=name)
        if len(text) > (SCOPE_CHARACTERS if name == "scope" else REFERENCE_CHARACTERS):
            raise Invalid(_("This is too long."), field=name)
    authority = Authority(
        organisation_id=actor.organisation_id,
        referral_id=referral_id,
        kind=kind.value,
        recorded_by_id=actor.member_id,
        recorded_at=timezone.now(),
        **parts,
    )
    authority.save(force_insert=True)
    enter(
        Act.AUTHORITY_RECORDED,
        subjects=[referral_id, authority.id],
        details={"kind": kind.value, "reference": parts["reference"], "granted_by": parts["granted_by"]},
    )
    return authority.id
