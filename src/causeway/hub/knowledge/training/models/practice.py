"""Training at work: what tasks ask for, overrides, first tasks beside a mentor, and what the desk may count."""

from django.db import models

from causeway.hub.base.walls.declarations import Between, Root
from causeway.hub.base.walls.models import IdentifiedModel, WalledModel


class SkillRule(IdentifiedModel):
    """What an organisation asks at tasks of a skill: `rule` is "none", "warn" or "gate"; so many first tasks are done
    beside a mentor.
    """

    wall = Root(owner="organisation_id")

    organisation_id = models.UUIDField()
    skill = models.CharField(max_length=40)
    rule = models.CharField(max_length=10)
    mentored_tasks = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation_id", "skill"], name="one_rule_a_skill")]


class SkillOverride(IdentifiedModel):
    """A supervisor let a member without the certificate do a task now, and somebody else looks at it afterwards. For an
    act of its own `act` names it and `task_id` the referral that it is about, which may stand in no case yet.
    """

    wall = Root(
        owner="organisation_id",
        append_only=True,
        may_update=("reviewed_at", "reviewed_by_id", "review_note", "was_justified"),
        set_once=("reviewed_at", "reviewed_by_id"),
    )

    organisation_id = models.UUIDField()
    member_id = models.UUIDField()
    skill = models.CharField(max_length=40)
    task_id = models.UUIDField()
    act = models.CharField(max_length=40, blank=True, default="")
    case_id = models.UUIDField(null=True)
    title = models.CharField(max_length=200)
    given_by_id = models.UUIDField()
    reason = models.CharField(max_length=500)
    given_at = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by_id = models.UUIDField(null=True)
    review_note = models.CharField(max_length=500, blank=True)
    was_justified = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "member_id", "task_id", "act"], name="one_override_a_task"
            )
        ]


class MentoredTask(IdentifiedModel):
    """A task that a member did while learning; a mentor signs it, once."""

    wall = Root(
        owner="organisation_id",
        append_only=True,
        may_update=("mentor_id", "signed_at", "note", "is_good"),
        set_once=("mentor_id", "signed_at"),
    )

    organisation_id = models.UUIDField()
    member_id = models.UUIDField()
    skill = models.CharField(max_length=40)
    task_id = models.UUIDField()
    case_id = models.UUIDField()
    title = models.CharField(max_length=200)
    done_at = models.DateTimeField()
    mentor_id = models.UUIDField(null=True)
    signed_at = models.DateTimeField(null=True)
    is_good = models.BooleanField(null=True)
    note = models.CharField(max_length=1_000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "member_id", "task_id"], name="mentored_once")
        ]


class SkillSummary(IdentifiedModel):
    """How many of an organisation's members hold a skill, as a desk may know it. What is too small to tell is not
    stored at all, so that no query can bring it out.
    """

    wall = Between(columns=("organisation_id", "desk_id"), writers=("organisation_id",))

    organisation_id = models.UUIDField()
    desk_id = models.UUIDField()
    skill = models.CharField(max_length=40)
    members = models.PositiveIntegerField(null=True)
    qualified = models.PositiveIntegerField(null=True)
    is_exact = models.BooleanField(default=False)
    counted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "desk_id", "skill"], name="one_summary_a_skill")
        ]


class TrainingChoice(WalledModel):
    """What an organisation has decided of its training as a whole: whether its desk sees exact counts."""

    wall = Root(owner="organisation_id")

    organisation_id = models.UUIDField(primary_key=True)
    shares_exact_counts = models.BooleanField(default=False)
