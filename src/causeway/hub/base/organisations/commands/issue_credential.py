"""Issuing and revoking API credentials."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor, Scope
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Invalid, NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.organisations.actors import hash_secret
from causeway.hub.base.organisations.models import Credential

LONGEST_VALIDITY = timedelta(days=366)
"""A year and a day at most, so that a forgotten credential ends by itself."""

_SECRET_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedCredential:
    """A credential as it is shown, this once."""

    id: UUID
    name: str
    username: str
    secret: str


@command(Permission.MANAGE_CREDENTIALS)
def issue_credential(
    actor: Actor, *, name: str, scopes: Iterable[Scope], valid_for: timedelta = timedelta(days=365)
) -> IssuedCredential:
    """Issue a credential; its secret is given here and never again.

    Raises:
        Invalid: no name, no scope, or a validity that is not between a day and a year.
    """
    granted = sorted({scope.value for scope in scopes})
    if not name.strip():
        raise Invalid(_("Give the credential a name by which you will know it."), field="name")
    if not granted:
        raise Invalid(_("Choose at least one thing that the credential may do."), field="scopes")
    if not timedelta(days=1) <= valid_for <= LONGEST_VALIDITY:
        raise Invalid(_("A credential is valid for one day to one year."), field="valid_for")
    secret, now = secrets.token_urlsafe(_SECRET_BYTES), timezone.now()
    credential = Credential(
        organisation_id=actor.organisation_id,
        name=name.strip(),
        username=f"cw-{secrets.token_hex(6)}",
        secret_hash=hash_secret(secret),
        scopes=granted,
        issued_at=now,
        issued_by_id=actor.member_id,
        expires_at=now + valid_for,
    )
    credential.save(force_insert=True)
    enter(Act.CREDENTIAL_ISSUED, subjects=[credential.id], details={"name": credential.name, "scopes": granted})
    return IssuedCredential(id=credential.id, name=credential.name, username=credential.username, secret=secret)


@command(Permission.MANAGE_CREDENTIALS)
def revoke_credential(actor: Actor, credential_id: UUID) -> None:
    """End a credential at once. Revoking one twice changes nothing.

    Raises:
        NotFound: the actor's organisation has no such credential.
    """
    credential = Credential.objects.filter(id=credential_id, organisation_id=actor.organisation_id).first()
    if credential is None:
        raise NotFound(_("There is no such credential."))
    if credential.revoked_at is None:
        credential.revoked_at = timezone.now()
        credential.save(update_fields=["revoked_at"])
        enter(Act.CREDENTIAL_REVOKED, subjects=[credential.id], details={"name": credential.name})
