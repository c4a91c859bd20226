"""Agreements: proposed by the giving side, accepted by the receiving side, ended by either."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, Invalid, NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.acting.reasons import SHORT_REASON_CHARACTERS, given_reason
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.organisations.models import Agreement, Organisation
from causeway.vocabulary.organisations import PURPOSES_OF, Category, Purpose

_SUSPENSION = ["suspended_at", "suspended_by_id", "suspension_reason"]


@command(Permission.MANAGE_AGREEMENTS)
def propose_agreement(
    actor: Actor,
    receiver_id: UUID,
    *,
    categories: Iterable[Category],
    purpose: Purpose,
    basis: str = "",
    until: datetime | None = None,
    renews_id: UUID | None = None,
) -> UUID:
    """Propose to let these categories pass from the actor's organisation to the receiver. With `renews_id` it is the
    next version of that agreement, which ends when this one is accepted.

    Raises:
        Invalid: no category, a purpose for which one may not pass, an end in the past, or the organisation itself as
            receiver.
        NotFound: there is no such receiver, or no such agreement to renew.
    """
    now, chosen = timezone.now(), set(categories)
    passing = sorted(category.value for category in chosen)
    if not passing:
        raise Invalid(_("Choose at least one thing that may be shared."), field="categories")
    if not all(purpose in PURPOSES_OF[category] for category in chosen):
        raise Invalid(_("Not everything that you chose may pass for this purpose."), field="purpose")
    if until is not None and until <= now:
        raise Invalid(_("The agreement's end lies in the past."), field="until")
    if receiver_id == actor.organisation_id:
        raise Invalid(_("An organisation needs no agreement with itself."), field="receiver")
    if not Organisation.objects.filter(id=receiver_id, is_active=True).exists():
        raise NotFound(_("There is no such organisation."), field="receiver")
    renewed = _renewed(actor, receiver_id, renews_id) if renews_id else None
    agreement = Agreement(
        version=renewed.version + 1 if renewed else 1,
        renews_id=renews_id,
        giver_id=actor.organisation_id,
        receiver_id=receiver_id,
        categories=passing,
        purpose=purpose.value,
        basis=basis,
        proposed_at=now,
        until=until,
    )
    agreement.save(force_insert=True)
    _enter(Act.AGREEMENT_PROPOSED, agreement)
    return agreement.id


@command(Permission.MANAGE_AGREEMENTS)
def accept_agreement(actor: Actor, agreement_id: UUID) -> None:
    """Accept an agreement as its receiving side; from now on it holds.

    Raises:
        NotFound: no such agreement was proposed to the actor's organisation.
        Conflict: it has ended.
    """
    agreement = Agreement.objects.filter(id=agreement_id, receiver_id=actor.organisation_id).first()
    if agreement is None:
        raise NotFound(_("There is no such agreement to accept."))
    if agreement.ended_at:
        raise Conflict(_("This agreement has ended."))
    if agreement.accepted_at is None:
        agreement.accepted_at = timezone.now()
        agreement.save(update_fields=["accepted_at"])
        _enter(Act.AGREEMENT_ACCEPTED, agreement)
        if agreement.renews_id:
            renewed = Agreement.objects.filter(id=agreement.renews_id, ended_at=None).first()
            if renewed:
                _end(renewed)


@command(Permission.MANAGE_AGREEMENTS)
def end_agreement(actor: Actor, agreement_id: UUID) -> None:
    """End an agreement as either side. What was shared under it stays shared; nothing new passes.

    Raises:
        NotFound: the actor's organisation has no such agreement.
    """
    agreement = _own(agreement_id)
    if agreement.ended_at is None:
        _end(agreement)


@command(Permission.MANAGE_AGREEMENTS)
def suspend_agreement(actor: Actor, agreement_id: UUID, reason: str) -> None:
    """Let nothing new pass under an agreement until the side that suspended it lifts that; either side may.

    Raises:
        NotFound: the actor's organisation has no such agreement.
        Invalid: no reason is given.
        Conflict: it is not in force.
    """
    agreement, missing = _own(agreement_id), _("Say why, in no more than 500 characters.")
    reason = given_reason(reason, most=SHORT_REASON_CHARACTERS, missing=missing)
    if agreement.ended_at or agreement.accepted_at is None or agreement.suspended_at:
        raise Conflict(_("This agreement is not in force."))
    agreement.suspended_at, agreement.suspended_by_id = timezone.now(), actor.organisation_id
    agreement.suspension_reason = reason
    agreement.save(update_fields=_SUSPENSION)
    _enter(Act.AGREEMENT_SUSPENDED, agreement, reason=reason)


@command(Permission.MANAGE_AGREEMENTS)
def resume_agreement(actor: Actor, agreement_id: UUID) -> None:
    """Lift a suspension of one's own.

    Raises:
        NotFound: the actor's organisation has no such agreement.
        Conflict: it is not suspended, or the other side suspended it.
    """
    agreement = _own(agreement_id)
    if agreement.suspended_at is None or agreement.suspended_by_id != actor.organisation_id:
        raise Conflict(_("Only the side that suspended an agreement can let it go on."))
    agreement.suspended_at, agreement.suspended_by_id, agreement.suspension_reason = None, None, ""
    agreement.save(update_fields=_SUSPENSION)
    _enter(Act.AGREEMENT_RESUMED, agreement)


def _own(agreement_id: UUID) -> Agreement:
    agreement = Agreement.objects.filter(id=agreement_id).first()
    if agreement is None:
        raise NotFound(_("There is no such agreement."))
    return agreement


def _renewed(actor: Actor, receiver_id: UUID, renews_id: UUID) -> Agreement:
    renewed = _own(renews_id)
    if renewed.giver_id != actor.organisation_id or renewed.receiver_id != receiver_id:
        raise NotFound(_("There is no such agreement to renew."))
    return renewed


def _end(agreement: Agreement) -> None:
    agreement.ended_at = timezone.now()
    agreement.save(update_fields=["ended_at"])
    _enter(Act.AGREEMENT_ENDED, agreement)


def _enter(act: Act, agreement: Agreement, **more: str) -> None:
    sides = [agreement.giver_id, agreement.receiver_id]
    enter(
        act,
        subjects=[agreement.id, *sides],
        audience=sides,
        details={
            "categories": agreement.categories,
            "purpose": agreement.purpose,
            "version": agreement.version,
            **more,
        },
        details_audience=sides,
    )
