"""Members and invitations, as an organisation's administrator sees them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.errors import NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.models import Account, Invitation, Member
from causeway.vocabulary.organisations import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRow:
    """A member. `signed_in_at` is their last sign-in, None for never."""

    id: UUID
    name: str
    email: str
    roles: tuple[Role, ...]
    is_active: bool
    has_second_factor: bool
    signed_in_at: datetime | None
    added_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationRow:
    """An invitation that has not been taken up."""

    id: UUID
    name: str
    email: str
    roles: tuple[Role, ...]
    invited_at: datetime
    expires_at: datetime
    has_expired: bool


@query(Permission.MANAGE_MEMBERS)
def members(actor: Actor) -> list[MemberRow]:
    """All members of the actor's organisation, active ones first, by name."""
    return _rows(actor, list(Member.objects.order_by("-is_active", "name")))


@query(Permission.MANAGE_MEMBERS)
def member(actor: Actor, member_id: UUID) -> MemberRow:
    """One member.

    Raises:
        NotFound: the actor's organisation has no such member.
    """
    found = Member.objects.filter(id=member_id).first()
    if found is None:
        raise NotFound(_("There is no such member."))
    return _rows(actor, [found])[0]


@query(Permission.MANAGE_MEMBERS)
def open_invitations(actor: Actor) -> list[InvitationRow]:
    """Invitations that were neither taken up nor withdrawn, newest first."""
    del actor
    now = timezone.now()
    return [
        InvitationRow(
            id=invitation.id,
            name=invitation.name,
            email=invitation.email,
            roles=tuple(Role(role) for role in invitation.roles),
            invited_at=invitation.invited_at,
            expires_at=invitation.expires_at,
            has_expired=invitation.expires_at <= now,
        )
        for invitation in Invitation.objects.filter(accepted_at=None, withdrawn_at=None).order_by("-invited_at")
    ]


@query(Permission.READ_LEDGER)
def member_names(actor: Actor) -> dict[UUID, str]:
    """The names of the organisation's members, past ones too: for whoever reads who did what."""
    del actor
    return dict(Member.objects.order_by("name").values_list("id", "name"))


def _rows(actor: Actor, found: list[Member]) -> list[MemberRow]:
    accounts = {account.member_id: account for account in Account.objects.filter(organisation_id=actor.organisation_id)}
    secured = set(
        Authenticator.objects.filter(
            user_id__in=[account.id for account in accounts.values()], type=Authenticator.Type.TOTP
        ).values_list("user_id", flat=True)
    )
    rows = []
    for one in found:
        account = accounts.get(one.id)
        rows.append(
            MemberRow(
                id=one.id,
                name=one.name,
                email=one.email,
                roles=tuple(Role(role) for role in one.roles),
                is_active=one.is_active,
                has_second_factor=account is not None and account.id in secured,
                signed_in_at=account.last_login if account else None,
                added_at=one.added_at,
            )
        )
    return rows
