"""What can be given several times: accounts, e-mail addresses, telephone numbers, addresses seen at work, places,
devices, incidents.

A row is a small form; its saved rows and one empty row are shown, so that one more can be added without a script.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Generic, TypeVar

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from causeway.hub.base.theme.faults import FaultNamingForm
from causeway.hub.road.intake.forms.advice import advice_on
from causeway.hub.road.intake.forms.fields import (
    LINES,
    AddressField,
    CountryField,
    LinesField,
    MomentField,
    Text,
    choices_of,
    known_or_not,
    line,
    prose,
    shown,
    whole_number,
)
from causeway.hub.road.referrals.words import EVENT_NAMES, INCIDENT_NAMES
from causeway.vocabulary.places import Address
from causeway.vocabulary.referral import Account, Device, Email, EventKind, Incident, IncidentKind, IpEvent, Phone

T = TypeVar("T")

HIGHEST_PORT = 65_535
"""RFC 9293: a port has sixteen bits."""


class Row(FaultNamingForm, Generic[T]):
    """One row of a kind."""

    @classmethod
    def initial_of(cls, value: T) -> dict[str, Any]:
        """What the fields hold for a value."""
        raise NotImplementedError

    def value(self) -> T | None:
        """What the row says, or None where it says too little."""
        raise NotImplementedError


class AccountRow(Row[Account]):
    """An account."""

    identifier = line(_("Account’s lasting identifier"), advice_on("subject_account"), length=1_000)
    handle = line(_("User name"), _("The name by which others find the account; it can change."), length=1_000)
    service = line(_("Service"), _("Leave empty if it is yours."), length=256)
    profile_urls = LinesField(label=_("Profile addresses"))
    disabled = known_or_not(_("Is it closed now?"))
    holder_told = known_or_not(_("Was its holder told?"), _("Whoever was told knows: police need this."))

    @classmethod
    def initial_of(cls, value: Account) -> dict[str, Any]:
        return {
            "identifier": value.identifier,
            "handle": value.handle,
            "service": value.service,
            "profile_urls": value.profile_urls,
            "disabled": shown(value.disabled),
            "holder_told": shown(value.holder_told),
        }

    def value(self) -> Account | None:
        told = self.cleaned_data
        if not (told.get("identifier") or told.get("handle") or told.get("profile_urls")):
            return None
        return Account(
            identifier=told.get("identifier") or None,
            handle=told.get("handle") or None,
            service=told.get("service") or None,
            profile_urls=told.get("profile_urls", ()),
            disabled=told.get("disabled"),
            holder_told=told.get("holder_told"),
            third_party=True if told.get("service") else None,
        )


class EmailRow(Row[Email]):
    """An e-mail address."""

    address = forms.EmailField(label=_("E-mail address"), required=False, help_text=advice_on("subject_contact"))
    verified = known_or_not(_("Was it verified?"))

    @classmethod
    def initial_of(cls, value: Email) -> dict[str, Any]:
        return {"address": value.address, "verified": shown(value.verified)}

    def value(self) -> Email | None:
        told = self.cleaned_data
        return Email(address=told["address"], verified=told.get("verified")) if told.get("address") else None


class PhoneRow(Row[Phone]):
    """A telephone number."""

    number = line(_("Telephone number"), _("With country code, such as +44 7700 900123."), length=40)
    verified = known_or_not(_("Was it verified?"))

    @classmethod
    def initial_of(cls, value: Phone) -> dict[str, Any]:
        return {"number": value.number, "verified": shown(value.verified)}

    def value(self) -> Phone | None:
        told = self.cleaned_data
        return Phone(number=told["number"], verified=told.get("verified")) if told.get("number") else None


class IpRow(Row[IpEvent]):
    """An address seen at work. Without port and time it seldom names one subscriber (RFC 6302)."""

    address = AddressField(label=_("IP address"), required=False, help_text=advice_on("subject_ip"))
    port = whole_number(
        _("Source port"),
        _("In your server’s access log, beside the address. Thousands can share one: the port tells them apart."),
        low=1,
        high=HIGHEST_PORT,
    )
    at = MomentField(label=_("When?"))
    kind = forms.ChoiceField(label=_("Doing what?"), choices=choices_of(EVENT_NAMES), initial="unknown", required=False)
    possible_proxy = known_or_not(_("Does it look like a proxy or VPN?"))

    @classmethod
    def initial_of(cls, value: IpEvent) -> dict[str, Any]:
        return {
            "address": value.address,
            "port": value.port,
            "at": value.at,
            "kind": value.kind.value,
            "possible_proxy": shown(value.possible_proxy),
        }

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if not told.get("address") and "address" not in self.errors and (told.get("port") or told.get("at")):
            self.add_error("address", _("Enter the address that this port or time belongs to"))
        return told

    def value(self) -> IpEvent | None:
        told = self.cleaned_data
        if not told.get("address"):
            return None
        return IpEvent(
            address=told["address"],
            port=told.get("port"),
            at=told.get("at"),
            kind=EventKind(told.get("kind") or "unknown"),
            possible_proxy=told.get("possible_proxy"),
        )


class PlaceRow(Row[Address]):
    """A postal address, or as much of one as is known."""

    postcode = line(_("Postcode"), advice_on("subject_location"), length=32)
    street = line(_("House and street"), length=256)
    city = line(_("Town or city"), length=256)
    country = CountryField()

    @classmethod
    def initial_of(cls, value: Address) -> dict[str, Any]:
        return {
            "postcode": value.postcode,
            "street": value.street,
            "city": value.city,
            "country": value.country,
        }

    def value(self) -> Address | None:
        told = {name: self.cleaned_data.get(name) or None for name in ("street", "city", "postcode", "country")}
        return Address(**told) if any(told.values()) else None


class DeviceRow(Row[Device]):
    """A device identifier."""

    kind = line(_("Sort of identifier"), _("Such as IMEI, advertising id, or serial number."), length=100)
    identifier = line(_("Identifier"), length=1_000)
    at = MomentField(label=_("When was it seen?"))

    @classmethod
    def initial_of(cls, value: Device) -> dict[str, Any]:
        return {"kind": value.kind, "identifier": value.value, "at": value.at}

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("identifier") and not told.get("kind"):
            self.add_error("kind", _("Say what sort of identifier this is"))
        return told

    def value(self) -> Device | None:
        told = self.cleaned_data
        if not (told.get("identifier") and told.get("kind")):
            return None
        return Device(kind=told["kind"], value=told["identifier"], at=told.get("at"))


class IncidentRow(Row[Incident]):
    """A place in which it happened, and what was written there."""

    kind = forms.ChoiceField(
        label=_("Where?"), choices=[("", _("Choose one")), *choices_of(INCIDENT_NAMES)], required=False
    )
    name = line(_("Its name"), _("The room, channel, game, or page."), length=3_000)
    client = line(_("Program or console used"), length=3_000)
    urls = LinesField(label=_("Web addresses"), help_text=advice_on("web_address"))
    content = prose(_("What was written"), advice_on("chat"), rows=6)
    notes = prose(_("Anything else"), rows=2)

    @classmethod
    def initial_of(cls, value: Incident) -> dict[str, Any]:
        return {
            "kind": value.kind.value,
            "name": value.name,
            "client": value.client,
            "urls": value.urls,
            "content": value.content,
            "notes": value.notes,
        }

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if not told.get("kind") and any(told.get(name) for name in ("name", "client", "urls", "content", "notes")):
            self.add_error("kind", _("Choose where it happened"))
        return told

    def value(self) -> Incident | None:
        told = self.cleaned_data
        if not told.get("kind"):
            return None
        return Incident(
            kind=IncidentKind(told["kind"]),
            name=told.get("name") or None,
            client=told.get("client") or None,
            urls=told.get("urls", ()),
            content=told.get("content") or None,
            notes=told.get("notes") or None,
        )


class Rows(Generic[T]):
    """All rows of one kind: those saved, and one empty."""

    def __init__(
        self,
        row: type[Row[T]],
        prefix: str,
        heading: Text,
        one_more: Text,
        saved: Iterable[T],
        data: QueryDict | Mapping[str, Any] | None = None,
    ) -> None:
        self.prefix, self.heading, self.one_more = prefix, heading, one_more
        factory = forms.formset_factory(
            row, extra=1, can_delete=True, can_delete_extra=False, max_num=LINES, absolute_max=LINES + 1
        )
        self.formset = factory(data, prefix=prefix, initial=[row.initial_of(value) for value in saved])
        for form in self.formset.initial_forms:
            form.fields["DELETE"].label = _("Remove this")

    def is_valid(self) -> bool:
        """Whether every row that is kept is right."""
        return self.formset.is_valid()

    def values(self) -> tuple[T, ...]:
        """What the valid rows say; those to be removed left out."""
        self.formset.is_valid()
        found = []
        for form in self.formset.forms:
            told = getattr(form, "cleaned_data", {})
            if told and not told.get("DELETE") and (value := form.value()) is not None:
                found.append(value)
        return tuple(found)
