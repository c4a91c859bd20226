"""Messages between organisations.

A message is a root of its own, so that its author's agreement is checked for each organisation that gets it, by the
program and by PostgreSQL, and so that whoever joins later or leaves sees what was meant for them and nothing else.
"""

from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models

from causeway.hub.base.walls.declarations import (
    Between,
    Part,
    Root,
    Written,
    audience_filter,
    in_audience,
    is_named,
    named_filter,
)
from causeway.hub.base.walls.models import IdentifiedModel, WalledModel
from causeway.vocabulary.handling import Handling

_MARKS = [(mark.value, mark.value) for mark in Handling]


def _readable_text(organisation: UUID) -> models.Q:
    return audience_filter("message_id", organisation) & (
        ~models.Q(handling=Handling.RED.value) | named_filter("named")
    )


def _readable_document(organisation: UUID) -> models.Q:
    return models.Q(message_id__in=MessageText.objects.values("message_id"))


class Thread(IdentifiedModel):
    """A subject line and the organisations that write under it. It holds nothing of what it is about: see `Tie`. A
    thread of a `group` is one of its topics.
    """

    wall = Root(writers=("opener_id",), append_only=True, may_update=("closed_at",))

    group = models.ForeignKey("correspondence.Group", null=True, on_delete=models.PROTECT, related_name="topics")
    opener_id = models.UUIDField()
    subject = models.CharField(max_length=200)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)


class Participant(IdentifiedModel):
    """An organisation in a thread. `roles` and `addresses` say who there may read it; with neither, all who may read
    messages. What is written after `left_at` does not reach it.
    """

    wall = Part(
        of="thread_id",
        writers=("added_by_id", "organisation_id"),
        append_only=True,
        may_update=("left_at",),
        set_once=("left_at:organisation_id",),
    )

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="participants")
    organisation_id = models.UUIDField()
    added_by_id = models.UUIDField()
    roles = ArrayField(models.CharField(max_length=32), default=list)
    addresses = ArrayField(models.CharField(max_length=254), default=list)
    added_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["thread", "organisation_id"],
                condition=models.Q(left_at=None),
                name="once_in_a_thread",
            )
        ]


class Message(IdentifiedModel):
    """That something was written, by whom, to which organisations, under which mark. Its text stands apart."""

    wall = Root(
        writers=("organisation_id",),
        append_only=True,
        may_update=("withdrawn_at", "withdrawal_reason"),
        set_once=("withdrawn_at",),
    )

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="messages")
    organisation_id = models.UUIDField()
    member_id = models.UUIDField()
    author_name = models.CharField(max_length=200)
    to_ids = ArrayField(models.UUIDField())
    handling = models.CharField(max_length=20, choices=_MARKS)
    asks_acknowledgement = models.BooleanField(default=False)
    due_at = models.DateTimeField(null=True)
    written_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawal_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["thread", "written_at"])]


class MessageText(WalledModel):
    """What a message says. Marked RED, only the people whom `named` names see the row at all, at whichever
    organisation: their addresses, in lower case.
    """

    wall = Written(
        of_member=True,
        read=f"{in_audience('{table}', 'message_id')} AND ({{table}}.handling <> 'red' OR {is_named('{table}.named')})",
        insert="{table}.organisation_id = {organisation}",
        filters=_readable_text,
        append_only=True,
    )

    message = models.OneToOneField(Message, primary_key=True, on_delete=models.PROTECT, related_name="text_row")
    organisation_id = models.UUIDField()
    handling = models.CharField(max_length=20, choices=_MARKS)
    named = ArrayField(models.CharField(max_length=254), default=list)
    text = models.TextField(max_length=10_000)


class Document(IdentifiedModel):
    """A document that came with a message, sealed in the vault; seen by whoever sees the text."""

    wall = Written(
        of_member=True,
        read="EXISTS (SELECT 1 FROM correspondence_messagetext t WHERE t.message_id = {table}.message_id)",
        insert="{table}.organisation_id = {organisation}",
        filters=_readable_document,
        append_only=True,
    )

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="documents")
    organisation_id = models.UUIDField()
    ordinal = models.PositiveSmallIntegerField()
    sealed_id = models.UUIDField()
    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)
    size_bytes = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)


class Receipt(IdentifiedModel):
    """That an organisation opened a message, or acknowledged it: who first. Seen by it and by the message's author."""

    wall = Between(columns=("organisation_id", "author_id"), writers=("organisation_id",), append_only=True)

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="receipts")
    author_id = models.UUIDField()
    organisation_id = models.UUIDField()
    kind = models.CharField(
        max_length=20, choices=[("opened", "opened"), ("acknowledged", "acknowledged"), ("answered", "answered")]
    )
    member_id = models.UUIDField()
    name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "organisation_id", "kind"], name="first_receipt_of_a_kind")
        ]


class Tie(IdentifiedModel):
    """What a thread belongs to at one organisation, for that organisation alone: from a shared tie, others could tell
    which of their threads are about one case.
    """

    wall = Root(owner="organisation_id")

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="ties")
    organisation_id = models.UUIDField()
    kind = models.CharField(
        max_length=20, choices=[("case", "case"), ("referral", "referral"), ("data_request", "data_request")]
    )
    subject_id = models.UUIDField()
    tied_by_id = models.UUIDField()
    tied_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation_id", "thread", "subject_id"], name="tied_once")]
        indexes = [models.Index(fields=["organisation_id", "subject_id"])]


class Seen(IdentifiedModel):
    """How far one person has read a thread."""

    wall = Root(owner="organisation_id")

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="seen_rows")
    organisation_id = models.UUIDField()
    member_id = models.UUIDField()
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread", "member_id"], name="seen_once")]
