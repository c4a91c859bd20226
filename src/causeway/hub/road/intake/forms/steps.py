"""The steps of the web form that fill one form each. A step reads a referral's part and gives it back.

`applied_to` uses what is valid only, so that completeness can be shown while somebody still types.
"""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from causeway.hub.base.theme.days import DayField
from causeway.hub.base.theme.faults import FaultNamingForm
from causeway.hub.road.intake.forms.advice import advice_on
from causeway.hub.road.intake.forms.fields import (
    CountryField,
    MomentField,
    choices_of,
    known_or_not,
    line,
    possible_day,
    prose,
    shown,
)
from causeway.hub.road.referrals.words import ANNOTATION_NAMES, CONCERN_NAMES
from causeway.vocabulary.referral import Annotation, Concern, Contact, Email, Phone, PoliceContact, Referral


class StepForm(FaultNamingForm):
    """One step."""

    @classmethod
    def initial_of(cls, referral: Referral) -> dict[str, Any]:
        """What the fields hold for a referral."""
        raise NotImplementedError

    def applied_to(self, referral: Referral) -> Referral:
        """The referral with this step's valid fields."""
        raise NotImplementedError


class WhatHappenedForm(StepForm):
    """What kind of harm is feared, when, and in words."""

    concern = forms.ChoiceField(
        label=_("What is this about?"),
        choices=choices_of(CONCERN_NAMES),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what this is about")},
    )
    annotations = forms.MultipleChoiceField(
        label=_("Does any of this apply?"),
        choices=choices_of(ANNOTATION_NAMES),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    occurred_at = MomentField(label=_("When did it happen?"))
    occurred_definition = line(_("Which moment is that?"), advice_on("time_definition"), length=3_000)
    platform = line(
        _("On which product of yours?"),
        _("The name by which its users know it, such as Examplegram Messages."),
        length=256,
    )
    narrative = prose(_("What happened, in your words?"), advice_on("narrative"), rows=6)
    sender_reference = line(_("Your own reference"), advice_on("sender_reference"), length=255)
    viral = forms.BooleanField(label=_("This file or text is widely shared"), required=False)

    @classmethod
    def initial_of(cls, referral: Referral) -> dict[str, Any]:
        return {
            "concern": referral.concern.value,
            "annotations": [annotation.value for annotation in referral.annotations],
            "occurred_at": referral.occurred_at,
            "occurred_definition": referral.occurred_definition,
            "platform": referral.platform,
            "narrative": referral.narrative,
            "sender_reference": referral.sender_reference,
            "viral": referral.viral,
        }

    def applied_to(self, referral: Referral) -> Referral:
        told = self.cleaned_data
        return replace(
            referral,
            concern=Concern(told.get("concern") or referral.concern),
            annotations=tuple(Annotation(one) for one in told.get("annotations", ())),
            occurred_at=told.get("occurred_at"),
            occurred_definition=told.get("occurred_definition") or None,
            platform=told.get("platform") or None,
            narrative=told.get("narrative") or None,
            sender_reference=told.get("sender_reference") or None,
            viral=bool(told.get("viral")),
        )


class EmergencyForm(StepForm):
    """Whether a child is in danger now, what police know, and what must not be said to the subject."""

    is_emergency = forms.TypedChoiceField(
        label=_("Is a child in danger now, or will be within a day?"),
        help_text=_("A duty officer is alerted at once when you send. Call the police as well: do not wait for us."),
        choices=[("True", _("Yes")), ("False", _("No, or we do not know"))],
        coerce=lambda chosen: chosen == "True",
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether a child is in danger now")},
    )
    emergency = prose(_("What is the danger?"), _("What you know, and how you know it."), rows=3)
    is_contact_ongoing = known_or_not(
        _("Is somebody you tell of still in contact with the child?"),
        _("With yes, a duty officer is alerted too."),
    )
    is_planned = known_or_not(_("Is a meeting with the child planned, or did somebody set the child a deadline?"))
    planned_at = MomentField(label=_("When is the meeting, or the deadline?"), may_be_ahead=True)
    do_not_alert_until = DayField(
        label=_("Until when must the subject not be told?"),
        help_text=_("A day such as 2026-04-30. It travels with the referral. Leave empty if it does not matter."),
        required=False,
        validators=[possible_day],
    )
    agency = line(_("Which police already know of it?"), _("Leave empty if none do."), length=256)
    case_reference = line(_("Their reference"), length=256)
    officer_name = line(_("The officer’s name"))
    officer_email = forms.EmailField(label=_("The officer’s e-mail address"), required=False)
    police_country = CountryField(label=_("Country of that police"))
    process_served = known_or_not(_("Have they served legal process on you?"))

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("is_emergency") and not told.get("emergency"):
            self.add_error("emergency", _("Say what the danger is, so that the duty officer can act"))
        if told.get("planned_at") and told.get("is_planned") is False:
            self.add_error("is_planned", _("You give a time: say that something is planned, or leave the time out"))
        if not told.get("agency") and any(
            told.get(name) for name in ("case_reference", "officer_name", "officer_email")
        ):
            self.add_error("agency", _("Name the police force"))
        return told

    @classmethod
    def initial_of(cls, referral: Referral) -> dict[str, Any]:
        police = referral.police
        return {
            "is_emergency": str(bool(referral.emergency)),
            "emergency": referral.emergency,
            "is_contact_ongoing": shown(referral.is_contact_ongoing),
            "is_planned": shown(referral.is_planned),
            "planned_at": referral.planned_at,
            "do_not_alert_until": referral.do_not_alert_until,
            "agency": police.agency if police else "",
            "case_reference": police.case_reference if police else "",
            "officer_name": police.officer_name if police else "",
            "officer_email": police.officer_email if police else "",
            "police_country": police.country if police else "",
            "process_served": shown(police.process_served if police else None),
        }

    def applied_to(self, referral: Referral) -> Referral:
        told = self.cleaned_data
        police = None
        if told.get("agency"):
            police = PoliceContact(
                agency=told["agency"],
                case_reference=told.get("case_reference") or None,
                officer_name=told.get("officer_name") or None,
                officer_email=told.get("officer_email") or None,
                country=told.get("police_country") or None,
                already_told=True,
                process_served=told.get("process_served"),
            )
        return replace(
            referral,
            emergency=(told.get("emergency") or None) if told.get("is_emergency") else None,
            is_contact_ongoing=told.get("is_contact_ongoing"),
            is_planned=True if told.get("planned_at") else told.get("is_planned"),
            planned_at=told.get("planned_at"),
            do_not_alert_until=told.get("do_not_alert_until"),
            police=police,
        )


class ContactForm(StepForm):
    """Whom to ask at the sender."""

    name = line(_("Team or person"), _("A team outlives any one person."))
    email = forms.EmailField(
        label=_("E-mail address for questions"),
        help_text=advice_on("role_mailbox"),
        max_length=254,
        error_messages={
            "required": _("Give an e-mail address at which we can ask"),
            "invalid": _("Enter an e-mail address"),
        },
    )
    phone = line(_("Telephone number"), _("With country code, such as +44 20 7946 0000."), length=40)
    legal_process_url = forms.URLField(
        label=_("Where police send legal process"),
        help_text=_("A web address, if you have one."),
        required=False,
        assume_scheme="https",
    )
    keep = forms.BooleanField(label=_("Fill this in for our next referral"), required=False)

    @classmethod
    def initial_of(cls, referral: Referral) -> dict[str, Any]:
        contact = referral.contact or Contact()
        return {
            "name": contact.name,
            "email": contact.emails[0].address if contact.emails else "",
            "phone": contact.phones[0].number if contact.phones else "",
            "legal_process_url": contact.legal_process_url,
        }

    def applied_to(self, referral: Referral) -> Referral:
        told = self.cleaned_data
        return replace(
            referral,
            contact=Contact(
                name=told.get("name") or None,
                emails=(Email(address=told["email"]),) if told.get("email") else (),
                phones=(Phone(number=told["phone"]),) if told.get("phone") else (),
                legal_process_url=told.get("legal_process_url") or None,
            ),
        )
