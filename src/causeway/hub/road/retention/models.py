"""An organisation's own times, what it holds back, what is about to end, and what is left of what has ended."""

from django.db import models

from causeway.hub.base.acting.reasons import REASON_CHARACTERS
from causeway.hub.base.walls.declarations import Root
from causeway.hub.base.walls.models import IdentifiedModel


class RetentionChoice(IdentifiedModel):
    """How long the organisation keeps a kind of thing (`timing.Kept`), where that is not the rule's own time. The
    newest counts; each says who set it and why.
    """

    wall = Root(owner="organisation_id", append_only=True)

    organisation_id = models.UUIDField()
    kept = models.CharField(max_length=32)
    days = models.PositiveIntegerField()
    reason = models.TextField(max_length=REASON_CHARACTERS)
    set_by_id = models.UUIDField()
    set_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["organisation_id", "kept", "set_at"])]


class Hold(IdentifiedModel):
    """A legal hold: nothing of this referral or case is erased until another person than the one who placed it has
    released it. With `exhibit_id` it was placed for one file, and holds the whole referral, which alone explains it.
    """

    wall = Root(
        owner="organisation_id",
        append_only=True,
        may_update=("released_by_id", "release_reason", "released_at"),
        set_once=("released_by_id", "released_at"),
    )

    organisation_id = models.UUIDField()
    subject_id = models.UUIDField()
    is_case = models.BooleanField()
    exhibit_id = models.UUIDField(null=True)
    reason = models.TextField(max_length=REASON_CHARACTERS)
    placed_by_id = models.UUIDField()
    placed_at = models.DateTimeField()
    released_by_id = models.UUIDField(null=True)
    release_reason = models.TextField(max_length=REASON_CHARACTERS, blank=True)
    released_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(released_by_id=None) | ~models.Q(released_by_id=models.F("placed_by_id")),
                name="a_second_person_releases",
            )
        ]
        indexes = [
            models.Index(
                fields=["organisation_id", "subject_id"],
                condition=models.Q(released_at=None),
                name="holds_in_force",
            )
        ]


class Ending(IdentifiedModel):
    """Something of which the owner was told that it will be erased, and when; `warned_at` is None until it is, which
    follows soon. What moves is told of anew.
    """

    wall = Root(owner="organisation_id")

    organisation_id = models.UUIDField()
    kept = models.CharField(max_length=32)
    subject_id = models.UUIDField()
    ends_at = models.DateTimeField()
    warned_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation_id", "kept", "subject_id"], name="ends_once")]
        indexes = [models.Index(fields=["organisation_id", "warned_at", "id"], name="endings_in_turn")]


class Remnant(IdentifiedModel):
    """What is left at an organisation of what it erased: the reference and counts, no content. `was_last` where nobody
    else had the content any more, so that it is gone.
    """

    wall = Root(owner="organisation_id")

    organisation_id = models.UUIDField()
    kept = models.CharField(max_length=32)
    subject_id = models.UUIDField()
    reference = models.CharField(max_length=20, blank=True)
    concern = models.CharField(max_length=40, blank=True)
    began_at = models.DateTimeField()
    erased_at = models.DateTimeField()
    was_last = models.BooleanField()
    counts = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["organisation_id", "erased_at"])]
