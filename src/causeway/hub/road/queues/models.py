"""Owed work, who waits where, and alerts."""

from django.db import models

from causeway.hub.base.walls.declarations import Between, Root
from causeway.hub.base.walls.models import IdentifiedModel


class Work(IdentifiedModel):
    """One stage owed to one referral. A job only wakes the worker: deleting every job loses none of this. What
    `can_wait` was done before, and is only to be judged by another policy.
    """

    wall = Root(owner="organisation_id")

    organisation_id = models.UUIDField()
    referral_id = models.UUIDField()
    sender_id = models.UUIDField()
    stage = models.CharField(max_length=20)
    version = models.PositiveIntegerField(default=1)
    can_wait = models.BooleanField(default=False, db_default=False)
    owed_at = models.DateTimeField()
    not_before = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["referral_id", "stage", "version"], name="one_work_a_stage")]
        indexes = [
            # The next sender with something owed is found by one look, whatever another sender owes (see `claiming`).
            models.Index(
                fields=["organisation_id", "can_wait", "sender_id", "owed_at", "id"],
                condition=models.Q(done_at=None),
                name="owed_work",
            )
        ]


class FirstAction(IdentifiedModel):
    """When a force first did something with a referral, which its desk may know: the moment, and neither who nor what.
    The force's own program writes it.
    """

    wall = Between(columns=("force_id", "desk_id"), writers=("force_id",), append_only=True)

    referral_id = models.UUIDField()
    force_id = models.UUIDField()
    desk_id = models.UUIDField()
    acted_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["referral_id", "force_id"], name="one_first_action_a_force")]
        indexes = [models.Index(fields=["desk_id", "acted_at"])]


_WAITS = models.Q(closed_at=None, is_line=True)


MAY_BE_UNTOUCHED_BY = models.Case(
    models.When(
        models.Q(closed_at__isnull=False)
        & ~models.Q(receiver_id=models.F("organisation_id"))
        & (models.Q(begun_by_id=None) | ~models.Q(receiver_id=models.F("begun_by_id"))),
        then=models.F("receiver_id"),
    ),
    output_field=models.UUIDField(),
)
"""To whom a line was sent, where that force is not marked as having begun on it; else nothing. An expression with an
index has statistics, by which the database knows how few they are.
"""


def urgency_rank(band_rank: int, *, is_imminent: bool) -> int:
    """Where the lines of a band stand in the queue: those on which a child may be in danger now before the others."""
    return 2 * band_rank + (0 if is_imminent else 1)


