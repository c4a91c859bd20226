"""Who calls an operation of the JSON API."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.errors import NotPermitted


def actor_of(request: HttpRequest) -> Actor:
    """Who calls, as the API root's authentication found.

    Raises:
        NotPermitted: nobody signed in.
    """
    actor = getattr(request, "auth", None)
    if not isinstance(actor, Actor):
        raise NotPermitted(_("Sign in with an API credential."))
    return actor
