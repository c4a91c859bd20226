"""Telling without an account: a referral by the public door, with a receipt whose code is kept only as a digest."""

import hashlib
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command, query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.vault.sealing import Written
from causeway.hub.road.intake.commands.accept_referral import accept_referral
from causeway.hub.road.intake.models import Receipt
from causeway.hub.road.intake.offer import Offer, OfferedFile, Repeatable
from causeway.hub.road.intake.receipts import code_for, digest_of
from causeway.vocabulary.referral import Door, Referral


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What somebody is given: the code is shown once."""

    reference: str
    code: str
    is_repeat: bool


@command(Permission.SEND_REFERRAL)
def tell(actor: Actor, referral: Referral, files: list[tuple[str, Written]], *, form_key: str) -> Told:
    """Accept what somebody tells. The same form sent twice is one referral and has one code.

    Raises:
        Invalid: what was told is at fault; `field` says where.
    """
    key = hashlib.sha256(
        "\n".join((form_key, repr(referral), *(w.facts.sha256 for _, w in files))).encode()
    ).hexdigest()
    accepted = accept_referral(
        actor,
        Offer(
            referral=referral,
            door=Door.PUBLIC_FORM,
            files=tuple(OfferedFile(sealed=written, name=name) for name, written in files),
            repeatable=Repeatable(key=f"public-form:{key}", request_sha256=key),
        ),
    )
    code = code_for(key)
    if not accepted.is_repeat:
        Receipt(
            id=uuid4(),
            organisation_id=actor.organisation_id,
            referral_id=accepted.referral_id,
            code_sha256=digest_of(code),
            given_at=timezone.now(),
        ).save(force_insert=True)
    return Told(reference=accepted.reference, code=code, is_repeat=accepted.is_repeat)


@query(Permission.SEND_REFERRAL)
def receipt_holder(actor: Actor, code: str) -> UUID | None:
    """The referral of a receipt code, where it was told to the acting organisation."""
    del actor
    found = Receipt.objects.filter(code_sha256=digest_of(code)).first()
    return found.referral_id if found else None
