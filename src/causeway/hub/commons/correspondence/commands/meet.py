"""Meetings of a working group: calling one, writing its minutes with the actions, saying that an action is done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, Invalid, NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.clocks.keeping import ClockKind, stop_clock
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.organisations.sharing import found, widen
from causeway.hub.commons.correspondence.access import members_now, open_group, readable_groups
from causeway.hub.commons.correspondence.case_data import check_no_case_data
from causeway.hub.commons.correspondence.models import Group, GroupAction, Meeting, Minutes
from causeway.hub.commons.correspondence.posting import without_agreement
from causeway.vocabulary.organisations import Category

AGENDA_CHARACTERS = 5_000
MINUTES_CHARACTERS = 10_000
ACTION_CHARACTERS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMeeting:
    """A meeting to come."""

    title: str
    starts_at: datetime
    agenda: str
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAction:
    """What an organisation of the group took on, by when."""

    owner_id: UUID
    text: str
    due_on: date


@command(Permission.WRITE_CORRESPONDENCE)
def call_meeting(actor: Actor, group_id: UUID, new: NewMeeting) -> UUID:
    """Call a meeting of all members whom an agreement lets the actor's organisation reach.

    Raises:
        NotFound: there is no such group for this person.
        Conflict: it is closed, or the organisation has left it.
        Invalid: no title or agenda, or one that seems to hold case data.
    """
    group = open_group(actor, group_id)
    if not 1 <= len(new.title.strip()) <= 200:
        raise Invalid(_("Name the meeting, in no more than 200 characters."), field="title")
    if not 1 <= len(new.agenda.strip()) <= AGENDA_CHARACTERS:
        raise Invalid(_("Write an agenda, in no more than 5,000 characters."), field="agenda")
    meeting = Meeting(
        id=uuid4(),
        group=group,
        organisation_id=actor.organisation_id,
        title=new.title.strip(),
        starts_at=new.starts_at,
        place=new.place.strip()[:300],
        agenda=new.agenda.strip(),
        called_at=timezone.now(),
    )
    reached = _reached(actor, group)
    check_no_case_data(f"{new.title}\n{new.agenda}", reached, by_id=actor.organisation_id, field="agenda")
    found(meeting.id, Category.PRACTICE)
    meeting.save(force_insert=True)
    _let_in(meeting.id, reached)
    enter(Act.MEETING_CALLED, subjects=[meeting.id, group.id], audience=reached)
    return meeting.id


@command(Permission.WRITE_CORRESPONDENCE)
def write_minutes(actor: Actor, meeting_id: UUID, text: str, actions: Sequence[NewAction] = ()) -> UUID:
    """Write down what was said and who took on what; nobody can change it afterwards.

    Raises:
        NotFound: there is no such meeting for this person.
        Conflict: the group is closed, or the organisation has left it.
        Invalid: no text, an action of somebody who is not in the group or due before the meeting, or what seems to be
            case data.
    """
    meeting = meeting_row(actor, meeting_id)
    group = open_group(actor, meeting.group_id)
    if not 1 <= len(text.strip()) <= MINUTES_CHARACTERS:
        raise Invalid(_("Write the minutes, in no more than 10,000 characters."), field="text")
    members = members_now(group)
    for action in actions:
        if action.owner_id not in members or not 1 <= len(action.text.strip()) <= ACTION_CHARACTERS:
            raise Invalid(_("Give each action an owner of the group, and words."), field="actions")
        if action.due_on < timezone.localdate(meeting.starts_at):
            raise Invalid(_("No action can be due before the meeting."), field="actions")
    reached = _reached(actor, group)
    check_no_case_data("\n".join([text, *(action.text for action in actions)]), reached, by_id=actor.organisation_id)
    minutes = Minutes(
        id=uuid4(),
        meeting=meeting,
        organisation_id=actor.organisation_id,
        author_name=actor.label,
        text=text.strip(),
        written_at=timezone.now(),
    )
    found(minutes.id, Category.PRACTICE)
    minutes.save(force_insert=True)
    _let_in(minutes.id, reached)
    for ordinal, action in enumerate(actions):
        GroupAction(
            minutes=minutes,
            organisation_id=actor.organisation_id,
            owner_id=action.owner_id,
            ordinal=ordinal,
            text=action.text.strip(),
            due_on=action.due_on,
        ).save(force_insert=True)
    enter(Act.MINUTES_WRITTEN, subjects=[minutes.id, meeting.id, group.id], audience=reached)
    return minutes.id


@command(Permission.WRITE_CORRESPONDENCE)
def finish_action(actor: Actor, action_id: UUID) -> None:
    """Say that what the actor's organisation took on is done.

    Raises:
        NotFound: it took on no such thing.
        Conflict: it was done already.
    """
    action = GroupAction.objects.filter(id=action_id, owner_id=actor.organisation_id).select_related("minutes").first()
    if action is None:
        raise NotFound(_("There is no such action of yours."))
    meeting = meeting_row(actor, action.minutes.meeting_id)
    if action.done_at:
        raise Conflict(_("This was done already."))
    action.done_at = timezone.now()
    action.save(update_fields=["done_at"])
    stop_clock(action.id, ClockKind.CORRESPONDENCE, at=action.done_at)
    enter(Act.GROUP_ACTION_DONE, subjects=[action.id, meeting.group_id], audience=members_now(meeting.group))


def meeting_row(actor: Actor, meeting_id: UUID) -> Meeting:
    """A meeting of a group in which this person may take part. Runs inside the caller's transaction.

    Raises:
        NotFound: there is no such meeting for them.
    """
    groups = readable_groups(actor)
    meeting = Meeting.objects.filter(id=meeting_id, group__in=groups).select_related("group").first()
    if meeting is None:
        raise NotFound(_("There is no such meeting."))
    return meeting


def _reached(actor: Actor, group: Group) -> list[UUID]:
    others = [each for each in members_now(group) if each != actor.organisation_id]
    lacking = set(without_agreement(others, Category.PRACTICE))
    return [each for each in others if each not in lacking]


def _let_in(root_id: UUID, organisation_ids: Sequence[UUID]) -> None:
    for organisation_id in organisation_ids:
        widen(root_id, organisation_id, Category.PRACTICE)
