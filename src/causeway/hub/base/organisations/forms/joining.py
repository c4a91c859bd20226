"""Asking to join, and deciding on it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from phonenumbers import SUPPORTED_REGIONS

from causeway.hub.base.organisations.commands.add_organisation import NewOrganisation
from causeway.hub.base.organisations.commands.ask_to_join import Asking
from causeway.hub.base.organisations.forms.choices import offer, zone_choices
from causeway.hub.base.organisations.queries.directory import desks
from causeway.hub.base.organisations.queries.joining import Asked
from causeway.hub.base.organisations.words import KIND_NAMES, PARTNER_KIND_NAMES
from causeway.hub.base.theme.faults import FaultNamingForm
from causeway.routing import RoutingError, country_code, force
from causeway.vocabulary.organisations import OrganisationKind, PartnerKind


class JoinForm(FaultNamingForm):
    """The public page's form."""

    name = forms.CharField(label=_("Name of your organisation"), max_length=200)
    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=[(kind.value, name) for kind, name in KIND_NAMES.items()],
        widget=forms.RadioSelect,
    )
    partner_kind = forms.ChoiceField(
        label=_("If it is a partner, of what sort?"),
        choices=[("", _("Not a partner")), *((kind.value, name) for kind, name in PARTNER_KIND_NAMES.items())],
        required=False,
    )
    country = forms.CharField(
        label=_("Country"), max_length=60, help_text=_("Its name, or its two letters such as GB, IE, NL or IT.")
    )
    website = forms.URLField(
        label=_("Website"), assume_scheme="https", required=False, max_length=200, help_text=_("If you have one.")
    )
    contact_name = forms.CharField(label=_("Your name"), max_length=200)
    contact_email = forms.EmailField(
        label=_("Your work email address"),
        help_text=_("The answer goes here. If the desk accepts, you become the first administrator."),
    )
    why = forms.CharField(
        label=_("Why do you want to join?"),
        help_text=_(
            "What you would send or receive, and how the desk can check who you are. Name no child and no case."
        ),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    desk_id = forms.ChoiceField(
        label=_("Which desk shall vouch for you?"),
        help_text=_("Usually the clearing-house or hotline of your country."),
    )

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        offered = [(str(desk.id), f"{desk.name} ({desk.country})") for desk in desks()]
        offer(self, "desk_id", offered if len(offered) == 1 else [("", _("Choose one")), *offered])

    def clean_country(self) -> str:
        """The country's ISO code."""
        code = country_code(self.cleaned_data["country"])
        if code not in SUPPORTED_REGIONS:
            raise forms.ValidationError(_("Enter a country, such as Ireland or IE."))
        return str(code)

    def asking(self) -> Asking:
        """What the command takes."""
        data = self.cleaned_data
        return Asking(
            name=data["name"],
            kind=OrganisationKind(data["kind"]),
            partner_kind=PartnerKind(data["partner_kind"]) if data["partner_kind"] else None,
            country=data["country"],
            website=data["website"],
            contact_name=data["contact_name"],
            contact_email=data["contact_email"],
            why=data["why"],
        )


class AdmitForm(FaultNamingForm):
    """Accepting a request: what the organisation will be called, where it is, and how it was checked."""

    name = forms.CharField(label=_("Name in the directory"), max_length=200)
    mailbox = forms.EmailField(
        label=_("Role mailbox"), help_text=_("A shared address that stays when a person leaves.")
    )
    zone = forms.ChoiceField(label=_("Time zone"), choices=zone_choices)
    force_code = forms.CharField(
        label=_("Code of the force"),
        required=False,
        max_length=32,
        help_text=_("For a police force, so that routes find it."),
    )
    places = forms.CharField(
        label=_("Codes of the places it serves"),
        required=False,
        max_length=500,
        help_text=_("For children’s services and regional bodies, separated by commas."),
    )
    note = forms.CharField(
        label=_("How did you check this organisation?"),
        help_text=_("Who was called, by which number, who vouches. It stays with the request."),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean_force_code(self) -> str | None:
        """A code that the table of forces knows, or None."""
        code: str = self.cleaned_data["force_code"].strip()
        if not code:
            return None
        try:
            return force(code).code
        except RoutingError:
            raise forms.ValidationError(_("No force has this code.")) from None

    def new_organisation(self, asked: Asked) -> NewOrganisation:
        """What the command takes; what it is and where comes from the request."""
        data = self.cleaned_data
        return NewOrganisation(
            name=data["name"],
            kind=asked.kind,
            partner_kind=asked.partner_kind,
            country=asked.country,
            mailbox=data["mailbox"],
            zone=data["zone"],
            force_code=data["force_code"],
            places=tuple(place.strip() for place in data["places"].split(",") if place.strip()),
        )


class RefuseForm(FaultNamingForm):
    """Refusing a request."""

    reason = forms.CharField(
        label=_("Why is it refused?"),
        help_text=_("This text is sent to the contact."),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
