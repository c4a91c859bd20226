"""The sign-in library's forms in our own words: a fault names its field, and no field says its label twice.

The library names no field ("This field is required."), puts every label into the field too, where it goes as soon as
somebody types, and shows the rules of Django's validators as a list. What its forms do stays as it is.
"""

from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.base import forms as second_factor
from allauth.mfa.totp import forms as app
from django import forms
from django.utils.translation import gettext_lazy as _

from causeway.hub.base.organisations.forms.members import PASSWORD_HINT
from causeway.hub.base.theme.faults import FaultNamingForm

_EMAIL = _("Work email address")
_CODE = _("Code")
_NEW, _AGAIN = _("New password"), _("The password once more")


class OwnWordsForm(FaultNamingForm):
    """A form of the library, by each field's name with our label, and our hint where it has one."""

    labels: ClassVar[dict[str, Any]] = {}
    hints: ClassVar[dict[str, Any]] = {}

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        for name, field in self.fields.items():
            field.label = self.labels.get(name, field.label)
            field.help_text = self.hints.get(name, field.help_text)
            field.widget.attrs.pop("placeholder", None)


class SamePasswordsForm(OwnWordsForm):
    """A form with a new password, typed twice."""

    hints: ClassVar = {"password1": PASSWORD_HINT}

    def clean(self) -> dict[str, Any]:
        """Both are the same. This stands before the library's own look at it, which then finds only one."""
        data: dict[str, Any] = forms.Form.clean(self) or {}
        if data.get("password1") and data.get("password2") and data["password1"] != data["password2"]:
            self.add_error("password2", _("The two passwords differ."))
        return data


class SignInForm(OwnWordsForm, account.LoginForm):  # type: ignore[misc]
    """Signing in."""

    labels: ClassVar = {"login": _EMAIL}


class ChangePasswordForm(SamePasswordsForm, account.ChangePasswordForm):  # type: ignore[misc]
    """A new password for who knows the old one."""

    labels: ClassVar = {"oldpassword": _("Current password"), "password1": _NEW, "password2": _AGAIN}


class AskForLinkForm(OwnWordsForm, account.ResetPasswordForm):  # type: ignore[misc]
    """Where to send a link for a new password."""

    labels: ClassVar = {"email": _EMAIL}


class NewPasswordForm(SamePasswordsForm, account.ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password for who opened such a link."""

    labels: ClassVar = {"password1": _NEW, "password2": _AGAIN}


class ConfirmForm(OwnWordsForm, account.ReauthenticateForm):  # type: ignore[misc]
    """The password once more, before a protected step."""


class CodeForm(OwnWordsForm, second_factor.AuthenticateForm):  # type: ignore[misc]
    """The second step of signing in."""

    labels: ClassVar = {"code": _CODE}


class ConfirmWithCodeForm(OwnWordsForm, second_factor.ReauthenticateForm):  # type: ignore[misc]
    """A code, before a protected step."""

    labels: ClassVar = {"code": _CODE}


class SetUpAppForm(OwnWordsForm, app.ActivateTOTPForm):  # type: ignore[misc]
    """The first code of an authenticator app."""

    labels: ClassVar = {"code": _("The six digits that the app shows")}
