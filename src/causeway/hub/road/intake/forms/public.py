"""What somebody without an account is asked; nobody has to prove anything. What a child is asked stands in `child`."""

import uuid
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from causeway.hub.base.theme.days import DayField
from causeway.hub.base.theme.faults import FaultNamingForm
from causeway.hub.road.intake.forms.fields import (
    FilesField,
    LinesField,
    line,
    possible_day,
    whole_number,
    yes_no_or_unsure,
)
from causeway.hub.road.referrals.addition import Addition
from causeway.hub.road.referrals.commands.supplement_referral import NewSupplement
from causeway.vocabulary.places import Address
from causeway.vocabulary.referral import (
    Account,
    Concern,
    Contact,
    Email,
    Incident,
    IncidentKind,
    Party,
    PartyRole,
    Phone,
    Referral,
    SenderKind,
)

PUBLIC_FILE_LIMIT_BYTES = 25 * 1024**2
"""A screenshot, a letter or a saved chat; more is asked for when somebody answers."""

PUBLIC_MOST_FILES = 5
OLDEST_CHILD_YEARS = 25
"""A young adult may tell of what happened as a child."""


class PublicForm(FaultNamingForm):
    """What every public form carries: a mark that makes a repeat harmless, and a field that only a program fills in."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    homepage = forms.CharField(required=False, label=_("Leave this field empty"))

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.initial.setdefault("form_key", str(uuid.uuid4()))
        self.fields["homepage"].widget.attrs.update({"tabindex": "-1", "autocomplete": "off"})

    def clean_homepage(self) -> str:
        if self.cleaned_data.get("homepage"):
            raise ValidationError(_("Please empty this field: only programs fill it in"))
        return ""

    @property
    def asked(self) -> list[forms.BoundField]:
        """The fields that are shown."""
        return [field for field in self.visible_fields() if field.name != "homepage"]


def reached_by(email: str | None, phone: str | None, name: str | None = None) -> Contact | None:
    """How to reach somebody, or None."""
    if not (email or phone or name):
        return None
    return Contact(
        name=name or None,
        emails=(Email(address=email),) if email else (),
        phones=(Phone(number=phone),) if phone else (),
    )


class OtherForm(PublicForm):
    """For a parent, a school, a charity, or anybody else."""

    danger = forms.ChoiceField(
        label=_("Is a child in danger right now?"),
        help_text=_("If so, call the emergency number first, and then tell us."),
        choices=[("yes", _("Yes")), ("no", _("No, or I don’t know"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether a child is in danger now")},
    )
    in_contact = yes_no_or_unsure(_("Is the person you are worried about still in contact with the child?"))
    plan = yes_no_or_unsure(_("Is a meeting with the child planned, or did somebody set the child a deadline?"))
    plan_day = DayField(
        label=_("On which day is the meeting, or the deadline?"),
        help_text=_("Leave it empty if you don’t know."),
        required=False,
    )
    story = forms.CharField(
        label=_("What happened?"),
        help_text=_("A few sentences are enough. Say what you saw yourself and what you were told."),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 7}),
        error_messages={"required": _("Tell us what happened")},
    )
    day = DayField(
        label=_("When did it happen?"),
        help_text=_("The day, as near as you know. Leave it empty if you don’t."),
        required=False,
    )
    platform = line(_("In which app, game, site or place?"), length=256)
    links = LinesField(
        label=_("Web addresses"), help_text=_("Of a page, profile or group. One on each line. Do not open them again.")
    )
    child_name = line(_("The child’s name"), _("As far as you know it."))
    child_age = whole_number(_("The child’s age"), low=0, high=OLDEST_CHILD_YEARS)
    child_school = line(_("The child’s school"), length=256)
    postcode = line(_("Postcode of the child’s home"), length=32)
    town = line(_("Town"), length=256)
    person_name = line(_("Whom are you worried about?"), _("A name, or how they are known."))
    person_account = line(_("Their user name or profile"), length=1_000)
    name = line(_("Your name"), _("You need not give it."))
    organisation = line(_("Your organisation and your role"), _("Such as a school, and safeguarding lead."), length=200)
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("So that somebody can ask you more. You need not give it."),
        required=False,
        max_length=254,
        error_messages={"invalid": _("Check the address: it looks like name@example.org")},
    )
    phone = line(_("Your phone number"), length=40)
    files = FilesField(  # type: ignore[assignment]  # a field is no attribute of the form
        limit_bytes=PUBLIC_FILE_LIMIT_BYTES,
        required=False,
        label=_("Files"),
        help_text=_(
            "Such as a letter, or a saved conversation. Never a picture of a child. Up to five, 25 megabytes each."
        ),
    )
    consent = forms.BooleanField(
        label=_("I understand that this goes to people who protect children, and to the police where that is needed"),
        error_messages={"required": _("Say that you understand where this goes")},
    )

    def __init__(self, *arguments: Any, sender_kind: SenderKind, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.sender_kind = sender_kind
        if sender_kind not in {SenderKind.SCHOOL, SenderKind.CHARITY}:
            del self.fields["organisation"]

    def clean_day(self) -> Any:
        day = self.cleaned_data.get("day")
        if day and day > timezone.localdate():
            raise ValidationError(_("This day is in the future"))
        if day:
            possible_day(day)
        return day

    def clean_files(self) -> Any:
        files = self.cleaned_data.get("files") or ()
        if len(files) > PUBLIC_MOST_FILES:
            raise ValidationError(_("Choose five files at most"))
        return files

    def told(self) -> Referral:
        """The referral that this is."""
        told = self.cleaned_data
        day = told.get("day")
        name = ", ".join(part for part in (told.get("name"), told.get("organisation")) if part)
        return Referral(
            concern=Concern.OTHER,
            sender_kind=self.sender_kind,
            narrative=told["story"],
            emergency=gettext("The sender says that a child is in danger now.") if told["danger"] == "yes" else None,
            is_contact_ongoing=told.get("in_contact"),
            is_planned=True if told.get("plan_day") else told.get("plan"),
            planned_at=_start_of(told.get("plan_day")),
            occurred_at=_start_of(day),
            occurred_definition=gettext("The day, as the sender remembers it") if day else None,
            platform=told.get("platform") or None,
            incidents=_incidents(told),
            parties=_parties(told),
            contact=reached_by(told.get("email"), told.get("phone"), name),
        )


def _start_of(day: date | None) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time())) if day else None


def _incidents(told: dict[str, Any]) -> tuple[Incident, ...]:
    return (Incident(kind=IncidentKind.WEB_PAGE, urls=told["links"]),) if told.get("links") else ()


def _parties(told: dict[str, Any]) -> tuple[Party, ...]:
    found = []
    if (
        any(told.get(name) for name in ("child_name", "child_school", "postcode", "town"))
        or told.get("child_age") is not None
    ):
        has_place = told.get("postcode") or told.get("town")
        address = Address(postcode=told.get("postcode") or None, city=told.get("town") or None)
        found.append(
            Party(
                role=PartyRole.VICTIM,
                is_child=True if (told.get("child_age") or 0) < 18 else None,
                first_name=told.get("child_name") or None,
                age_years=told.get("child_age"),
                school=told.get("child_school") or None,
                addresses=(address,) if has_place else (),
            )
        )
    if told.get("person_name") or told.get("person_account"):
        account = told.get("person_account")
        found.append(
            Party(
                role=PartyRole.SUBJECT,
                first_name=told.get("person_name") or None,
                accounts=(Account(handle=account),) if account else (),
            )
        )
    return tuple(found)


class MoreForm(PublicForm):
    """Something more, with a receipt code."""

    code = line(
        _("Your receipt code"), _("Sixteen letters and digits, such as 7K2M-0QXR-9T4B-ZC51."), required=True, length=40
    )
    danger = forms.ChoiceField(
        label=_("Are you, or is a child, in danger right now?"),
        help_text=_("If so, call the emergency number first, and then tell us."),
        choices=[("yes", _("Yes")), ("unsure", _("I’m not sure")), ("no", _("No"))],
        widget=forms.RadioSelect,
        required=False,
    )
    in_contact = yes_no_or_unsure(
        _("Is somebody who worries you still in contact with you, or with the child?"), _("Only if you want to say.")
    )
    text = forms.CharField(
        label=_("What do you want to add?"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Write what you want to add")},
    )

    def added(self) -> NewSupplement:
        """What is added, and the danger that it tells of."""
        told = self.cleaned_data
        danger = {
            "yes": gettext("Who added to this says that they, or a child, are in danger now."),
            "unsure": gettext("Who added to this is not sure whether they, or a child, are in danger now."),
        }
        addition = Addition(emergency=danger.get(told["danger"]), is_contact_ongoing=told.get("in_contact"))
        return NewSupplement(text=told["text"], addition=addition)
