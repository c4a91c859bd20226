"""Requests to a service: to preserve what an account holds, or to answer one question."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from causeway.hub.base.walls.declarations import Part, Root
from causeway.hub.base.walls.models import IdentifiedModel, WalledModel


class DataRequest(IdentifiedModel):
    """What is asked, by which power, until when. Its own root: the service sees this, and nothing of the case.

    `sent_referral_id` names the referral where the service that is asked has sent it: it knows it already. `days_off`
    are the holidays that its deadline leaves out, `paused_at` since when its clock stands; only the force changes them.
    `preserve_until` is what was asked for at first, `released_at` when the force needed it no longer.
    """

    wall = Root(
        writers=("force_id",),
        append_only=True,
        may_update=("due_at", "days_off", "paused_at", "released_at"),
        deleted_by_last=True,
    )

    reference = models.CharField(max_length=20, unique=True)
    force_id = models.UUIDField()
    service_id = models.UUIDField()
    sent_referral_id = models.UUIDField(null=True)
    kind = models.CharField(max_length=20, choices=[("preserve", "preserve"), ("question", "question")])
    identifiers = models.JSONField(default=list)
    text = models.TextField(blank=True, max_length=3_000)
    legal_basis = models.CharField(max_length=500, blank=True)
    contact = models.CharField(max_length=254)
    do_not_alert_until = models.DateField(null=True)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    days_off = ArrayField(models.DateField(), default=list)
    paused_at = models.DateTimeField(null=True)
    preserve_until = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)


class DataRequestOrigin(WalledModel):
    """Where a request comes from, for the force alone: two services could tell from it that they are asked about one
    case.
    """

    wall = Root(owner="force_id", append_only=True, may_delete=True)

    request = models.OneToOneField(DataRequest, primary_key=True, on_delete=models.PROTECT, related_name="origin")
    force_id = models.UUIDField()
    referral_id = models.UUIDField(db_index=True)
    case_id = models.UUIDField(null=True)
    made_by_id = models.UUIDField()


class PreservationExtension(IdentifiedModel):
    """The force asks to preserve for longer, under which power; the service says anew that it does, by `due_at`."""

    wall = Part(of="request_id", writers=("force_id",), append_only=True, deleted_by_last=True)

    request = models.ForeignKey(DataRequest, on_delete=models.PROTECT, related_name="extensions")
    force_id = models.UUIDField()
    until = models.DateTimeField()
    legal_basis = models.CharField(max_length=500)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()


class DataRequestAnswer(IdentifiedModel):
    """What the service answered. `acknowledges_do_not_alert` is required where the request asks for it. `asked_at` is
    when that was asked to which it is the answer; None in answers to what was asked first, of before extensions.
    """

    wall = Part(of="request_id", append_only=True, deleted_by_last=True)

    request = models.ForeignKey(DataRequest, on_delete=models.PROTECT, related_name="answers")
    service_id = models.UUIDField()
    member_id = models.UUIDField(null=True)
    credential_id = models.UUIDField(null=True)
    kind = models.CharField(
        max_length=20,
        choices=[("received", "received"), ("preserved", "preserved"), ("answered", "answered"), ("cannot", "cannot")],
    )
    text = models.TextField(blank=True, max_length=10_000)
    acknowledges_do_not_alert = models.BooleanField(default=False)
    asked_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField()
