"""Forms of contact points."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from causeway.hub.base.contacts.commands.keep_point import (
    HOURS_CHARACTERS,
    LABEL_CHARACTERS,
    NOTE_CHARACTERS,
    NewPoint,
)
from causeway.hub.base.contacts.queries.points import PointFilter, PointView
from causeway.hub.base.contacts.words import PURPOSE_NAMES, language_choices
from causeway.hub.base.organisations.forms.choices import zone_choices
from causeway.hub.base.theme.days import DayField
from causeway.hub.base.theme.faults import FaultNamingForm
from causeway.routing import country_code
from causeway.vocabulary.contacts import ContactPurpose

_PURPOSES = [(purpose.value, name) for purpose, name in PURPOSE_NAMES.items()]


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


class PointForm(FaultNamingForm):
    """What an organisation says of one contact point."""

    purpose = forms.ChoiceField(label=_("What is it for?"), choices=[("", _("Choose one")), *_PURPOSES])
    label = forms.CharField(
        label=_("Role or desk"),
        max_length=LABEL_CHARACTERS,
        help_text=_("For example Duty desk. A role, not a person’s name: people change."),
    )
    mailbox = forms.EmailField(label=_("Role mailbox"), required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    hours = forms.CharField(
        label=_("When does somebody answer?"),
        max_length=HOURS_CHARACTERS,
        required=False,
        help_text=_("For example 24/7, or Mo-Fr 09:00-17:00; Sa 10:00-13:00; PH off. PH are public holidays."),
    )
    zone = forms.ChoiceField(label=_("In which time zone?"), choices=zone_choices)
    languages = forms.CharField(
        label=_("Languages"), max_length=100, required=False, help_text=_("By their two letters, such as en, nl, it.")
    )
    countries = forms.CharField(
        label=_("Countries that it serves"),
        max_length=500,
        required=False,
        help_text=_("Leave empty where it serves your own country. For example Ireland, GB."),
    )
    note = forms.CharField(
        label=_("Anything to know before calling"),
        max_length=NOTE_CHARACTERS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    valid_until = DayField(
        label=_("Valid until"),
        required=False,
        help_text=_("Leave empty where it has no end."),
    )

    def told(self) -> NewPoint:
        """What was entered; of a valid form."""
        given = self.cleaned_data
        return NewPoint(
            purpose=ContactPurpose(given["purpose"]),
            label=given["label"],
            mailbox=given["mailbox"],
            phone=given["phone"],
            hours=given["hours"],
            zone=given["zone"],
            languages=_parts(given["languages"]),
            countries=_parts(given["countries"]),
            note=given["note"],
            valid_until=given["valid_until"],
        )

    @classmethod
    def initial_of(cls, view: PointView) -> dict[str, Any]:
        """What the fields hold for a contact point."""
        names = ("label", "mailbox", "phone", "hours", "zone", "note", "valid_until")
        return {name: getattr(view, name) for name in names} | {
            "purpose": view.purpose.value,
            "languages": ", ".join(view.languages),
            "countries": ", ".join(view.countries),
        }


def _language_choices() -> list[tuple[str, Any]]:
    return [("", _("Any")), *language_choices()]


class PointFilterForm(FaultNamingForm):
    """What the directory is narrowed to."""

    purpose = forms.ChoiceField(label=_("What for?"), choices=[("", _("Anything")), *_PURPOSES], required=False)
    words = forms.CharField(label=_("Organisation or desk"), max_length=100, required=False)
    country = forms.CharField(
        label=_("Country"), max_length=60, required=False, help_text=_("By name or code, such as Ireland or IE.")
    )
    language = forms.ChoiceField(label=_("Language"), choices=_language_choices, required=False)
    now = forms.BooleanField(label=_("Only where somebody answers now"), required=False)

    def clean_country(self) -> str:
        """The country's ISO code."""
        text: str = self.cleaned_data["country"]
        code = country_code(text) if text else ""
        if code is None:
            raise forms.ValidationError(_("Enter a country, such as Ireland or IE."))
        return code

    def wanted(self) -> PointFilter:
        """What the reader asks for; a field with a fault asks for nothing."""
        self.is_valid()
        given = self.cleaned_data
        return PointFilter(
            purpose=ContactPurpose(given["purpose"]) if given.get("purpose") else None,
            country=given.get("country") or "",
            language=given.get("language") or "",
            words=given.get("words") or "",
            answers_now=bool(given.get("now")),
        )
