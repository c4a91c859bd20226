"""The organisation's own settings, its credentials and its agreements."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from causeway.hub.base.acting.actors import Scope
from causeway.hub.base.acting.reasons import SHORT_REASON_CHARACTERS
from causeway.hub.base.organisations.forms.choices import offer, zone_choices
from causeway.hub.base.organisations.queries.agreements import AgreementRow
from causeway.hub.base.organisations.queries.directory import Listing
from causeway.hub.base.organisations.words import (
    AGREEMENT_STATES,
    CATEGORY_NAMES,
    DIRECTION_NAMES,
    KIND_NAMES,
    PURPOSE_NAMES,
    SCOPE_NAMES,
)
from causeway.hub.base.theme.days import DayField
from causeway.hub.base.theme.faults import FaultNamingForm
from causeway.vocabulary.organisations import Category, Purpose


class SettingsForm(FaultNamingForm):
    """What an organisation may change of itself."""

    name = forms.CharField(label=_("Name"), max_length=200, help_text=_("As every other organisation sees it."))
    mailbox = forms.EmailField(
        label=_("Role mailbox"), help_text=_("A shared address that is read on every working day. Notices go here.")
    )
    zone = forms.ChoiceField(
        label=_("Time zone"), choices=zone_choices, help_text=_("All times are shown to your members in this zone.")
    )


class CredentialForm(FaultNamingForm):
    """Issuing a credential."""

    name = forms.CharField(
        label=_("Name"), max_length=120, help_text=_("By which you will know it: the program or machine that uses it.")
    )
    scopes = forms.MultipleChoiceField(
        label=_("What may it do?"),
        choices=[(scope.value, name) for scope, name in SCOPE_NAMES.items()],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one.")},
    )
    valid_for = forms.ChoiceField(
        label=_("How long is it valid?"),
        choices=[("30", _("30 days")), ("90", _("90 days")), ("180", _("180 days")), ("365", _("One year"))],
        initial="365",
        widget=forms.RadioSelect,
    )

    def chosen_scopes(self) -> list[Scope]:
        """The scopes as values."""
        return [Scope(scope) for scope in self.cleaned_data["scopes"]]

    def validity(self) -> timedelta:
        """How long the credential is valid."""
        return timedelta(days=int(self.cleaned_data["valid_for"]))


class AgreementForm(FaultNamingForm):
    """Proposing to let something pass to another organisation."""

    receiver = forms.ChoiceField(label=_("To which organisation?"))
    categories = forms.MultipleChoiceField(
        label=_("What may pass to it?"),
        choices=[(category.value, name) for category, name in CATEGORY_NAMES.items()],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one.")},
    )
    purpose = forms.ChoiceField(
        label=_("For which purpose?"), choices=[(purpose.value, name) for purpose, name in PURPOSE_NAMES.items()]
    )
    basis = forms.CharField(
        label=_("Legal basis or reference"),
        required=False,
        max_length=500,
        help_text=_("For example the number of a contract."),
    )
    until = DayField(
        label=_("Until"),
        required=False,
        help_text=_("The last day on which it holds. Leave empty where it has no end."),
    )

    def __init__(self, listings: list[Listing], *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        offered = [(str(listing.id), f"{listing.name} ({KIND_NAMES[listing.kind]})") for listing in listings]
        offer(self, "receiver", [("", _("Choose one")), *offered])

    def keep_receiver(self, receiver_id: UUID, name: str) -> None:
        """Renewing, the receiver is the same."""
        offer(self, "receiver", [(str(receiver_id), name)])

    def receiver_id(self) -> UUID:
        """The receiver's identifier."""
        return UUID(self.cleaned_data["receiver"])

    def chosen_categories(self) -> list[Category]:
        """The categories as values."""
        return [Category(category) for category in self.cleaned_data["categories"]]

    def chosen_purpose(self) -> Purpose:
        """The purpose as a value."""
        return Purpose(self.cleaned_data["purpose"])

    def end(self) -> datetime | None:
        """The end of the last day in the reader's zone, or None."""
        last = self.cleaned_data["until"]
        if last is None:
            return None
        return timezone.make_aware(datetime.combine(last + timedelta(days=1), time()))


class AgreementFilterForm(FaultNamingForm):
    """What the list of agreements is narrowed to."""

    partner = forms.ChoiceField(label=_("Organisation"), required=False)
    direction = forms.ChoiceField(
        label=_("Direction"), choices=[("", _("Either")), *DIRECTION_NAMES.items()], required=False
    )
    state = forms.ChoiceField(label=_("State"), choices=[("", _("Any")), *AGREEMENT_STATES.items()], required=False)
    purpose = forms.ChoiceField(
        label=_("Purpose"),
        choices=[("", _("Any")), *((purpose.value, name) for purpose, name in PURPOSE_NAMES.items())],
        required=False,
    )

    def __init__(self, partners: Iterable[tuple[UUID, str]], *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        offer(self, "partner", [("", _("Any")), *((str(partner_id), name) for partner_id, name in partners)])

    def fits(self, row: AgreementRow) -> bool:
        """Whether an agreement is among what the reader asks for; of a form that was validated."""
        said = {
            "partner": str(row.other_id),
            "direction": row.direction,
            "state": row.state.value,
            "purpose": row.purpose.value,
        }
        return all(self.cleaned_data.get(name) in {None, "", value} for name, value in said.items())


class SuspendForm(FaultNamingForm):
    """Why an agreement is suspended."""

    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("The other side sees this."),
        max_length=SHORT_REASON_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
