"""From what signs in to who acts."""

import hashlib
import hmac
from collections.abc import Collection
from dataclasses import replace
from uuid import UUID

from django.utils import timezone

from causeway.hub.base.acting.actors import Actor, Automation, Scope
from causeway.hub.base.organisations.models import Account, Credential, Member, Organisation
from causeway.hub.base.walls.identity import Identity, bound_to
from causeway.vocabulary.organisations import OrganisationKind, Purpose, Role

DEFAULT_PURPOSE: dict[OrganisationKind, Purpose] = {
    OrganisationKind.SERVICE: Purpose.REVIEW_CONTENT,
    OrganisationKind.CLEARING_HOUSE: Purpose.PROTECT_A_CHILD,
    OrganisationKind.HOTLINE: Purpose.PROTECT_A_CHILD,
    OrganisationKind.POLICE_FORCE: Purpose.INVESTIGATE,
    OrganisationKind.PARTNER: Purpose.PROTECT_A_CHILD,
    OrganisationKind.OVERSIGHT: Purpose.OVERSEE,
}


def hash_secret(secret: str) -> str:
    """The digest under which a credential's secret or an invitation's token is kept.

    SHA-256 without stretching is enough here: the secrets are 256 random bits, not passwords.
    """
    return hashlib.sha256(secret.encode()).hexdigest()


def member_actor(account: Account) -> Actor | None:
    """The member that an account is, or None when member or organisation is not active."""
    organisation = Organisation.objects.filter(id=account.organisation_id, is_active=True).first()
    if organisation is None or not account.is_active:
        return None
    kind = OrganisationKind(organisation.kind)
    identity = Identity(organisation_id=organisation.id, purpose=DEFAULT_PURPOSE[kind], member_id=account.member_id)
    with bound_to(identity):
        member = Member.objects.filter(id=account.member_id, is_active=True).first()
    if member is None:
        return None
    roles = frozenset(Role(role) for role in member.roles)
    return replace(_within(organisation, member.name), member_id=member.id, roles=roles)


def credential_actor(username: str, secret: str) -> Actor | None:
    """Who acts with these API credentials, or None. Takes as long for an unknown username as for a wrong secret."""
    credential = Credential.objects.filter(username=username).select_related("organisation").first()
    expected = credential.secret_hash if credential else hash_secret("")
    matches = hmac.compare_digest(hash_secret(secret), expected)
    if credential is None or not matches:
        return None
    if credential.revoked_at or credential.expires_at <= timezone.now() or not credential.organisation.is_active:
        return None
    scopes = frozenset(Scope(scope) for scope in credential.scopes)
    return replace(_within(credential.organisation, credential.name), credential_id=credential.id, scopes=scopes)


def program_actor(organisation: Organisation, automation: Automation = Automation.PROGRAM) -> Actor:
    """The program acting for an organisation without a person."""
    label = f"{organisation.name} ({automation.value.replace('_', ' ')})"
    return replace(_within(organisation, label), automation=automation)


def _within(organisation: Organisation, label: str) -> Actor:
    """Somebody of this organisation, who may do nothing yet."""
    kind = OrganisationKind(organisation.kind)
    return Actor(
        organisation_id=organisation.id,
        organisation_name=organisation.name,
        organisation_kind=kind,
        purpose=DEFAULT_PURPOSE[kind],
        label=label,
        zone=organisation.zone,
    )


def program_for(organisation_id: UUID) -> Actor:
    """The program acting for the organisation of this identifier."""
    return program_actor(Organisation.objects.get(id=organisation_id))


def active_programs(organisation_ids: Collection[UUID]) -> list[Actor]:
    """The programs of those of these organisations that are active."""
    return [program_actor(one) for one in Organisation.objects.filter(id__in=list(organisation_ids), is_active=True)]


def all_programs() -> list[Actor]:
    """The program of every active organisation, desks first, for the worker's rounds."""
    found = [
        program_actor(organisation)
        for organisation in Organisation.objects.filter(is_active=True).order_by("joined_at")
    ]
    desks = (OrganisationKind.CLEARING_HOUSE, OrganisationKind.HOTLINE)
    return sorted(found, key=lambda actor: actor.organisation_kind not in desks)
