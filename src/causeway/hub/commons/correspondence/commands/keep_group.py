"""Founding a working group, joining it, leaving it, closing it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, Invalid, NotFound, NotPermitted
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.organisations.queries.lookup import listing_by_id
from causeway.hub.base.organisations.sharing import found, widen
from causeway.hub.commons.correspondence.access import members_now, open_group, readable_group, readable_threads
from causeway.hub.commons.correspondence.case_data import check_no_case_data
from causeway.hub.commons.correspondence.commands.begin_thread import Receiver, add_row, open_with, pass_on
from causeway.hub.commons.correspondence.models import Group, GroupMember, Participant, Thread
from causeway.hub.commons.correspondence.posting import NewMessage, check_agreed, without_agreement
from causeway.vocabulary.organisations import Category

NAME_CHARACTERS = 200
PURPOSE_CHARACTERS = 2_000
BASIS_CHARACTERS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class NewGroup:
    """What a group is for, on which agreement or project it rests, and who chairs it."""

    name: str
    purpose: str
    basis: str
    chair: str


@command(Permission.LEAD_GROUPS)
def found_group(actor: Actor, new: NewGroup, member_ids: Sequence[UUID]) -> UUID:
    """Found a group that the actor's organisation leads, with these others in it.

    Raises:
        Invalid: something is missing or too long; `field` says what.
        NotAgreed: no agreement lets practice pass to one of them.
    """
    limits = {"name": NAME_CHARACTERS, "purpose": PURPOSE_CHARACTERS, "basis": BASIS_CHARACTERS, "chair": 200}
    for name, limit in limits.items():
        if not 1 <= len(getattr(new, name).strip()) <= limit:
            raise Invalid(_("Fill this in, in no more than %(n)d characters.") % {"n": limit}, field=name)
    others = list(dict.fromkeys(each for each in member_ids if each != actor.organisation_id))
    if not others:
        raise Invalid(_("Choose at least one other organisation."), field="to")
    check_agreed(others, Category.PRACTICE)
    group = Group(
        id=uuid4(),
        lead_id=actor.organisation_id,
        name=new.name.strip(),
        purpose=new.purpose.strip(),
        basis=new.basis.strip(),
        chair=new.chair.strip(),
        founded_at=timezone.now(),
    )
    found(group.id, Category.PRACTICE)
    group.save(force_insert=True)
    for organisation_id in (actor.organisation_id, *others):
        _add(actor, group, Receiver(organisation_id=organisation_id))
    enter(Act.GROUP_FOUNDED, subjects=[group.id], audience=others)
    return group.id


@command(Permission.LEAD_GROUPS)
def add_member(actor: Actor, group_id: UUID, receiver: Receiver) -> int:
    """Bring an organisation into a group that the actor's organisation leads, and into its open topics; gives how many
    messages of before it can read. Its `addresses` name who takes part there.

    Raises:
        NotFound: there is no such group for this person, or no such organisation.
        NotPermitted: another organisation leads it.
        Conflict: it is closed, or the organisation is in it.
        NotAgreed: no agreement lets practice pass to it.
    """
    group = _led(actor, group_id)
    if listing_by_id(receiver.organisation_id) is None:
        raise NotFound(_("There is no such organisation."), field="to")
    if receiver.organisation_id in members_now(group):
        raise Conflict(_("This organisation is in the group already."), field="to")
    check_agreed([receiver.organisation_id], Category.PRACTICE)
    _add(actor, group, receiver)
    enter(Act.GROUP_JOINED, subjects=[group.id, receiver.organisation_id], audience=members_now(group))
    passed = 0
    for topic in readable_threads(actor).filter(group=group, closed_at=None):
        if not Participant.objects.filter(
            thread=topic, organisation_id=receiver.organisation_id, left_at=None
        ).exists():
            add_row(actor, topic, receiver)
        passed += pass_on(actor, topic, receiver.organisation_id)
    return passed


@command(Permission.LEAD_GROUPS)
def remove_member(actor: Actor, group_id: UUID, organisation_id: UUID) -> None:
    """End the part of an organisation in a group that the actor's organisation leads, or of the actor's own in any: it
    keeps what it got, and gets nothing new.

    Raises:
        NotFound: there is no such group for this person, or that organisation is not in it.
        NotPermitted: another organisation leads it.
        Conflict: the group is closed, or its leading organisation would leave.
    """
    is_own = organisation_id == actor.organisation_id
    group = open_group(actor, group_id) if is_own else _led(actor, group_id)
    if organisation_id == group.lead_id:
        raise Conflict(_("The organisation that leads a group closes it instead."))
    others = members_now(group)
    rows = GroupMember.objects.filter(group=group, organisation_id=organisation_id, left_at=None)
    if not rows.update(left_at=timezone.now()):
        raise NotFound(_("This organisation is not in the group."))
    enter(Act.GROUP_LEFT, subjects=[group.id, organisation_id], audience=others)


@command(Permission.LEAD_GROUPS)
def close_group(actor: Actor, group_id: UUID) -> None:
    """Close a group that the actor's organisation leads, with its topics. All keep what they got.

    Raises:
        NotFound: there is no such group for this person.
        NotPermitted: another organisation leads it.
        Conflict: it is closed.
    """
    group = _led(actor, group_id)
    group.closed_at = timezone.now()
    group.save(update_fields=["closed_at"])
    Thread.objects.filter(group=group, opener_id=actor.organisation_id, closed_at=None).update(
        closed_at=group.closed_at
    )
    enter(Act.GROUP_CLOSED, subjects=[group.id], audience=members_now(group))


@command(Permission.WRITE_CORRESPONDENCE)
def begin_topic(actor: Actor, group_id: UUID, subject: str, first: NewMessage) -> UUID:
    """Begin a topic with a first message to all members whom an agreement lets the actor's organisation reach.

    Raises:
        NotFound: there is no such group for this person.
        Conflict: it is closed, or the organisation has left it.
        Invalid: no subject, a message that cannot be sent, or either seems to hold case data.
        NotAgreed: no agreement lets practice pass to any member.
    """
    group, subject = open_group(actor, group_id), " ".join(subject.split())
    if not 1 <= len(subject) <= NAME_CHARACTERS:
        raise Invalid(_("Write a subject of no more than 200 characters."), field="subject")
    others = [each for each in members_now(group) if each != actor.organisation_id]
    lacking = set(without_agreement(others, Category.PRACTICE))
    reached = [each for each in others if each not in lacking]
    if not reached:
        check_agreed(others, Category.PRACTICE)
        raise Conflict(_("Nobody else is in this group."))
    check_no_case_data(subject, reached, by_id=actor.organisation_id, field="subject")
    thread = Thread(id=uuid4(), group=group, opener_id=actor.organisation_id, subject=subject, opened_at=timezone.now())
    people = dict(GroupMember.objects.filter(group=group, left_at=None).values_list("organisation_id", "addresses"))
    receivers = [Receiver(organisation_id=each, addresses=tuple(people.get(each, ()))) for each in reached]
    open_with(actor, thread, receivers, first)
    return thread.id


def _led(actor: Actor, group_id: UUID) -> Group:
    group = readable_group(actor, group_id)
    if group.lead_id != actor.organisation_id:
        raise NotPermitted(_("Only the organisation that leads a group does this."))
    if group.closed_at:
        raise Conflict(_("This group is closed."))
    return group


def _add(actor: Actor, group: Group, receiver: Receiver) -> None:
    GroupMember(
        group=group,
        organisation_id=receiver.organisation_id,
        added_by_id=actor.organisation_id,
        addresses=sorted({address.strip().lower() for address in receiver.addresses}),
        joined_at=timezone.now(),
    ).save(force_insert=True)
    widen(group.id, receiver.organisation_id, Category.PRACTICE)
