"""API credentials, as an organisation's administrator sees them. Their secrets nobody sees."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor, Scope
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.errors import NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.models import Credential


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialRow:
    """An API credential and whether it still works."""

    id: UUID
    name: str
    username: str
    scopes: tuple[Scope, ...]
    issued_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    state: Literal["active", "expired", "revoked"]


@query(Permission.MANAGE_CREDENTIALS)
def credentials(actor: Actor) -> list[CredentialRow]:
    """All credentials of the actor's organisation, newest first."""
    now = timezone.now()
    found = Credential.objects.filter(organisation_id=actor.organisation_id).order_by("-issued_at")
    return [_row(credential, now) for credential in found]


@query(Permission.MANAGE_CREDENTIALS)
def credential(actor: Actor, credential_id: UUID) -> CredentialRow:
    """One credential.

    Raises:
        NotFound: the actor's organisation has no such credential.
    """
    found = Credential.objects.filter(id=credential_id, organisation_id=actor.organisation_id).first()
    if found is None:
        raise NotFound(_("There is no such credential."))
    return _row(found, timezone.now())


def _row(found: Credential, now: datetime) -> CredentialRow:
    state: Literal["active", "expired", "revoked"] = "active"
    if found.revoked_at:
        state = "revoked"
    elif found.expires_at <= now:
        state = "expired"
    return CredentialRow(
        id=found.id,
        name=found.name,
        username=found.username,
        scopes=tuple(Scope(scope) for scope in found.scopes),
        issued_at=found.issued_at,
        expires_at=found.expires_at,
        revoked_at=found.revoked_at,
        state=state,
    )
