"""A party of the referral: who they are, and everything by which they are known, on one sheet."""

from dataclasses import replace
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from causeway.hub.base.theme.days import DayField
from causeway.hub.base.theme.faults import FaultNamingForm
from causeway.hub.road.intake.forms.advice import advice_on
from causeway.hub.road.intake.forms.fields import (
    CountryField,
    choices_of,
    known_or_not,
    line,
    possible_day,
    prose,
    whole_number,
)
from causeway.hub.road.intake.forms.rows import (
    AccountRow,
    DeviceRow,
    EmailRow,
    IncidentRow,
    IpRow,
    PhoneRow,
    PlaceRow,
    Rows,
)
from causeway.hub.road.referrals.words import ROLE_IN_REFERRAL
from causeway.vocabulary.places import EstimatedLocation
from causeway.vocabulary.referral import Party, PartyRole, Referral

OLDEST_YEARS = 120


class PartyForm(FaultNamingForm):
    """Who somebody is, as far as the sender knows."""

    role = forms.ChoiceField(
        label=_("What are they in this?"),
        help_text=_("An allegation, not a finding. A child can stand in any of these."),
        choices=choices_of(ROLE_IN_REFERRAL),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what this person is in this")},
    )
    is_child = known_or_not(_("Is this person under 18?"))
    first_name = line(_("First name"))
    last_name = line(_("Last name"))
    age_years = whole_number(_("Age in years"), advice_on("ages"), low=0, high=OLDEST_YEARS)
    age_is_approximate = forms.BooleanField(label=_("The age is an estimate"), required=False)
    born_on = DayField(
        label=_("Date of birth"),
        help_text=_("A day such as 2012-04-30, from the account or a document."),
        required=False,
        validators=[possible_day],
    )
    school = line(_("School"), length=256)
    city = line(
        _("Town where you believe them to be"), _("From the account, its payments or its deliveries."), length=256
    )
    country = CountryField()
    relation = line(_("How do they know the child?"), length=256)
    notes = prose(_("Anything else about them"), rows=3)

    @classmethod
    def initial_of(cls, party: Party) -> dict[str, Any]:
        """What the fields hold for a party."""
        place = party.location or EstimatedLocation()
        return {
            "role": party.role.value,
            "is_child": "" if party.is_child is None else str(party.is_child),
            "first_name": party.first_name,
            "last_name": party.last_name,
            "age_years": party.age_years,
            "age_is_approximate": bool(party.age_is_approximate),
            "born_on": party.born_on,
            "school": party.school,
            "city": place.city,
            "country": place.country,
            "relation": party.relation,
            "notes": party.notes,
        }

    def applied_to(self, party: Party) -> Party:
        """The party with the valid fields."""
        told = self.cleaned_data
        city, country = told.get("city") or None, told.get("country") or None
        return replace(
            party,
            role=PartyRole(told.get("role") or party.role),
            is_child=told.get("is_child"),
            first_name=told.get("first_name") or None,
            last_name=told.get("last_name") or None,
            age_years=told.get("age_years"),
            age_is_approximate=True if told.get("age_is_approximate") else None,
            born_on=told.get("born_on"),
            school=told.get("school") or None,
            location=EstimatedLocation(city=city, country=country) if city or country else None,
            relation=told.get("relation") or None,
            notes=told.get("notes") or None,
        )


class PartySheet:
    """The whole sheet of one party: a form, and rows of each kind."""

    def __init__(self, party: Party | None, data: QueryDict | None = None, *, role: PartyRole | None = None) -> None:
        self.party = party or Party(role=role or PartyRole.SUBJECT)
        initial = PartyForm.initial_of(self.party) if party or role else {}
        self.form = PartyForm(data, initial=initial)
        told = self.party
        self.accounts = Rows(
            AccountRow, "accounts", _("Accounts"), _("Save and add another account"), told.accounts, data
        )
        self.ip_events = Rows(
            IpRow, "ip_events", _("IP addresses"), _("Save and add another IP address"), told.ip_events, data
        )
        self.emails = Rows(
            EmailRow, "emails", _("E-mail addresses"), _("Save and add another e-mail address"), told.emails, data
        )
        self.phones = Rows(
            PhoneRow, "phones", _("Telephone numbers"), _("Save and add another number"), told.phones, data
        )
        self.addresses = Rows(
            PlaceRow, "addresses", _("Postal addresses"), _("Save and add another address"), told.addresses, data
        )
        self.devices = Rows(DeviceRow, "devices", _("Devices"), _("Save and add another device"), told.devices, data)

    @property
    def sections(self) -> tuple[Rows[Any], ...]:
        """Every kind of row, those that trace best first."""
        return (self.accounts, self.ip_events, self.emails, self.phones, self.addresses, self.devices)

    @property
    def forms(self) -> list[forms.Form]:
        """Every form on the sheet, for the error summary."""
        return [self.form, *(form for rows in self.sections for form in rows.formset.forms)]

    def is_valid(self) -> bool:
        """Whether all of it is right. Each part is looked at, so that every fault shows at once."""
        return all([self.form.is_valid(), *(rows.is_valid() for rows in self.sections)])

    def told(self) -> Party:
        """The party, with all that is valid."""
        self.form.is_valid()
        return replace(
            self.form.applied_to(self.party),
            accounts=self.accounts.values(),
            ip_events=self.ip_events.values(),
            emails=self.emails.values(),
            phones=self.phones.values(),
            addresses=self.addresses.values(),
            devices=self.devices.values(),
        )


class PlacesSheet:
    """Where it happened: rows of incidents."""

    def __init__(self, referral: Referral, data: QueryDict | None = None) -> None:
        self.incidents = Rows(
            IncidentRow, "incidents", _("Where it happened"), _("Save and add another place"), referral.incidents, data
        )

    @property
    def sections(self) -> tuple[Rows[Any], ...]:
        """The one kind of row."""
        return (self.incidents,)

    @property
    def forms(self) -> list[forms.Form]:
        """Every form on the sheet, for the error summary."""
        return list(self.incidents.formset.forms)

    def is_valid(self) -> bool:
        """Whether all of it is right."""
        return self.incidents.is_valid()

    def applied_to(self, referral: Referral) -> Referral:
        """The referral with the valid rows."""
        return replace(referral, incidents=self.incidents.values())
