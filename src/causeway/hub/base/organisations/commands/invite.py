"""Inviting a person, and accepting an invitation.

The link's token is made at the moment the mail is sent and kept only as a digest: neither the database nor the owed
mail ever holds it. A mail that is sent again carries a new token, and the earlier link ends.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor, Automation
from causeway.hub.base.acting.doors import command, query
from causeway.hub.base.acting.errors import Conflict, Invalid, NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.organisations.actors import hash_secret, program_actor
from causeway.hub.base.organisations.commands.add_member import save_member
from causeway.hub.base.organisations.letters import owe_letter
from causeway.hub.base.organisations.models import Account, Invitation, Member, Organisation
from causeway.hub.base.organisations.role_fit import ROLES_OF_KIND
from causeway.vocabulary.organisations import Role

VALID_FOR = timedelta(days=7)
"""Long enough for a holiday week, short enough that a forgotten mail opens nothing."""

_TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """What the page behind a link shows before a password is chosen."""

    organisation_name: str
    name: str
    email: str


def fitting(actor: Actor, roles: Iterable[Role], *, held: Iterable[Role] = ()) -> list[str]:
    """The roles' values, sorted, if each fits the actor's kind of organisation or is held already.

    Raises:
        Invalid: none, or one that does not fit.
    """
    wanted = set(roles)
    if not wanted:
        raise Invalid(_("Choose at least one role."), field="roles")
    if not wanted <= {*ROLES_OF_KIND[actor.organisation_kind], *held}:
        raise Invalid(_("A role does not fit this kind of organisation."), field="roles")
    return sorted(role.value for role in wanted)


@command(Permission.MANAGE_MEMBERS)
def invite_member(actor: Actor, *, name: str, email: str, roles: Iterable[Role]) -> UUID:
    """Invite a person to the actor's organisation; the mail with the link is owed.

    Raises:
        Invalid: no name, or roles that do not fit.
        Conflict: the address has an account or an open invitation.
    """
    return save_invitation(actor, name=name, email=email, roles=fitting(actor, roles))


def save_invitation(actor: Actor, *, name: str, email: str, roles: list[str]) -> UUID:
    """Save an invitation and owe its mail. Runs inside a command's transaction."""
    address, now = email.strip().lower(), timezone.now()
    if not name.strip():
        raise Invalid(_("Enter the person's name."), field="name")
    if Account.objects.filter(email=address).exists():
        raise Conflict(_("This email address has an account already."), field="email")
    if _open_invitations(now).filter(email=address).exists():
        raise Conflict(_("This address has been invited. Send that invitation again, or withdraw it."), field="email")
    invitation = Invitation(
        organisation_id=actor.organisation_id,
        email=address,
        name=name.strip(),
        roles=roles,
        token_hash=_unknown_token(),
        invited_at=now,
        expires_at=now + VALID_FOR,
    )
    invitation.save(force_insert=True)
    owe_letter(actor.organisation_id, address, "invitation", invitation.id)
    enter(Act.MEMBER_INVITED, subjects=[invitation.id], details={"name": invitation.name, "roles": roles})
    return invitation.id


@command(Permission.MANAGE_MEMBERS)
def resend_invitation(actor: Actor, invitation_id: UUID) -> None:
    """Send an invitation again, valid for another week; the earlier link ends.

    Raises:
        NotFound: the actor's organisation has no such invitation.
        Conflict: it has been accepted or withdrawn.
    """
    invitation = _unsettled(invitation_id)
    invitation.token_hash = _unknown_token()
    invitation.expires_at = timezone.now() + VALID_FOR
    invitation.save(update_fields=["token_hash", "expires_at"])
    owe_letter(actor.organisation_id, invitation.email, "invitation", invitation.id)
    enter(Act.MEMBER_INVITED, subjects=[invitation.id], details={"name": invitation.name, "again": True})


