"""Adding a member and the account with which they sign in."""

from collections.abc import Iterable
from uuid import UUID, uuid4

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor, Automation
from causeway.hub.base.acting.doors import acting_as, command
from causeway.hub.base.acting.errors import Conflict, Invalid
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.organisations.actors import program_actor
from causeway.hub.base.organisations.models import Account, Member, Organisation
from causeway.vocabulary.organisations import Role


def save_member(organisation_id: UUID, *, name: str, email: str, roles: Iterable[Role], password: str | None) -> Member:
    """Save member and account, and enter it. Runs inside a command's transaction.

    Raises:
        Conflict: the e-mail address has an account already.
        Invalid: no role was given.
    """
    held = sorted({role.value for role in roles})
    if not held:
        raise Invalid(_("Choose at least one role."), field="roles")
    if Account.objects.filter(email=email.lower()).exists():
        raise Conflict(_("This e-mail address has an account already."), field="email")
    member = Member(
        id=uuid4(),
        organisation_id=organisation_id,
        name=name,
        email=email.lower(),
        roles=held,
        added_at=timezone.now(),
    )
    member.save(force_insert=True)
    Account.objects.create_user(email, password, organisation_id=organisation_id, member_id=member.id)
    enter(Act.MEMBER_ADDED, subjects=[member.id], details={"name": name, "roles": held})
    return member


@command(Permission.MANAGE_MEMBERS)
def add_member(actor: Actor, *, name: str, email: str, roles: Iterable[Role], password: str | None = None) -> Member:
    """Add a member to the actor's organisation; without a password they set one by the link they are sent."""
    return save_member(actor.organisation_id, name=name, email=email, roles=roles, password=password)


def add_first_member(
    organisation: Organisation, *, name: str, email: str, roles: Iterable[Role], password: str | None
) -> Member:
    """Add the first member of an organisation, which has nobody yet who could.

    Raises:
        Conflict: the organisation has members.
    """
    with acting_as(program_actor(organisation, Automation.PROGRAM)):
        if Member.objects.filter(organisation=organisation).exists():
            raise Conflict(_("This organisation has members already; its administrator adds others."))
        return save_member(organisation.id, name=name, email=email, roles=roles, password=password)
