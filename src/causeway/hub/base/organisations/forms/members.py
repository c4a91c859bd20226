"""Inviting and changing members, and the invited person's own page."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from causeway.hub.base.organisations.forms.choices import offer, role_choices
from causeway.hub.base.theme.faults import FaultNamingForm
from causeway.vocabulary.organisations import OrganisationKind, Role

PASSWORD_HINT = _("At least 12 characters. Three or four words that do not belong together are good.")
"""What a new password needs (`AUTH_PASSWORD_VALIDATORS` in the settings)."""


class RolesForm(FaultNamingForm):
    """Which roles a member holds."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        help_text=_("Choose all that apply. What each may do follows from the role alone."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one role.")},
    )

    def __init__(self, kind: OrganisationKind, *arguments: Any, held: tuple[Role, ...] = (), **named: Any) -> None:
        super().__init__(*arguments, **named)
        offer(self, "roles", role_choices(kind, held))

    def chosen(self) -> list[Role]:
        """The roles as values."""
        return [Role(role) for role in self.cleaned_data["roles"]]


class InviteForm(RolesForm):
    """Whom to invite."""

    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(
        label=_("Work email address"), help_text=_("The link goes here. The person signs in with this address.")
    )
    field_order = ["name", "email", "roles"]


class AcceptForm(FaultNamingForm):
    """The invited person's name and password."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=200,
        help_text=_("As colleagues and the ledger shall show it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("Choose a password"),
        strip=False,
        max_length=256,
        help_text=PASSWORD_HINT,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("The password once more"),
        strip=False,
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        """Both passwords are the same."""
        data = super().clean() or {}
        if data.get("password") and data.get("again") and data["password"] != data["again"]:
            self.add_error("again", _("The two passwords differ."))
        return data
