"""Accepting a referral: the one command in which all doors meet.

Nothing is accepted before it is durable: the sealed bytes lie synced before this is called, and rows, search terms,
idempotency key and ledger entry commit together or not at all.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Invalid, NotAgreed
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.organisations.queries.directory import listing_for
from causeway.hub.base.organisations.sharing import found, receivers, widen
from causeway.hub.base.rows.documents import from_document, to_document
from causeway.hub.base.vault.opening import sealed_in
from causeway.hub.base.vault.sealing import SealedFacts, Written, record_sealed
from causeway.hub.road.intake.checking import check_referral, told_or_none
from causeway.hub.road.intake.commands.repeats import answer, claim
from causeway.hub.road.intake.offer import Accepted, Offer, OfferedFile
from causeway.hub.road.intake.waking import wake_worker
from causeway.hub.road.referrals.commands.record_referral import NewReferral, record_referral
from causeway.triage import assess_completeness
from causeway.vocabulary.organisations import Category, OrganisationKind, PartnerKind
from causeway.vocabulary.referral import Attachment, Door, Referral, SenderKind

DESK_KINDS = (OrganisationKind.CLEARING_HOUSE, OrganisationKind.HOTLINE)
"""Who can receive a referral from a sender and clear it."""

_PARTNERS_TELL_AS = frozenset({SenderKind.SCHOOL, SenderKind.CHARITY, SenderKind.PUBLIC, SenderKind.CHILD})

LONGEST_EXTERNAL_REFERENCE = 255


@command(Permission.SEND_REFERRAL)
def accept_referral(actor: Actor, offer: Offer) -> Accepted:
    """Accept one referral and give its receipt. A repeat under the same idempotency key gives the first receipt again.

    Raises:
        Invalid: the offer is at fault; `field` says where.
        NotAgreed: no agreement lets the actor's organisation send referrals to any desk.
        Conflict: the idempotency key was used for something else.
    """
    if offer.repeatable is not None:
        earlier = claim(actor, offer.repeatable)
        if earlier is not None:
            return replace(from_document(Accepted, earlier), is_repeat=True)
    now = timezone.now()
    referral = replace(
        offer.referral,
        sender_kind=_sender_kind(actor, offer.referral.sender_kind),
        emergency=told_or_none(offer.referral.emergency),
    )
    may_be_bare = offer.door is Door.CYBERTIP_API  # whose own service takes such a report
    check_referral(referral, file_count=len(offer.files), now=now, may_be_bare=may_be_bare)
    if len(offer.external_reference) > LONGEST_EXTERNAL_REFERENCE:
        raise Invalid(
            _("This is longer than %(most)s characters.") % {"most": LONGEST_EXTERNAL_REFERENCE},
            field="external_reference",
        )
    referral, files = _joined(referral, offer.files)
    accepted = _record(actor, offer, referral, files, now)
    if offer.repeatable is not None:
        answer(actor, offer.repeatable, to_document(accepted))
    wake_worker()
    return accepted


def desk_of(actor: Actor) -> UUID:
    """The desk that receives what the actor's organisation sends: the first with which it has an agreement.

    A clearing-house is its own desk; so is a hotline that has no agreement with one.

    Raises:
        NotAgreed: there is none.
    """
    if actor.organisation_kind is OrganisationKind.CLEARING_HOUSE:
        return actor.organisation_id
    for receiver_id in receivers(Category.REFERRAL):
        listing = listing_for(receiver_id)
        if listing is not None and listing.kind in DESK_KINDS:
            return receiver_id
    if actor.organisation_kind is OrganisationKind.HOTLINE:
        return actor.organisation_id
    raise NotAgreed(
        _(
            "Your organisation has no agreement with a clearing-house or hotline to send referrals to. "
            "Your administrator can propose one."
        )
    )


def _record(actor: Actor, offer: Offer, referral: Referral, files: dict[int, OfferedFile], now: datetime) -> Accepted:
    desk_id = desk_of(actor)
    referral_id = offer.referral_id or uuid4()
    if offer.referral_id is None:
        found(referral_id, Category.REFERRAL)
    known = sealed_in(referral_id) if offer.referral_id else frozenset()
    sealed = {ordinal: _part(file.sealed, referral_id, known, "files") for ordinal, file in files.items()}
    original = _part(offer.original, referral_id, known, "original") if offer.original else None
    reference = record_referral(
        actor,
        NewReferral(
            id=referral_id,
            desk_id=desk_id,
            door=offer.door,
            referral=referral,
            received_at=now,
            files=sealed,
            original_id=original.id if original else None,
            external_reference=offer.external_reference,
            report_numbers=offer.report_numbers,
        ),
    )
    widen(referral_id, desk_id, Category.REFERRAL)
    enter(
        Act.REFERRAL_ACCEPTED,
        subjects=[referral_id, actor.organisation_id],
        audience=[desk_id],
        details=_details(reference, offer, sealed),
        details_audience=[desk_id],
    )
    return Accepted(
        referral_id=referral_id, reference=reference, received_at=now, completeness=assess_completeness(referral)
    )


def _part(sealed: Written | SealedFacts, root_id: UUID, known: frozenset[UUID], field: str) -> SealedFacts:
    """The facts of a sealed object that is, from now on if not before, a part of the root."""
    if isinstance(sealed, Written):
        return record_sealed(sealed, root_id)
    if sealed.id not in known:
        raise Invalid(_("This file is no part of the referral."), field=field)
    return sealed


def _joined(referral: Referral, offered: tuple[OfferedFile, ...]) -> tuple[Referral, dict[int, OfferedFile]]:
    """The referral with each file's digest in its attachment, and the files by place."""
    attachments, placed = list(referral.attachments), dict[int, OfferedFile]()
    for file in offered:
        if file.ordinal is not None:
            _place(attachments, placed, file, file.ordinal)
    for file in offered:
        if file.ordinal is None:
            _place(attachments, placed, file, _free_place(attachments, placed, file))
    for index, attachment in enumerate(attachments):
        if attachment.sha256 and index not in placed:
            raise Invalid(
                _("No file with this digest came along. Give a digest without its file as a stated digest."),
                field=f"attachments[{index}].sha256",
            )
    return replace(referral, attachments=tuple(attachments)), placed


