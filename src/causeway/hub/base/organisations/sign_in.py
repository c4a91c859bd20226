"""Sign-in by allauth, without sign-up: an account comes from an invitation only."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect


class InvitedOnlyAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up; a person is invited by an administrator of their organisation."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        del request
        return False

    def respond_user_inactive(self, request: HttpRequest, user: object) -> HttpResponse:
        """Back to sign-in: an account that was ended has no page of its own."""
        del request, user
        return redirect("account_login")
