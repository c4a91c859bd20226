"""A school's way to ask for help."""

from django.db import models

from causeway.hub.base.walls.declarations import Between
from causeway.hub.base.walls.models import IdentifiedModel


class HelpRequest(IdentifiedModel):
    """What a partner asks of a force, a desk or another partner. It names no child: worry about one is a referral."""

    wall = Between(columns=("asker_id", "helper_id"))

    asker_id = models.UUIDField()
    helper_id = models.UUIDField()
    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    contact = models.CharField(max_length=200)
    contact_email = models.EmailField()
    wished_on = models.DateField(null=True)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    helped = models.BooleanField(null=True)

    class Meta:
        indexes = [models.Index(fields=["helper_id", "asked_at"]), models.Index(fields=["asker_id", "asked_at"])]


class HelpMessage(IdentifiedModel):
    """One message of either side, never changed."""

    wall = Between(columns=("asker_id", "helper_id"), append_only=True)

    request = models.ForeignKey(HelpRequest, on_delete=models.PROTECT, related_name="messages")
    asker_id = models.UUIDField()
    helper_id = models.UUIDField()
    organisation_id = models.UUIDField()
    member_id = models.UUIDField()
    text = models.TextField(max_length=3_000)
    sent_at = models.DateTimeField()