@command(Permission.MANAGE_MEMBERS)
def withdraw_invitation(actor: Actor, invitation_id: UUID) -> None:
    """End an invitation; its link opens nothing any more.

    Raises:
        NotFound, Conflict: as for sending it again.
    """
    del actor
    invitation = _unsettled(invitation_id)
    invitation.withdrawn_at = timezone.now()
    invitation.save(update_fields=["withdrawn_at"])
    enter(Act.MEMBER_INVITED, subjects=[invitation.id], details={"name": invitation.name, "withdrawn": True})


@command(Permission.SEND_NOTICES)
def invitation_letter(actor: Actor, invitation_id: UUID, now: datetime) -> tuple[str, str]:
    """Make the link's token and write the mail: subject and text. Called when the mail is about to leave.

    Raises:
        NotFound: the invitation has been accepted, withdrawn, or has expired.
    """
    invitation = _open_invitations(now).select_for_update().filter(id=invitation_id).first()
    if invitation is None:
        raise NotFound(_("This invitation is no longer open."))
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    invitation.token_hash = hash_secret(token)
    invitation.save(update_fields=["token_hash"])
    link = settings.BASE_URL.rstrip("/") + reverse("invitation", args=[actor.organisation_id, token])
    words = {"name": invitation.name, "organisation": actor.organisation_name, "link": link, "days": VALID_FOR.days}
    text = _(
        "Dear %(name)s,\n\n%(organisation)s invites you to Causeway. Open this link to choose a password:"
        "\n\n%(link)s\n\nIt works once and for %(days)d days. "
        "If you did not expect this, do nothing and tell %(organisation)s.\n"
    )
    return _("Your invitation to Causeway"), text % words


def door_of(organisation_id: UUID) -> Actor | None:
    """Who acts for a visitor with a link: the organisation's public door, or None where there is no such
    organisation.
    """
    organisation = Organisation.objects.filter(id=organisation_id, is_active=True).first()
    return program_actor(organisation, Automation.PUBLIC_DOOR) if organisation else None


@query(Permission.ACCEPT_INVITATION)
def find_invitation(actor: Actor, token: str) -> Invited:
    """Whom a link is for.

    Raises:
        NotFound: the token is wrong, used, withdrawn or too old; which of these is not told.
    """
    invitation = _behind(token)
    return Invited(organisation_name=actor.organisation_name, name=invitation.name, email=invitation.email)


@command(Permission.ACCEPT_INVITATION)
def accept_invitation(actor: Actor, token: str, *, name: str, password: str) -> UUID:
    """Make the invited person a member who signs in with this password; gives the member's identifier. The link is
    then used up.

    Raises:
        NotFound: as for `find_invitation`.
        Invalid: no name, or a password that is too easily guessed.
        Conflict: the address has got an account elsewhere meanwhile.
    """
    invitation = _behind(token)
    if not name.strip():
        raise Invalid(_("Enter your name."), field="name")
    try:
        validate_password(password, Account(email=invitation.email))
    except ValidationError as error:
        raise Invalid(" ".join(error.messages), field="password") from None
    member: Member = save_member(
        actor.organisation_id,
        name=name.strip(),
        email=invitation.email,
        roles=[Role(role) for role in invitation.roles],
        password=password,
    )
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    return member.id


def _open_invitations(now: datetime) -> QuerySet[Invitation]:
    return Invitation.objects.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=now)


def _behind(token: str) -> Invitation:
    invitation = _open_invitations(timezone.now()).select_for_update().filter(token_hash=hash_secret(token)).first()
    if invitation is None:
        raise NotFound(_("This link no longer works."))
    return invitation


def _unsettled(invitation_id: UUID) -> Invitation:
    invitation = Invitation.objects.select_for_update().filter(id=invitation_id).first()
    if invitation is None:
        raise NotFound(_("There is no such invitation."))
    if invitation.accepted_at or invitation.withdrawn_at:
        raise Conflict(_("This invitation has been accepted or withdrawn."))
    return invitation


def _unknown_token() -> str:
    # Nobody knows a token of this digest: the column is unique, and the true one is made when the mail leaves.
    return hash_secret(secrets.token_urlsafe(_TOKEN_BYTES))
