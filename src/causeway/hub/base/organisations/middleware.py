"""Finds out who acts in a request: the signed-in member, once, as `request.actor`."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control

from causeway.hub.base.acting.errors import HubError, NotFound, NotPermitted
from causeway.hub.base.organisations.actors import member_actor
from causeway.hub.base.organisations.models import Account


class ActorMiddleware:
    """Sets `request.actor`, keeps pages of members out of every cache, and shows a refusal as a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        account = request.user
        actor = member_actor(account) if isinstance(account, Account) else None
        request.actor = actor  # type: ignore[attr-defined]
        if isinstance(account, Account) and actor is None:
            # The member was removed while signed in.
            from django.contrib.auth import logout

            logout(request)
            return redirect(settings.LOGIN_URL)
        with timezone.override(actor.zone if actor else settings.TIME_ZONE):
            response = self.get_response(request)
        if actor is not None:
            patch_cache_control(response, private=True, no_store=True)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A refusal that no view has shown at a field: 403 and 404 as their pages, the rest with its own message."""
        if not isinstance(exception, HubError):
            return None
        if isinstance(exception, NotPermitted):
            if getattr(request, "actor", None) is None:
                return redirect_to_login(request.get_full_path())
            return render(request, "403.html", status=exception.status)
        if isinstance(exception, NotFound):
            return render(request, "404.html", status=exception.status)
        return render(request, "organisations/refused.html", {"message": exception.message}, status=exception.status)
