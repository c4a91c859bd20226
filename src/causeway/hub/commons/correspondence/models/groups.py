"""Working groups of organisations, often of several countries: what they are for, who is in them, and their meetings.

A meeting and its minutes are roots of their own, like a message: who joins later or has left sees what was for them.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from causeway.hub.base.walls.declarations import Part, Root
from causeway.hub.base.walls.models import IdentifiedModel


class Group(IdentifiedModel):
    """A group that one organisation leads. `basis` names the agreement or project that it rests on."""

    wall = Root(writers=("lead_id",), append_only=True, may_update=("closed_at",), set_once=("closed_at",))

    lead_id = models.UUIDField()
    name = models.CharField(max_length=200)
    purpose = models.CharField(max_length=2_000)
    basis = models.CharField(max_length=500)
    chair = models.CharField(max_length=200)
    founded_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)


class GroupMember(IdentifiedModel):
    """An organisation in a group; `addresses` are the people who take part for it, with none all who read messages."""

    wall = Part(
        of="group_id",
        writers=("added_by_id", "organisation_id"),
        append_only=True,
        may_update=("left_at",),
        set_once=("left_at",),
    )

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="members")
    organisation_id = models.UUIDField()
    added_by_id = models.UUIDField()
    addresses = ArrayField(models.CharField(max_length=254), default=list)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "organisation_id"], condition=models.Q(left_at=None), name="once_in_a_group"
            )
        ]


class Meeting(IdentifiedModel):
    """A meeting that was called, and its agenda."""

    wall = Root(writers=("organisation_id",), append_only=True)

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="meetings")
    organisation_id = models.UUIDField()
    title = models.CharField(max_length=200)
    starts_at = models.DateTimeField()
    place = models.CharField(max_length=300, blank=True)
    agenda = models.TextField(max_length=5_000)
    called_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["group", "starts_at"])]


class Minutes(IdentifiedModel):
    """What was said at a meeting; never changed, further minutes may follow."""

    wall = Root(writers=("organisation_id",), append_only=True)

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="minutes")
    organisation_id = models.UUIDField()
    author_name = models.CharField(max_length=200)
    text = models.TextField(max_length=10_000)
    written_at = models.DateTimeField()


class GroupAction(IdentifiedModel):
    """What an organisation took on at a meeting. It alone says that it is done."""

    wall = Part(
        of="minutes_id",
        writers=("organisation_id", "owner_id"),
        append_only=True,
        may_update=("done_at",),
        set_once=("done_at:owner_id",),
    )

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="actions")
    organisation_id = models.UUIDField()
    owner_id = models.UUIDField()
    ordinal = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=500)
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True)
