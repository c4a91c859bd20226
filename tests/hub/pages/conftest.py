"""The scene that pages show, and a browser's session for each person in it."""

from collections.abc import Callable

import pytest
from django.test import Client

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.organisations.models import Account
from hub.conftest import SmallWorld
from hub.pages.scene import Scene, build_scene, member_of

SignedIn = Callable[[Actor], Client]


@pytest.fixture
def scene(world: SmallWorld) -> Scene:
    """Everybody and four referrals, cleared."""
    return build_scene(world)


@pytest.fixture
def signed_in() -> SignedIn:
    """A client in which this member is signed in."""

    def sign_in(actor: Actor) -> Client:
        client = Client()
        client.force_login(Account.objects.get(member_id=member_of(actor)))
        return client

    return sign_in
