"""Agreeing to share more about an overlap: a case's reference and a named officer, which the other reads once it agrees
too.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, Invalid, NotAgreed, NotFound, NotPermitted
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.organisations.queries.lookup import listing_by_id
from causeway.hub.base.organisations.sharing import agreement_with
from causeway.hub.road.deconfliction.models import Overlap, OverlapConsent, OverlapShare
from causeway.hub.road.deconfliction.registering import REFERENCE_CHARACTERS
from causeway.vocabulary.organisations import Category

OFFICER_CHARACTERS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class NewShare:
    """What the other side will read: a case's reference, who works on it, and how that officer is reached."""

    case_reference: str
    officer: str
    contact: str


@command(Permission.REGISTER_INTERESTS)
def consent_to_share(actor: Actor, overlap_id: UUID, share: NewShare, *, now: datetime) -> bool:
    """Agree, and say what is shared; gives whether the other has agreed too, so that both read it now.

    Raises:
        NotFound: the actor's organisation has no such overlap.
        Conflict: the other does not know of it, or this side has agreed already.
        NotAgreed: the other is in another country, and no agreement in force lets this pass.
        Invalid: what is shared is not whole.
    """
    overlap = Overlap.objects.filter(id=overlap_id, organisation_id=actor.organisation_id).first()
    if overlap is None:
        raise NotFound(_("There is no such overlap."))
    if actor.member_id is None:
        raise NotPermitted(_("A person agrees, and can be asked back."))
    _check(share)
    if not overlap.is_mutual:
        raise Conflict(_("They do not know of you. Let your interest be told first."))
    consents = OverlapConsent.objects.filter(pair_id=overlap.pair_id)
    by = {row.organisation_id for row in consents}
    if actor.organisation_id in by:
        raise Conflict(_("Your organisation has agreed already."))
    _check_border(actor, overlap.other_id)
    sides = {
        "pair_id": overlap.pair_id,
        "organisation_id": actor.organisation_id,
        "other_id": overlap.other_id,
    }
    OverlapConsent(**sides, agreed_at=now).save(force_insert=True)
    OverlapShare(
        **sides,
        member_id=actor.member_id,
        case_reference=share.case_reference.strip(),
        officer=share.officer.strip(),
        contact=share.contact.strip(),
        shared_at=now,
    ).save(force_insert=True)
    enter(Act.OVERLAP_CONSENTED, subjects=[overlap.pair_id], audience=[overlap.other_id])
    return overlap.other_id in by


def _check_border(actor: Actor, other_id: UUID) -> None:
    own, other = listing_by_id(actor.organisation_id), listing_by_id(other_id)
    if own is None or other is None:
        raise Conflict(_("That organisation is not here any more."))
    if own.country != other.country and agreement_with(other_id, Category.DECONFLICTION) is None:
        raise NotAgreed(_("No agreement in force lets this be shared with that organisation."))


def _check(share: NewShare) -> None:
    for field, given, most in (
        ("case_reference", share.case_reference, REFERENCE_CHARACTERS),
        ("officer", share.officer, OFFICER_CHARACTERS),
    ):
        if not 0 < len(given.strip()) <= most:
            raise Invalid(_("Write 1 to %(most)s characters.") % {"most": most}, field=field)
    try:
        validate_email(share.contact.strip())
    except ValidationError as fault:
        raise Invalid(_("Enter an e-mail address that somebody reads."), field="contact") from fault
