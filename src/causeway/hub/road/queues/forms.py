"""Forms of the queue: filters, and a person's changes to what the program found."""

from collections.abc import Sequence
from itertools import groupby
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from causeway.hub.base.acting.reasons import REASON_CHARACTERS, SHORT_REASON_CHARACTERS
from causeway.hub.base.theme.components import BAND_NAMES
from causeway.hub.base.theme.faults import FaultNamingForm
from causeway.hub.road.evidence.package import BadRecipient, Lock, PassphraseLock, PublicKeyLock
from causeway.hub.road.queues.queries.route_choices import RouteChoice
from causeway.hub.road.referrals.words import CONCERN_NAMES
from causeway.vocabulary.findings import BAND_ORDER, Band
from causeway.vocabulary.referral import Concern

_TAKEN = [("", _("Any")), ("me", _("Taken by me")), ("nobody", _("Not taken")), ("any", _("Taken by anybody"))]


class QueueFilterForm(FaultNamingForm):
    """By what a queue is narrowed."""

    q = forms.CharField(
        label=_("Reference or identifier"),
        help_text=_("Found only as a whole."),
        required=False,
        max_length=300,
    )
    band = forms.MultipleChoiceField(
        label=_("Priority"),
        choices=[(band.value, BAND_NAMES[band]) for band in BAND_ORDER],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    taken = forms.ChoiceField(label=_("Taken"), choices=_TAKEN, required=False)
    concern = forms.ChoiceField(
        label=_("Concern"),
        choices=[("", _("Any")), *((concern.value, CONCERN_NAMES[concern]) for concern in Concern)],
        required=False,
    )
    sender = forms.ChoiceField(label=_("Sender"), choices=[("", _("Any"))], required=False)
    only = forms.MultipleChoiceField(
        label=_("Only those that"),
        choices=[
            ("late", _("are late")),
            ("file", _("have a file")),
            ("no_route", _("need a route")),
            ("hand_over", _("wait for an answer to a hand-over")),
            ("child", _("have a child as subject")),
            ("news", _("have something new")),
            ("closed", _("are closed")),
        ],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *arguments: object, senders: Sequence[tuple[UUID, str]] = (), **named: object) -> None:
        super().__init__(*arguments, **named)  # type: ignore[arg-type]
        field = self.fields["sender"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("Any")), *((str(number), name) for number, name in senders)]


class WaitingFilterForm(FaultNamingForm):
    """Of which lines the waits are counted."""

    band = forms.MultipleChoiceField(
        label=_("Priority"),
        choices=[(band.value, BAND_NAMES[band]) for band in BAND_ORDER],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    held = forms.ChoiceField(
        label=_("Taken"),
        choices=[
            ("", _("Any")),
            ("nobody", _("Not taken")),
            ("somebody", _("Taken by anybody")),
            ("case", _("In a case")),
        ],
        required=False,
    )
    concern = forms.ChoiceField(
        label=_("Concern"),
        choices=[("", _("Any")), *((concern.value, CONCERN_NAMES[concern]) for concern in Concern)],
        required=False,
    )
    sender = forms.ChoiceField(label=_("Sender"), choices=[("", _("Any"))], required=False)

    def __init__(self, *arguments: object, senders: Sequence[tuple[UUID, str]] = (), **named: object) -> None:
        super().__init__(*arguments, **named)  # type: ignore[arg-type]
        field = self.fields["sender"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("Any")), *((str(number), name) for number, name in senders)]


class PriorityForm(FaultNamingForm):
    """A person's own judgement, with the reason."""

    band = forms.TypedChoiceField(
        label=_("How soon may a child be harmed?"),
        choices=[(band.value, BAND_NAMES[band]) for band in BAND_ORDER],
        coerce=Band,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("What you know that the program did not. It is kept beside what the program found."),
        max_length=REASON_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class RouteForm(FaultNamingForm):
    """Another force or a country's central desk, with the reason."""

    receiver = forms.TypedChoiceField(label=_("Send it to"), coerce=UUID)
    reason = forms.CharField(label=_("Why?"), max_length=REASON_CHARACTERS, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *arguments: object, choices: Sequence[RouteChoice], **named: object) -> None:
        super().__init__(*arguments, **named)  # type: ignore[arg-type]
        field = self.fields["receiver"]
        if isinstance(field, forms.ChoiceField):
            groups = groupby(choices, key=lambda each: each.group)
            grouped = [(group, [(str(each.id), each.label) for each in some]) for group, some in groups]
            field.choices = [("", _("Choose a force or a central desk")), *grouped]


class JudgeForm(FaultNamingForm):
    """Why referrals belong together, or do not."""

    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("Your colleagues at the desk read this; no force does."),
        max_length=REASON_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class CompareForm(FaultNamingForm):
    """Two referrals by their references."""

    first = forms.CharField(label=_("First reference"), max_length=40)
    second = forms.CharField(label=_("Second reference"), max_length=40)


class PauseForm(FaultNamingForm):
    """Why nobody can act for now."""

    reason = forms.CharField(
        label=_("Why can nobody act on it for now?"),
        max_length=SHORT_REASON_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PackageForm(FaultNamingForm):
    """Who will be able to open the package."""

    way = forms.ChoiceField(
        label=_("How should it be locked?"),
        choices=[("passphrase", _("With a passphrase that I choose")), ("key", _("To our system’s age public key"))],
        widget=forms.RadioSelect,
        initial="passphrase",
    )
    passphrase = forms.CharField(
        label=_("Passphrase, if you chose one"),
        help_text=_("At least 15 characters: four unrelated words are easy to say and hard to guess. It is not kept."),
        required=False,
        min_length=15,
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("The passphrase again"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    public_key = forms.CharField(
        label=_("Public key, if you chose it"), help_text=_("It begins with age1."), required=False
    )

    def clean(self) -> dict[str, object]:
        """Whichever way was chosen needs what belongs to it."""
        kept: dict[str, object] = super().clean() or {}
        if kept.get("way") == "key" and not kept.get("public_key"):
            self.add_error("public_key", _("Give the public key."))
        if kept.get("way") == "passphrase" and "passphrase" not in self.errors:
            if not kept.get("passphrase"):
                self.add_error("passphrase", _("Choose a passphrase."))
            elif kept.get("passphrase") != kept.get("again"):
                self.add_error("again", _("The two passphrases differ."))
        return kept

    def name_key(self, label: str) -> None:
        """Say whose the public key is, where it is not the reader's own."""
        field = self.fields["way"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("passphrase", _("With a passphrase that I choose")), ("key", label)]

    def lock(self) -> Lock | None:
        """What the package is locked with, of a valid form; None where the public key is none, which the form then
        says.
        """
        if self.cleaned_data["way"] == "passphrase":
            return PassphraseLock(self.cleaned_data["passphrase"])
        try:
            return PublicKeyLock(self.cleaned_data["public_key"])
        except BadRecipient:
            fault = _("This is not an age public key: it begins with age1 and has 62 characters.")
            self.add_error("public_key", fault)
            return None
