"""Who calls the JSON API: an API credential by HTTP Basic, or a signed-in member from a page of ours."""

import math
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import APIKeyCookie
from ninja.security.http import HttpAuthBase

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.errors import HubError
from causeway.hub.road.intake.api.reading import take_api_body
from causeway.hub.road.intake.basic_auth import actor_from_basic
from causeway.hub.road.intake.rate_limit import per_credential


class TooManyRequests(HubError):
    """The credential calls too often."""

    code = "too_many_requests"
    status = 429

    def __init__(self, wait_seconds: float) -> None:
        super().__init__(_("Too many requests; try again later."))
        self.retry_after = str(math.ceil(wait_seconds))


class CredentialAuth(HttpAuthBase):
    """HTTP Basic with an API credential."""

    openapi_scheme = "basic"

    def __call__(self, request: HttpRequest) -> Actor | None:
        """The actor behind the credential, whose body may be read from now on. Raises `TooManyRequests`, and as
        `take_api_body`.
        """
        actor = actor_from_basic(request.headers.get("Authorization", ""))
        if actor is None:
            return None
        if wait := per_credential.wait_seconds(actor.credential_id):
            raise TooManyRequests(wait)
        take_api_body(request)
        return actor


class MemberAuth(APIKeyCookie):
    """A signed-in member's session, with the check against forged requests that every page has."""

    param_name = settings.SESSION_COOKIE_NAME

    def __call__(self, request: HttpRequest) -> Any:
        """The member, or None when nobody has signed in; a request without a session cannot be forged."""
        if getattr(request, "actor", None) is None:
            return None
        take_api_body(request)
        return super().__call__(request)

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:
        """The middleware has found out who it is."""
        del key
        actor: Actor | None = getattr(request, "actor", None)
        return actor


ANY_AUTH = [CredentialAuth(), MemberAuth()]