def _free_place(attachments: list[Attachment], placed: dict[int, OfferedFile], file: OfferedFile) -> int:
    for index, attachment in enumerate(attachments):
        if attachment.sha256 == file.facts.sha256 and index not in placed:
            return index
    attachments.append(Attachment())
    return len(attachments) - 1


def _place(attachments: list[Attachment], placed: dict[int, OfferedFile], file: OfferedFile, ordinal: int) -> None:
    if not 0 <= ordinal < len(attachments) or ordinal in placed:
        raise Invalid(_("A file names an attachment that is not there, or one that another file names."), field="files")
    attachment = attachments[ordinal]
    if attachment.sha256 not in (None, file.facts.sha256):
        raise Invalid(_("This is not the digest of the file that came."), field=f"attachments[{ordinal}].sha256")
    name = attachment.name or (file.name if not attachment.original_name else None)
    attachments[ordinal] = replace(attachment, sha256=file.facts.sha256, name=name)
    placed[ordinal] = file


def _sender_kind(actor: Actor, stated: SenderKind) -> SenderKind:
    """Who tells, by what the sending organisation is. A desk tells in others' names, so its word counts."""
    if actor.organisation_kind is OrganisationKind.CLEARING_HOUSE:
        return stated
    if actor.organisation_kind is OrganisationKind.HOTLINE:
        return SenderKind.HOTLINE if stated is SenderKind.SERVICE else stated
    if actor.organisation_kind is OrganisationKind.PARTNER:
        if stated in _PARTNERS_TELL_AS:
            return stated
        if stated is not SenderKind.SERVICE:
            raise Invalid(
                _("A partner tells as a school or charity, or for a child or the public."), field="sender_kind"
            )
        return SenderKind.SCHOOL if _is_school(actor) else SenderKind.CHARITY
    if stated is not SenderKind.SERVICE:
        raise Invalid(_("A service tells as a service."), field="sender_kind")
    return stated


def _is_school(actor: Actor) -> bool:
    listing = listing_for(actor.organisation_id)
    return listing is not None and listing.partner_kind == PartnerKind.SCHOOL


def _details(reference: str, offer: Offer, sealed: dict[int, SealedFacts]) -> dict[str, Any]:
    details: dict[str, Any] = {"reference": reference, "door": offer.door.value, "files": len(sealed)}
    if offer.request_id:
        details["request_id"] = offer.request_id
    if offer.not_understood:
        details["not_understood"] = list(offer.not_understood)
    return details
