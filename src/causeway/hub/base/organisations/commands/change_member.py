"""Changing what a member may do, and ending or restoring their access. An organisation always keeps an
administrator.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.organisations.commands.invite import fitting
from causeway.hub.base.organisations.models import Account, Member
from causeway.vocabulary.organisations import Role


@command(Permission.MANAGE_MEMBERS)
def change_roles(actor: Actor, member_id: UUID, roles: Iterable[Role]) -> None:
    """Give a member these roles in place of the present ones.

    Raises:
        NotFound: the actor's organisation has no such member.
        Invalid: no role, or one that does not fit the kind of organisation.
        Conflict: nobody would be left who administers.
    """
    member, administrators = _locked(member_id)
    before = list(member.roles)
    after = fitting(actor, roles, held=[Role(role) for role in before])
    if after == before:
        return
    if Role.ADMINISTRATOR.value not in after:
        _keep_an_administrator(member, administrators)
    member.roles = after
    member.save(update_fields=["roles"])
    enter(Act.MEMBER_CHANGED, subjects=[member.id], details={"name": member.name, "from": before, "to": after})


@command(Permission.MANAGE_MEMBERS)
def deactivate_member(actor: Actor, member_id: UUID) -> None:
    """End a member's access at once, also where they are signed in. What they did stays in the ledger under their name.

    Raises:
        NotFound: the actor's organisation has no such member.
        Conflict: nobody would be left who administers.
    """
    del actor
    member, administrators = _locked(member_id)
    _keep_an_administrator(member, administrators)
    _switch(member, is_active=False)


@command(Permission.MANAGE_MEMBERS)
def reactivate_member(actor: Actor, member_id: UUID) -> None:
    """Give a member their access back, with the roles they had.

    Raises:
        NotFound: the actor's organisation has no such member.
    """
    del actor
    _switch(_locked(member_id)[0], is_active=True)


def _switch(member: Member, *, is_active: bool) -> None:
    if member.is_active is is_active:
        return
    member.is_active = is_active
    member.save(update_fields=["is_active"])
    Account.objects.filter(member_id=member.id).update(is_active=is_active)
    enter(Act.MEMBER_CHANGED, subjects=[member.id], details={"name": member.name, "is_active": is_active})


def _locked(member_id: UUID) -> tuple[Member, set[UUID]]:
    """The member, and the identifiers of all who administer now. All are locked, in one order, so that the last two
    administrators cannot remove each other at one moment.
    """
    rows = Member.objects.select_for_update().filter(Q(id=member_id) | Q(roles__contains=[Role.ADMINISTRATOR.value]))
    members = {member.id: member for member in rows.order_by("id")}
    if member_id not in members:
        raise NotFound(_("There is no such member."))
    administrators = {
        member.id for member in members.values() if member.is_active and Role.ADMINISTRATOR.value in member.roles
    }
    return members[member_id], administrators


def _keep_an_administrator(leaving: Member, administrators: set[UUID]) -> None:
    if administrators == {leaving.id}:
        raise Conflict(_("This is the only administrator. Make somebody else an administrator first."), field="roles")
