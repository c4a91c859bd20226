"""The register of the central desks of other countries, and of forces of the desk's own that have not joined: one
person registers, another verifies, either closes.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, Invalid, NotFound, NotPermitted
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.acting.reasons import REASON_CHARACTERS, given_reason
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.organisations.queries.directory import listing_for
from causeway.hub.road.evidence.package import BadRecipient, PublicKeyLock
from causeway.hub.road.routes.models import CentralDesk
from causeway.routing import country_code, country_names
from causeway.vocabulary.organisations import OrganisationKind

NAME_CHARACTERS, CHANNEL_CHARACTERS = 200, 300
MOST_COUNTRIES = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCentralDesk:
    """What is registered. `countries` are ISO alpha-2 codes or names. With `organisation_id` it is that force of this
    hub; without, `channel` says how a package reaches it, and `public_key` is its age key, where it has one.
    """

    name: str
    countries: tuple[str, ...]
    note: str
    organisation_id: UUID | None = None
    mailbox: str = ""
    phone: str = ""
    channel: str = ""
    public_key: str = ""


@command(Permission.KEEP_CENTRAL_DESKS)
def register_central_desk(actor: Actor, new: NewCentralDesk) -> UUID:
    """Put a central desk into the register. Nothing goes there until a second person has verified it.

    Raises:
        Invalid: something cannot be right; `field` says what.
        Conflict: one of this name is registered already.
        NotFound: there is no such force.
    """
    row = CentralDesk(
        desk_id=actor.organisation_id,
        name=given_reason(new.name, most=NAME_CHARACTERS, field="name", missing=_("Fill this in.")),
        countries=list(_countries(actor, new)),
        registered_by_id=actor.member_id,
        registered_at=timezone.now(),
        note=given_reason(new.note, most=REASON_CHARACTERS, field="note"),
        **_reached(new),
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as fault:
        raise Conflict(_("A central desk of this name is registered already."), field="name") from fault
    enter(
        Act.CENTRAL_DESK_REGISTERED,
        subjects=[row.id],
        details={"name": row.name, "countries": row.countries, "reason": row.note},
    )
    return row.id


@command(Permission.KEEP_CENTRAL_DESKS)
def verify_central_desk(actor: Actor, central_desk_id: UUID, how: str) -> None:
    """Say how it was checked that this is who it says. From then on referrals may go there.

    Raises:
        NotFound: the register has none of this identifier.
        NotPermitted: whoever registered it cannot verify it, nor can a program.
        Conflict: it is verified already, or closed.
        Invalid: nothing is said, or too much.
    """
    member_id, row = _person(actor), _row(actor, central_desk_id)
    given = given_reason(how, most=REASON_CHARACTERS, field="how")
    if row.closed_at is not None or row.verified_at is not None:
        raise Conflict(_("This central desk is verified already, or closed."))
    if row.registered_by_id == member_id:
        raise NotPermitted(_("Whoever registered a central desk cannot verify it: a second person must."))
    row.verified_by_id, row.verified_at, row.verified_how = member_id, timezone.now(), given
    row.save(update_fields=["verified_by_id", "verified_at", "verified_how"])
    enter(Act.CENTRAL_DESK_VERIFIED, subjects=[row.id], details={"name": row.name, "reason": given})


@command(Permission.KEEP_CENTRAL_DESKS)
def close_central_desk(actor: Actor, central_desk_id: UUID, reason: str) -> None:
    """Send nothing there any more. What it was sent stays as it is.

    Raises:
        NotFound: the register has none of this identifier.
        Conflict: it is closed already.
        Invalid: no reason is given, or it is too long.
    """
    row = _row(actor, central_desk_id)
    given = given_reason(reason, most=REASON_CHARACTERS)
    if row.closed_at is not None:
        raise Conflict(_("This central desk is closed already."))
    row.closed_by_id, row.closed_at, row.close_reason = actor.member_id, timezone.now(), given
    row.save(update_fields=["closed_by_id", "closed_at", "close_reason"])
    enter(Act.CENTRAL_DESK_CLOSED, subjects=[row.id], details={"name": row.name, "reason": given})


def _row(actor: Actor, central_desk_id: UUID) -> CentralDesk:
    rows = CentralDesk.objects.select_for_update()
    row = rows.filter(id=central_desk_id, desk_id=actor.organisation_id).first()
    if row is None:
        raise NotFound(_("There is no such central desk."))
    return row


def _countries(actor: Actor, new: NewCentralDesk) -> tuple[str, ...]:
    own = listing_for(actor.organisation_id)
    found: list[str] = []
    for text in filter(None, (each.strip() for each in new.countries)):
        code = country_code(text)
        if code not in country_names():
            raise Invalid(
                _("“%(name)s” is not a country: give its name or its two letters.") % {"name": text[:40]},
                field="countries",
            )
        found.append(code)
    if own is not None and own.country in found and (new.organisation_id is not None or len(found) > 1):
        raise Invalid(
            _("Of your own country give only a force that is outside this hub, and no other country with it."),
            field="countries",
        )
    if not found or len(found) > MOST_COUNTRIES:
        raise Invalid(_("Give the country, or up to 60 of them."), field="countries")
    return tuple(dict.fromkeys(found))


def _reached(new: NewCentralDesk) -> dict[str, Any]:
    """How it is reached: a force of this hub by its own queue, anybody else by a person."""
    if new.organisation_id is not None:
        listing = listing_for(new.organisation_id)
        if listing is None or listing.kind is not OrganisationKind.POLICE_FORCE:
            raise NotFound(_("There is no such force."))
        return {"organisation_id": listing.id, "mailbox": listing.mailbox}
    try:
        validate_email(new.mailbox.strip())
    except ValidationError as fault:
        raise Invalid(_("Enter an address such as name@example.org."), field="mailbox") from fault
    return {
        "mailbox": new.mailbox.strip(),
        "phone": _phone(new.phone),
        "channel": given_reason(new.channel, most=CHANNEL_CHARACTERS, field="channel", missing=_("Fill this in.")),
        "public_key": _key(new.public_key),
    }


def _phone(text: str) -> str:
    if not text.strip():
        return ""
    try:
        number = phonenumbers.parse(text)
    except phonenumbers.NumberParseException as fault:
        raise Invalid(_("Enter a phone number with its country, such as +44 20 7946 0000."), field="phone") from fault
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def _key(text: str) -> str:
    if not text.strip():
        return ""
    try:
        PublicKeyLock(text.strip())
    except BadRecipient as fault:
        wrong = _("This is not an age public key: it begins with age1 and has 62 characters.")
        raise Invalid(wrong, field="public_key") from fault
    return text.strip()


def _person(actor: Actor) -> UUID:
    if actor.member_id is None:
        raise NotPermitted(_("Only a person can verify a central desk."))
    return actor.member_id
