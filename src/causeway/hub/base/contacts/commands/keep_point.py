"""Adding, changing, confirming and removing a contact point."""

from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import available_timezones

import phonenumbers
from django.conf.locale import LANG_INFO
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Invalid, NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.contacts.models import ContactPoint
from causeway.hub.base.contacts.opening import are_hours
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.organisations.queries.directory import own_listing
from causeway.routing import country_code
from causeway.vocabulary.contacts import ContactPurpose

LABEL_CHARACTERS = 120
NOTE_CHARACTERS = 500
HOURS_CHARACTERS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPoint:
    """What an organisation says of one contact point. `languages` are ISO 639-1 codes, `countries` codes or names."""

    purpose: ContactPurpose
    label: str
    mailbox: str = ""
    phone: str = ""
    hours: str = ""
    zone: str = "UTC"
    languages: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    note: str = ""
    valid_until: date | None = None


@command(Permission.KEEP_CONTACT_POINTS)
def add_point(actor: Actor, new: NewPoint) -> UUID:
    """Add a contact point of the actor's organisation; every organisation sees it at once.

    Raises:
        Invalid: something cannot be right; `field` says what.
    """
    checked = _checked(actor, new)
    row = ContactPoint(
        organisation_id=actor.organisation_id,
        confirmed_at=timezone.now(),
        confirmed_by_id=actor.member_id,
        **_columns(checked),
    )
    row.save(force_insert=True)
    enter(Act.CONTACT_POINT_ADDED, subjects=[row.id, actor.organisation_id], details=_told(checked))
    return row.id


@command(Permission.KEEP_CONTACT_POINTS)
def change_point(actor: Actor, point_id: UUID, new: NewPoint) -> None:
    """Change one; whoever changes it confirms it too.

    Raises:
        NotFound: the actor's organisation has no such contact point.
        Invalid: something cannot be right; `field` says what.
    """
    row, checked = _own(actor, point_id), _checked(actor, new)
    changed = {name: value for name, value in _columns(checked).items() if getattr(row, name) != value}
    if not changed:
        _confirm(actor, row)
        return
    for name, value in changed.items():
        setattr(row, name, value)
    row.confirmed_at, row.confirmed_by_id, row.reminded_at = timezone.now(), actor.member_id, None
    row.save(update_fields=[*changed, "confirmed_at", "confirmed_by_id", "reminded_at"])
    enter(Act.CONTACT_POINT_CHANGED, subjects=[row.id, actor.organisation_id], details=_told(checked))


@command(Permission.KEEP_CONTACT_POINTS)
def confirm_point(actor: Actor, point_id: UUID) -> None:
    """Say that all of it still holds.

    Raises:
        NotFound: the actor's organisation has no such contact point.
    """
    _confirm(actor, _own(actor, point_id))


@command(Permission.KEEP_CONTACT_POINTS)
def remove_point(actor: Actor, point_id: UUID) -> None:
    """Take one out of the directory.

    Raises:
        NotFound: the actor's organisation has no such contact point.
    """
    row = _own(actor, point_id)
    row.removed_at = timezone.now()
    row.save(update_fields=["removed_at"])
    enter(Act.CONTACT_POINT_REMOVED, subjects=[row.id, actor.organisation_id])


def _confirm(actor: Actor, row: ContactPoint) -> None:
    row.confirmed_at, row.confirmed_by_id, row.reminded_at = timezone.now(), actor.member_id, None
    row.save(update_fields=["confirmed_at", "confirmed_by_id", "reminded_at"])
    enter(Act.CONTACT_POINT_CONFIRMED, subjects=[row.id, actor.organisation_id])


def _own(actor: Actor, point_id: UUID) -> ContactPoint:
    row = ContactPoint.objects.filter(id=point_id, organisation=actor.organisation_id, removed_at=None).first()
    if row is None:
        raise NotFound(_("There is no such contact point."))
    return row


def _columns(new: NewPoint) -> dict[str, Any]:
    return asdict(new) | {
        "purpose": new.purpose.value,
        "languages": list(new.languages),
        "countries": list(new.countries),
    }


def _told(new: NewPoint) -> dict[str, Any]:
    return _columns(new) | {"valid_until": new.valid_until.isoformat() if new.valid_until else None}


def _checked(actor: Actor, new: NewPoint) -> NewPoint:
    """The same, tidied: the telephone in its international form, codes in one case."""
    label, mailbox, hours = new.label.strip(), new.mailbox.strip(), " ".join(new.hours.split())
    if not label or len(label) > LABEL_CHARACTERS:
        raise Invalid(_("Name the role or desk, in no more than 120 characters."), field="label")
    if not mailbox and not new.phone.strip():
        raise Invalid(_("Enter a mailbox, a telephone number, or both."), field="mailbox")
    if mailbox:
        _check_mailbox(mailbox)
    if hours and (len(hours) > HOURS_CHARACTERS or not are_hours(hours)):
        raise Invalid(_("Enter the hours like Mo-Fr 09:00-17:00, or 24/7."), field="hours")
    if new.zone not in available_timezones():
        raise Invalid(_("Choose a time zone."), field="zone")
    if len(new.note) > NOTE_CHARACTERS:
        raise Invalid(_("Write no more than 500 characters."), field="note")
    if new.valid_until and new.valid_until < timezone.localdate():
        raise Invalid(_("This day has passed."), field="valid_until")
    return replace(
        new,
        label=label,
        mailbox=mailbox,
        hours=hours,
        note=new.note.strip(),
        phone=_phone(actor, new.phone),
        languages=tuple(_language(code) for code in new.languages),
        countries=tuple(_country(text) for text in new.countries),
    )


def _check_mailbox(mailbox: str) -> None:
    try:
        validate_email(mailbox)
    except ValidationError as fault:
        raise Invalid(_("Enter an e-mail address, such as name@example.org."), field="mailbox") from fault


def _phone(actor: Actor, text: str) -> str:
    """In the international form. A number may be possible and not in use: numbers kept for examples are."""
    if not text.strip():
        return ""
    try:
        number = phonenumbers.parse(text, own_listing(actor).country)
    except phonenumbers.NumberParseException as fault:
        raise Invalid(_("Enter a telephone number, such as +44 1632 960123."), field="phone") from fault
    if not phonenumbers.is_possible_number(number):
        raise Invalid(_("Enter a telephone number, such as +44 1632 960123."), field="phone")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def _language(text: str) -> str:
    code = text.strip().lower()
    if code not in LANG_INFO or len(code) > 3:
        raise Invalid(_("Enter languages by their two letters, such as en, nl, it."), field="languages")
    return code


def _country(text: str) -> str:
    code = country_code(text)
    if code is None:
        raise Invalid(_("Enter countries by name or code, such as Ireland or IE."), field="countries")
    return code
