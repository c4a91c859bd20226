"""A browser of somebody's, for tests of pages."""

from django.test import Client

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.organisations.models import Account


def client_of(actor: Actor) -> Client:
    """A test client in which this member is signed in."""
    assert actor.member_id is not None
    client = Client()
    client.force_login(
        Account.objects.get(member_id=actor.member_id), "allauth.account.auth_backends.AuthenticationBackend"
    )
    return client
