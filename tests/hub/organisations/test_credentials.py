"""API credentials are hashed, scoped, expiring, revocable and shown once."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from causeway.hub.base.acting.actors import Scope
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.errors import Invalid, NotFound
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.base.organisations.actors import credential_actor
from causeway.hub.base.organisations.commands.issue_credential import issue_credential, revoke_credential
from causeway.hub.base.organisations.models import Credential
from causeway.vocabulary.organisations import OrganisationKind
from hub.conftest import SmallWorld


def test_the_secret_is_not_in_the_database(world: SmallWorld) -> None:
    issued, _ = world.credential(world.organisation(OrganisationKind.SERVICE))
    stored = Credential.objects.get(id=issued.id)
    assert issued.secret not in str(vars(stored))


def test_a_credential_acts_within_its_scopes_only(world: SmallWorld) -> None:
    _, actor = world.credential(world.organisation(OrganisationKind.SERVICE), Scope.READ_FEEDBACK)
    assert may(actor, Permission.READ_FEEDBACK)
    assert not may(actor, Permission.SEND_REFERRAL)


def test_a_wrong_secret_an_unknown_name_and_an_expired_or_revoked_one_are_nobody(world: SmallWorld) -> None:
    service = world.organisation(OrganisationKind.SERVICE)
    issued, _ = world.credential(service)
    assert credential_actor(issued.username, "wrong") is None
    assert credential_actor("cw-unknown", issued.secret) is None
    expired = Credential.objects.get(id=issued.id)
    expired.id, expired.username, expired.expires_at = uuid4(), "cw-expired", timezone.now() - timedelta(seconds=1)
    with acting_as(world.administrator(service)):
        expired.save(force_insert=True)
    assert credential_actor(issued.username, issued.secret) is not None
    assert credential_actor(expired.username, issued.secret) is None
    second, _ = world.credential(service)
    revoke_credential(world.administrator(service), second.id)
    assert credential_actor(second.username, second.secret) is None


def test_another_organisations_credential_cannot_be_revoked(world: SmallWorld) -> None:
    issued, _ = world.credential(world.organisation(OrganisationKind.SERVICE))
    with pytest.raises(NotFound):
        revoke_credential(world.administrator(world.desk), issued.id)
    with pytest.raises(NotFound):
        revoke_credential(world.administrator(world.desk), uuid4())


@pytest.mark.parametrize(
    ("name", "scopes", "days", "field"),
    [("", [Scope.SUBMIT], 30, "name"), ("x", [], 30, "scopes"), ("x", [Scope.SUBMIT], 4000, "valid_for")],
)
def test_a_faulty_request_names_its_field(
    world: SmallWorld, name: str, scopes: list[Scope], days: int, field: str
) -> None:
    with pytest.raises(Invalid) as caught:
        issue_credential(world.administrator(world.desk), name=name, scopes=scopes, valid_for=timedelta(days=days))
    assert caught.value.field == field
