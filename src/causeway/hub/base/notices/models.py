"""What leaves the hub, and where to."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from causeway.hub.base.walls.declarations import Root
from causeway.hub.base.walls.models import IdentifiedModel


class Webhook(IdentifiedModel):
    """An address of an organisation's own that is told of acts.

    What signs its deliveries is derived from `salt` and a key outside the database (`signing.py`): a copy of the
    database forges nothing.
    """

    wall = Root(owner="organisation_id")

    organisation_id = models.UUIDField(db_index=True)
    url = models.URLField(max_length=500)
    salt = models.CharField(max_length=64)
    acts = ArrayField(models.CharField(max_length=80))
    is_active = models.BooleanField(default=True)
    added_at = models.DateTimeField()


class Notice(IdentifiedModel):
    """One message that is owed to somebody. It is sent at least once; the receiver tells repeats by its id. Holds
    nothing of a case. What is urgent is sent before everything else that is due.
    """

    wall = Root(owner="organisation_id")

    organisation_id = models.UUIDField()
    channel = models.CharField(max_length=10, choices=[("mail", "mail"), ("webhook", "webhook")])
    to = models.CharField(max_length=500)
    webhook = models.ForeignKey(Webhook, null=True, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=200, blank=True)
    body = models.JSONField()
    about_id = models.UUIDField(null=True)
    is_urgent = models.BooleanField(default=False, db_default=False)
    created_at = models.DateTimeField()
    next_attempt_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    delivered_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["organisation_id", "-is_urgent", "next_attempt_at"],
                condition=models.Q(delivered_at=None, given_up_at=None),
                name="owed_notices_urgent_first",
            ),
            models.Index(fields=["webhook", "created_at"], name="notices_of_a_webhook"),
        ]
