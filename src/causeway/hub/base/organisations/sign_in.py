"""Sign-in by allauth, without sign-up: an account comes from an invitation only."""

from typing import ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _


class InvitedOnlyAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up; a person is invited by an administrator of their organisation."""

    error_messages: ClassVar = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("This email address and this password do not belong together. Check both."),
        "enter_current_password": _("This is not your current password."),
        "incorrect_password": _("This is not your password."),
        "rate_limited": _("There were too many attempts. Wait a few minutes, then try again."),
        "too_many_login_attempts": _("There were too many attempts. Wait a few minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        del request
        return False

    def respond_user_inactive(self, request: HttpRequest, user: object) -> HttpResponse:
        """Back to sign-in: an account that was ended has no page of its own."""
        del request, user
        return redirect("account_login")
