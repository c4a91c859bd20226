"""What stands at a door and has not yet gone through, and what keeps a repeat from going through twice."""

from django.db import models

from causeway.hub.base.walls.declarations import Root
from causeway.hub.base.walls.models import IdentifiedModel

ONE_IMPORT = "one_import_of_an_item"
"""The constraint that another run of the same import has met first."""


class UnfinishedReport(IdentifiedModel):
    """A report opened through the CyberTipline-compatible door. Its id becomes the referral's, so that what was
    sealed for it stays its part.

    `number` is the `reportId` that the client is told: random, for a sequence would tell how many there are.
    """

    wall = Root(owner="organisation_id")

    organisation_id = models.UUIDField(db_index=True)
    credential_id = models.UUIDField(null=True)
    number = models.BigIntegerField(unique=True)
    original_id = models.UUIDField()
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    retracted_at = models.DateTimeField(null=True)
    expired_at = models.DateTimeField(null=True)
    referral_id = models.UUIDField(null=True)


class UnfinishedFile(IdentifiedModel):
    """A file of an unfinished report. `number` is the `fileId` that the client is told; `details_id` the sealed
    `fileDetails`.
    """

    wall = Root(owner="organisation_id")

    report = models.ForeignKey(UnfinishedReport, on_delete=models.CASCADE, related_name="files")
    organisation_id = models.UUIDField()
    number = models.CharField(max_length=32, unique=True)
    ordinal = models.PositiveIntegerField()
    name = models.CharField(max_length=2056, blank=True)
    sealed_id = models.UUIDField()
    sha256 = models.CharField(max_length=64)
    md5 = models.CharField(max_length=32)
    sha1 = models.CharField(max_length=40)
    size_bytes = models.BigIntegerField()
    details_id = models.UUIDField(null=True)
    uploaded_at = models.DateTimeField()


class IdempotencyKey(IdentifiedModel):
    """A key with which a client repeats a request safely; committed with what the request did."""

    wall = Root(owner="organisation_id")

    organisation_id = models.UUIDField()
    key = models.CharField(max_length=200)
    request_sha256 = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    response = models.JSONField()
    used_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation_id", "key"], name="one_use_of_a_key")]


class Draft(IdentifiedModel):
    """A referral that somebody is still writing in the web form. `document` holds the form's fields; files are sealed
    as its parts.
    """

    wall = Root(owner="organisation_id")

    organisation_id = models.UUIDField()
    member_id = models.UUIDField(null=True)
    document = models.JSONField(default=dict)
    files = models.JSONField(default=list)
    started_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    referral_id = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index(fields=["organisation_id", "changed_at"])]


class Receipt(IdentifiedModel):
    """With its code, somebody without an account adds more to what they told. The code is kept only as a digest."""

    wall = Root(owner="organisation_id")

    organisation_id = models.UUIDField()
    referral_id = models.UUIDField()
    code_sha256 = models.CharField(max_length=64, unique=True)
    given_at = models.DateTimeField()


class ImportedItem(IdentifiedModel):
    """One item of an import: its key and digest let an interrupted run go on where it stopped."""

    wall = Root(owner="organisation_id")

    organisation_id = models.UUIDField()
    source = models.CharField(max_length=200)
    key = models.CharField(max_length=500)
    sha256 = models.CharField(max_length=64)
    referral_id = models.UUIDField(null=True)
    refused = models.CharField(max_length=500, blank=True)
    imported_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation_id", "source", "key"], name=ONE_IMPORT)]
