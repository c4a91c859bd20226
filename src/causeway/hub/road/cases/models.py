"""A force's cases, and telling the body that protects a child."""

from django.db import models

from causeway.hub.base.walls.declarations import Part, Root
from causeway.hub.base.walls.models import IdentifiedModel, WalledModel


class Case(IdentifiedModel):
    """A force's work on one or more referrals. `playbook` and its version say which practice its tasks come from;
    `playbook_version_id` which published one it is, None where it ships with the program.
    """

    wall = Root(owner="organisation_id")

    organisation_id = models.UUIDField()
    reference = models.CharField(max_length=20, unique=True)
    title = models.CharField(max_length=200)
    playbook = models.CharField(max_length=60)
    playbook_version = models.CharField(max_length=20)
    playbook_version_id = models.UUIDField(null=True)
    lead_id = models.UUIDField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["organisation_id", "opened_at"])]


class CaseReferral(IdentifiedModel):
    """A referral that a case works on."""

    wall = Root(owner="organisation_id")

    organisation_id = models.UUIDField()
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="referral_rows")
    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation_id", "referral"], name="one_case_a_referral")]


class CaseNote(IdentifiedModel):
    """A note, never changed."""

    wall = Root(owner="organisation_id", append_only=True, may_delete=True)

    organisation_id = models.UUIDField()
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notes")
    member_id = models.UUIDField()
    text = models.TextField(max_length=10_000)
    noted_at = models.DateTimeField()


class CaseTask(IdentifiedModel):
    """A step of a case, as its playbook had it then. `unmet` are the conditions that did not hold when it was looked
    at; `after` is the step whose end starts its time. `evidence` is what to record, `evidence_note` what was and where.
    Its texts are in `language` ("" where that was not noted); `words` are the same texts in others, by language.
    """

    wall = Root(owner="organisation_id")

    organisation_id = models.UUIDField()
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="tasks")
    ordinal = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    guidance = models.TextField(blank=True)
    language = models.CharField(max_length=10, blank=True)
    words = models.JSONField(default=dict)
    state = models.CharField(max_length=20, default="to_do")
    reason = models.CharField(max_length=500, blank=True)
    due_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by_id = models.UUIDField(null=True)
    roles = models.JSONField(default=list)
    conditions = models.JSONField(default=list)
    unmet = models.JSONField(default=list)
    evidence = models.JSONField(default=list)
    evidence_note = models.TextField(blank=True, max_length=3_000)
    is_mandatory = models.BooleanField(default=True)
    after = models.CharField(max_length=60, blank=True)
    due_in_hours = models.PositiveIntegerField(null=True)
    skill = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["ordinal"]


class Safeguarding(IdentifiedModel):
    """What the body that protects this child needs to know, and no more. Its own root: the body sees this and nothing
    of the referral, not even its identifier, by which it could tell which children belong to one case.
    """

    wall = Root(append_only=True, deleted_by_last=True)

    teller_id = models.UUIDField()
    body_id = models.UUIDField()
    document = models.JSONField()
    told_at = models.DateTimeField()
    due_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["body_id", "told_at"]), models.Index(fields=["teller_id", "told_at"])]


class SafeguardingOrigin(WalledModel):
    """Where a notice comes from, for whoever told it alone. `child` is the child's place among the referral's parties;
    None where the notice is about nobody whom the referral names.
    """

    wall = Root(owner="teller_id", append_only=True, may_delete=True)

    safeguarding = models.OneToOneField(Safeguarding, primary_key=True, on_delete=models.PROTECT, related_name="origin")
    teller_id = models.UUIDField()
    referral_id = models.UUIDField(db_index=True)
    child = models.PositiveSmallIntegerField(null=True)
    case_id = models.UUIDField(null=True)
    told_by_id = models.UUIDField()


class SafeguardingAnswer(IdentifiedModel):
    """The body has it: who took it on, and what they said."""

    wall = Part(of="safeguarding_id", append_only=True, deleted_by_last=True)

    safeguarding = models.OneToOneField(Safeguarding, on_delete=models.PROTECT, related_name="answer")
    body_id = models.UUIDField()
    member_id = models.UUIDField()
    name = models.CharField(max_length=200)
    note = models.TextField(blank=True, max_length=3_000)
    acknowledged_at = models.DateTimeField()


class PracticeFigures(IdentifiedModel):
    """How far a force's cases followed their playbooks, in counts, as it let a desk see them. The newest counts."""

    wall = Root(append_only=True)

    organisation_id = models.UUIDField()
    desk_id = models.UUIDField()
    since = models.DateField()
    document = models.JSONField()
    shared_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["desk_id", "organisation_id", "shared_at"])]
