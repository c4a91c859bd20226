"""A second factor is asked of the roles that see content or administer: a password alone does not open what they may
open.

In the demonstration it is offered and not asked for, so that a visitor can look at every role without a phone.
"""

from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.state import home

_OPEN_MODULES = ("allauth.", "django.views.")
"""Where a person sets it up, signs out, or changes the language."""


class SecondFactorMiddleware:
    """Leads a member whose role asks for a second factor to setting one up, until they have."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], arguments: list[Any], named: dict[str, Any]
    ) -> HttpResponse | None:
        """Called by Django when the view is known."""
        del arguments, named
        actor: Actor | None = getattr(request, "actor", None)
        if actor is None or not asks_second_factor(actor) or view.__module__.startswith(_OPEN_MODULES):
            return None
        if is_mfa_enabled(request.user):
            return None
        messages.warning(request, _("Your role needs two-step sign-in. Set it up to go on."))
        return redirect("mfa_index")


def asks_second_factor(actor: Actor) -> bool:
    """Whether the actor's roles need a second factor in this installation."""
    if actor.roles.isdisjoint(settings.CAUSEWAY_SECOND_FACTOR_ROLES):
        return False
    return settings.PRODUCTION or not (home() / "demo.json").exists()