class QueueItem(IdentifiedModel):
    """A referral that waits for one organisation: the only projection of where a referral stands. Everything in it
    can be made anew. `reasons` are the heaviest of its priority (`vocabulary.findings.Reason`). `due_at` is its
    deadline; among those of its `urgency_rank` it stands by `fair_at`, which lies later where many of its sender wait
    (see `fairness`).
    `route_country` (ISO alpha-2) is where it seems to belong while it has no receiver here.
    `begun_by_id` is the force that is known to have done something with it by now (see `first_actions`): a mark that
    spares looking, and nothing to rely on.
    """

    wall = Root(owner="organisation_id")

    organisation_id = models.UUIDField()
    referral_id = models.UUIDField()
    reference = models.CharField(max_length=20)
    sender_id = models.UUIDField()
    sender_name = models.CharField(max_length=200)
    concern = models.CharField(max_length=40)
    band = models.CharField(max_length=12)
    band_rank = models.PositiveSmallIntegerField()
    score = models.FloatField()
    is_imminent = models.BooleanField(default=False)
    urgency_rank = models.GeneratedField(
        expression=models.F("band_rank") * 2 + models.Case(models.When(is_imminent=True, then=0), default=1),
        output_field=models.PositiveSmallIntegerField(),
        db_persist=True,
    )
    completeness = models.FloatField(null=True)
    reasons = models.JSONField(default=list)
    has_file = models.BooleanField(default=False)
    child_subject = models.BooleanField(default=False)
    bundle_size = models.PositiveIntegerField(default=1)
    duplicate_of_id = models.UUIDField(null=True)
    is_line = models.BooleanField(default=True)
    brings_news = models.BooleanField(default=False)
    news_at = models.DateTimeField(null=True)
    needs_route = models.BooleanField(default=False)
    route_country = models.CharField(max_length=2, blank=True, default="")
    receiver_id = models.UUIDField(null=True)
    offered_by_id = models.UUIDField(null=True)
    offered_to_id = models.UUIDField(null=True)
    offer_due_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField()
    arrived_at = models.DateTimeField()
    due_at = models.DateTimeField()
    fair_at = models.DateTimeField()
    is_paused = models.BooleanField(default=False)
    taken_by_id = models.UUIDField(null=True)
    taken_at = models.DateTimeField(null=True)
    case_id = models.UUIDField(null=True)
    closed_at = models.DateTimeField(null=True)
    begun_by_id = models.UUIDField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation_id", "referral_id"], name="waits_once")]
        indexes = [
            # One for each order of the list, and one for each view that few lines are in.
            models.Index(
                fields=["organisation_id", "due_at", "id"],
                include=["is_paused"],
                condition=_WAITS,
                name="open_by_due",
            ),
            models.Index(fields=["organisation_id", "arrived_at", "id"], condition=_WAITS, name="open_by_arrival"),
            models.Index(fields=["organisation_id", "sender_id"], condition=_WAITS, name="open_by_sender"),
            models.Index(
                fields=["organisation_id", "urgency_rank", "fair_at", "id"],
                condition=_WAITS,
                name="queue_by_turns",
            ),
            # The line of a sender that came last before another is the first entry (see `fairness`).
            models.Index(
                fields=["organisation_id", "sender_id", "urgency_rank", "arrived_at", "id"],
                condition=_WAITS,
                name="senders_line_before",
            ),
            models.Index(
                fields=["organisation_id", "urgency_rank", "fair_at", "id"],
                condition=_WAITS & models.Q(needs_route=True),
                name="without_route_by_turns",
            ),
            models.Index(
                fields=["organisation_id", "arrived_at", "id"],
                condition=_WAITS & models.Q(news_at__isnull=False),
                name="open_with_news",
            ),
            models.Index(
                fields=["organisation_id", "taken_by_id"],
                condition=_WAITS & models.Q(taken_by_id__isnull=False),
                name="open_and_taken",
            ),
            models.Index(
                fields=["organisation_id"],
                condition=_WAITS & models.Q(offered_by_id__isnull=False),
                name="open_and_offered",
            ),
            models.Index(
                fields=["organisation_id", "urgency_rank", "fair_at", "id"],
                condition=models.Q(closed_at__isnull=False, is_line=True),
                name="closed_by_turns",
            ),
            # How much each sender told in a time, and some of it by chance (see `arrivals_drawn`).
            models.Index(
                fields=["organisation_id", "sender_id", "id"],
                include=["arrived_at", "received_at"],
                name="arrivals_by_sender",
            ),
            # Who told under a line, and when: each sender by one look, however often another told there.
            models.Index(
                fields=["organisation_id", "duplicate_of_id", "sender_id", "arrived_at"],
                condition=models.Q(duplicate_of_id__isnull=False, is_line=False),
                name="tellings_by_sender",
            ),
            # What stands under a line, the most urgent first; and the lines of news under it.
            models.Index(
                fields=["organisation_id", "duplicate_of_id", "band_rank", "-score"], name="bundles_by_urgency"
            ),
            models.Index(
                fields=["organisation_id", "duplicate_of_id"],
                condition=models.Q(duplicate_of_id__isnull=False, is_line=True, brings_news=True),
                name="lines_of_news",
            ),
            models.Index("organisation_id", MAY_BE_UNTOUCHED_BY, name="not_begun"),
        ]


class Alert(IdentifiedModel):
    """A child may be in danger now: repeated and climbing until a named person acknowledges it. `codes` are the
    imminent dangers that were known (`vocabulary.findings.Priority.alarms`): one more raises it again. `turn` counts
    the open alerts of its sender before it; `gathered_at` is when a mail told of it together with its sender's others,
    and `gathered_level` to whom.
    """

    wall = Root(owner="organisation_id")

    organisation_id = models.UUIDField()
    referral_id = models.UUIDField()
    sender_id = models.UUIDField(null=True)
    turn = models.PositiveIntegerField(default=0, db_default=0)
    gathered_at = models.DateTimeField(null=True)
    gathered_level = models.PositiveSmallIntegerField(null=True)
    raised_at = models.DateTimeField()
    level = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    codes = models.JSONField(default=list)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by_id = models.UUIDField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation_id", "referral_id"], name="one_alert_a_referral")]
        indexes = [
            models.Index(
                fields=["organisation_id", "next_at"], condition=models.Q(acknowledged_at=None), name="climbing_alerts"
            ),
            models.Index(
                fields=["organisation_id", "turn", "raised_at", "id"],
                condition=models.Q(acknowledged_at=None),
                name="alerts_by_turns",
            ),
            models.Index(
                fields=["organisation_id", "sender_id", "turn"],
                condition=models.Q(acknowledged_at=None),
                name="open_alerts_of_a_sender",
            ),
            models.Index(
                fields=["organisation_id", "sender_id", "gathered_at"],
                condition=models.Q(gathered_at__isnull=False),
                name="gathered_alerts",
            ),
        ]
