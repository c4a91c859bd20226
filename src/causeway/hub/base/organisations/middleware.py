"""Finds out who acts in a request: the signed-in member, once, as `request.actor`."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.cache import patch_cache_control

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.organisations.actors import member_actor
from causeway.hub.base.organisations.models import Account


class ActorRequest(HttpRequest):
    """A request whose actor is known: None for a visitor who has not signed in."""

    actor: Actor | None


class ActorMiddleware:
    """Sets `request.actor`, and keeps pages of members out of every cache."""

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
