"""What schools and partners are told of what is seen."""

from django.db import models

from causeway.hub.base.walls.declarations import Between
from causeway.hub.base.walls.models import IdentifiedModel
from causeway.hub.commons.awareness.models.published_wall import FOR_ALL_ONCE_PUBLISHED


class Bulletin(IdentifiedModel):
    """A page of advice, with figures that may be shown to all.

    `figures` is the table as it was made safe to publish, and is never made anew: two tables of the same counts,
    protected differently, could give away what each hides.
    """

    wall = FOR_ALL_ONCE_PUBLISHED

    organisation_id = models.UUIDField()
    title = models.CharField(max_length=200)
    readers = models.CharField(max_length=20)
    language = models.CharField(max_length=5)
    translation_of_id = models.UUIDField(null=True)
    summary = models.CharField(max_length=500)
    body = models.TextField(max_length=10_000)
    figures = models.JSONField(null=True)
    written_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=500, blank=True)


class BulletinQuestion(IdentifiedModel):
    """A reader's question to whoever wrote a bulletin, and the answer."""

    wall = Between(
        columns=("asker_id", "issuer_id"),
        append_only=True,
        may_update=("answer", "answered_at"),
        set_once=("answer:issuer_id", "answered_at:issuer_id"),
    )

    bulletin = models.ForeignKey(Bulletin, on_delete=models.PROTECT, related_name="questions")
    asker_id = models.UUIDField()
    issuer_id = models.UUIDField()
    member_id = models.UUIDField()
    text = models.TextField(max_length=3_000)
    asked_at = models.DateTimeField()
    answer = models.TextField(max_length=3_000, null=True)
    answered_at = models.DateTimeField(null=True)
