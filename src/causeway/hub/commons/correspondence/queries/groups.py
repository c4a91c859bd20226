"""Working groups as a person of a member organisation sees them."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.organisations.queries.directory import Listing, directory, names_of
from causeway.hub.base.organisations.sharing import receivers
from causeway.hub.commons.correspondence.access import members_now, readable_group, readable_groups
from causeway.hub.commons.correspondence.models import Group, GroupAction, GroupMember, Meeting, Minutes, Thread
from causeway.hub.commons.correspondence.posting import without_agreement
from causeway.hub.commons.correspondence.queries.thread_list import ThreadLine, thread_lines
from causeway.vocabulary.organisations import Category


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupLine:
    """A group as a list shows it."""

    id: UUID
    name: str
    lead: str
    members: int
    closed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberView:
    """An organisation in a group. `is_reached` says whether what the reader's organisation writes reaches it."""

    organisation_id: UUID
    name: str
    addresses: tuple[str, ...]
    joined_at: datetime
    left_at: datetime | None
    is_reached: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionView:
    """What an organisation took on."""

    id: UUID
    owner: str
    is_ours: bool
    text: str
    due_on: date
    done_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesView:
    """What was written down of a meeting."""

    author: str
    organisation: str
    text: str
    written_at: datetime
    actions: tuple[ActionView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingView:
    """A meeting with its minutes, oldest first."""

    id: UUID
    title: str
    by: str
    starts_at: datetime
    place: str
    agenda: str
    minutes: tuple[MinutesView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupView:
    """A group with all that this person may read of it; topics by their newest message, meetings latest first."""

    id: UUID
    name: str
    purpose: str
    basis: str
    chair: str
    lead: str
    is_led_by_us: bool
    founded_at: datetime
    closed_at: datetime | None
    has_left: bool
    members: tuple[MemberView, ...]
    topics: tuple[ThreadLine, ...]
    meetings: tuple[MeetingView, ...]

    @property
    def open_actions(self) -> list[ActionView]:
        """What is not done yet, soonest due first."""
        every = [action for meeting in self.meetings for minutes in meeting.minutes for action in minutes.actions]
        return sorted((action for action in every if action.done_at is None), key=lambda action: action.due_on)


@query(Permission.READ_CORRESPONDENCE)
def groups(actor: Actor) -> list[GroupLine]:
    """The groups in which this person may take part, open ones first, by name."""
    rows = list(readable_groups(actor).order_by("name", "id"))
    names = names_of({row.lead_id for row in rows})
    lines = [
        GroupLine(
            id=row.id,
            name=row.name,
            lead=names.get(row.lead_id, ""),
            members=len(members_now(row)),
            closed_at=row.closed_at,
        )
        for row in rows
    ]
    return sorted(lines, key=lambda line: line.closed_at is not None)


@query(Permission.READ_CORRESPONDENCE)
def open_group_page(actor: Actor, group_id: UUID) -> GroupView:
    """One group; the look is entered.

    Raises:
        NotFound: there is no such group for this person.
    """
    group = readable_group(actor, group_id)
    enter(Act.GROUP_READ, subjects=[group.id])
    return _view(actor, group)


@query(Permission.LEAD_GROUPS)
def possible_members(actor: Actor, *, not_in: UUID | None = None) -> list[Listing]:
    """The organisations to which an agreement lets practice pass, by name; with `not_in`, those not in that group.

    Raises:
        NotFound: there is no such group for this person.
    """
    allowed = set(receivers(Category.PRACTICE))
    if not_in is not None:
        allowed -= set(members_now(readable_group(actor, not_in)))
    return [listing for listing in directory(actor) if listing.id in allowed]


def _view(actor: Actor, group: Group) -> GroupView:
    own = actor.organisation_id
    rows = list(GroupMember.objects.filter(group=group).order_by("joined_at", "id"))
    present = [row.organisation_id for row in rows if row.left_at is None]
    lacking = set(without_agreement([each for each in present if each != own], Category.PRACTICE))
    meetings = list(Meeting.objects.filter(group=group).order_by("-starts_at", "id"))
    minutes = list(Minutes.objects.filter(meeting__in=meetings).order_by("written_at", "id"))
    ids = {group.lead_id, *(row.organisation_id for row in rows)}
    ids |= {row.organisation_id for row in meetings} | {row.organisation_id for row in minutes}
    actions = list(GroupAction.objects.filter(minutes__in=minutes).order_by("ordinal"))
    names = names_of(ids | {action.owner_id for action in actions})
    topics = Thread.objects.filter(group=group).values_list("id", flat=True)
    return GroupView(
        id=group.id,
        name=group.name,
        purpose=group.purpose,
        basis=group.basis,
        chair=group.chair,
        lead=names.get(group.lead_id, ""),
        is_led_by_us=group.lead_id == own,
        founded_at=group.founded_at,
        closed_at=group.closed_at,
        has_left=own not in present,
        members=tuple(
            MemberView(
                organisation_id=row.organisation_id,
                name=names.get(row.organisation_id, ""),
                addresses=tuple(row.addresses),
                joined_at=row.joined_at,
                left_at=row.left_at,
                is_reached=row.organisation_id == own or row.organisation_id not in lacking,
            )
            for row in rows
        ),
        topics=thread_lines(actor, list(topics)),
        meetings=tuple(_meeting(row, minutes, actions, names, own) for row in meetings),
    )


def _meeting(
    row: Meeting, minutes: list[Minutes], actions: list[GroupAction], names: dict[UUID, str], own: UUID
) -> MeetingView:
    return MeetingView(
        id=row.id,
        title=row.title,
        by=names.get(row.organisation_id, ""),
        starts_at=row.starts_at,
        place=row.place,
        agenda=row.agenda,
        minutes=tuple(
            MinutesView(
                author=each.author_name,
                organisation=names.get(each.organisation_id, ""),
                text=each.text,
                written_at=each.written_at,
                actions=tuple(_action(action, names, own) for action in actions if action.minutes_id == each.id),
            )
            for each in minutes
            if each.meeting_id == row.id
        ),
    )


def _action(row: GroupAction, names: dict[UUID, str], own: UUID) -> ActionView:
    return ActionView(
        id=row.id,
        owner=names.get(row.owner_id, ""),
        is_ours=row.owner_id == own,
        text=row.text,
        due_on=row.due_on,
        done_at=row.done_at,
    )
