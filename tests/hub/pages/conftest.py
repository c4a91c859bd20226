"""The scene that pages show, and a browser's session for each person in it."""

from collections.abc import Callable, Iterator

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.organisations.models import Account
from hub.conftest import world_with_a_desk
from hub.pages.scene import Scene, build_scene, member_of

SignedIn = Callable[[Actor], Client]


@pytest.fixture(scope="module")
def shared_scene(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Scene]:
    """Everybody and four referrals, cleared, in a transaction around those of a file's tests, for it takes long."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build_scene(world_with_a_desk())
        transaction.set_rollback(True)


@pytest.fixture
def scene(shared_scene: Scene, db: None) -> Scene:
    """The scene, which every test finds as it was built."""
    return shared_scene


@pytest.fixture
def signed_in() -> SignedIn:
    """A client in which this member is signed in."""

    def sign_in(actor: Actor) -> Client:
        client = Client()
        client.force_login(Account.objects.get(member_id=member_of(actor)))
        return client

    return sign_in
