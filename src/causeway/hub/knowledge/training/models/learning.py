"""What an organisation asks of its people, and what each of them has learnt; seen by that organisation alone."""

from django.db import models

from causeway.hub.base.walls.declarations import Root
from causeway.hub.base.walls.models import IdentifiedModel
from causeway.vocabulary.organisations import Role


class PathStep(IdentifiedModel):
    """A module on the path of a role. An organisation without any step of a role keeps to the path that ships."""

    wall = Root(owner="organisation_id")

    organisation_id = models.UUIDField()
    role = models.CharField(max_length=32, choices=[(role.value, role.value) for role in Role])
    module_id = models.UUIDField()
    is_required = models.BooleanField()
    valid_months = models.PositiveSmallIntegerField()
    ordinal = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["role", "ordinal"]
        constraints = [models.UniqueConstraint(fields=["organisation_id", "role", "module_id"], name="once_on_a_path")]


class Progress(IdentifiedModel):
    """How far a member has read a module: the pages seen, by their codes, and the last."""

    wall = Root(owner="organisation_id")

    organisation_id = models.UUIDField()
    member_id = models.UUIDField()
    module_id = models.UUIDField()
    seen = models.JSONField(default=list)
    last_section = models.CharField(max_length=60, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "member_id", "module_id"], name="one_progress_a_module")
        ]


class TestAttempt(IdentifiedModel):
    """One taking of a test. `kind` is "pre" or "post"; `items` the codes asked, `answers` and `marks` by code."""

    __test__ = False  # not one of pytest's

    wall = Root(owner="organisation_id")

    organisation_id = models.UUIDField()
    member_id = models.UUIDField()
    module_id = models.UUIDField()
    version = models.PositiveIntegerField()
    language = models.CharField(max_length=10)
    kind = models.CharField(max_length=4)
    items = models.JSONField()
    answers = models.JSONField(default=dict)
    marks = models.JSONField(default=dict)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    right = models.PositiveSmallIntegerField(default=0)
    is_passed = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["organisation_id", "module_id", "finished_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "member_id", "module_id", "kind"],
                condition=models.Q(finished_at=None),
                name="one_open_attempt",
            )
        ]


class Certificate(IdentifiedModel):
    """What a member can show. One from outside waits until a supervisor confirms it. `code` lets anybody who has it
    check the certificate; `warned_days` is the last warning given before it expires.
    """

    wall = Root(owner="organisation_id")

    organisation_id = models.UUIDField()
    member_id = models.UUIDField()
    skill = models.CharField(max_length=40, blank=True)
    module_id = models.UUIDField(null=True)
    title = models.CharField(max_length=200)
    provider = models.CharField(max_length=200)
    issued_on = models.DateField()
    expires_on = models.DateField(null=True)
    state = models.CharField(max_length=20)
    code = models.CharField(max_length=40, unique=True)
    is_outside = models.BooleanField(default=False)
    added_at = models.DateTimeField()
    decided_by_id = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    warned_days = models.PositiveSmallIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["organisation_id", "member_id"])]


class CertificateEvidence(IdentifiedModel):
    """The file that came with a certificate from outside, sealed in the vault. It is given back as a download and never
    opened here. `content` holds what was entered before files were sealed, until `seal_old_evidence` has moved it.
    """

    wall = Root(
        owner="organisation_id",
        append_only=True,
        may_update=("content", "sealed_id"),
        may_delete=True,
        set_once=("sealed_id",),
    )

    organisation_id = models.UUIDField()
    certificate = models.OneToOneField(Certificate, on_delete=models.PROTECT, related_name="evidence")
    name = models.CharField(max_length=200)
    sealed_id = models.UUIDField(null=True)
    content = models.BinaryField(null=True)
