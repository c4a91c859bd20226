"""Playbooks that are written here: drafts, their review, the versions published, and what an organisation follows.

A playbook's document is a `playbook.Playbook`. A standard that a draft or an adoption rests on is kept beside it as it
was (`standard`: origin, version, document), so that the difference can be shown whatever becomes of the standard.
"""

from uuid import UUID

from django.db import models
from django.db.models import Q

from causeway.hub.base.walls.declarations import Root, Written
from causeway.hub.base.walls.models import IdentifiedModel

OPEN_STATES = ("writing", "in_review")


def _shared_or_own(organisation: UUID) -> Q:
    return Q(is_shared=True) | Q(organisation_id=organisation)


class PlaybookDraft(IdentifiedModel):
    """A playbook in the making. `author_ids` are all who wrote in it; none of them may review it."""

    wall = Root(owner="organisation_id")

    organisation_id = models.UUIDField()
    code = models.CharField(max_length=60)
    document = models.JSONField()
    state = models.CharField(max_length=20, default="writing")
    author_ids = models.JSONField(default=list)
    standard = models.JSONField(null=True)
    reasons = models.JSONField(default=dict)
    note = models.CharField(max_length=500, blank=True)
    is_shared = models.BooleanField(default=False)
    started_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    version_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "code"],
                condition=Q(state__in=OPEN_STATES),
                name="one_open_draft_of_a_playbook",
            )
        ]


class PlaybookReview(IdentifiedModel):
    """What a reviewer said of a draft, never changed."""

    wall = Root(owner="organisation_id", append_only=True)

    organisation_id = models.UUIDField()
    draft = models.ForeignKey(PlaybookDraft, on_delete=models.PROTECT, related_name="reviews")
    member_id = models.UUIDField()
    is_approved = models.BooleanField()
    comment = models.TextField(blank=True, max_length=3_000)
    reviewed_at = models.DateTimeField()


class PlaybookVersion(IdentifiedModel):
    """A published playbook, numbered and never changed: for everybody, or for its own organisation alone. It names
    nobody; who wrote and who reviewed it stands with the draft.
    """

    wall = Written(
        read="{organisation} IS NOT NULL AND ({table}.is_shared OR {table}.organisation_id = {organisation})",
        insert="{table}.organisation_id = {organisation}",
        filters=_shared_or_own,
        append_only=True,
    )

    organisation_id = models.UUIDField()
    code = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    document = models.JSONField()
    standard = models.JSONField(null=True)
    reasons = models.JSONField(default=dict)
    note = models.CharField(max_length=500, blank=True)
    is_shared = models.BooleanField()
    published_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "code", "number"], name="one_version_of_a_number")
        ]


class PlaybookAdoption(IdentifiedModel):
    """What an organisation follows for one kind of work; of several the newest counts. `version_id` is the published
    version that it is, None where it ships with the program. `kept_version` is a newer standard that somebody looked
    at and did not take, and why stands in `reason`.
    """

    wall = Root(owner="organisation_id", append_only=True)

    organisation_id = models.UUIDField()
    code = models.CharField(max_length=60)
    document = models.JSONField()
    version_id = models.UUIDField(null=True)
    standard = models.JSONField()
    reasons = models.JSONField(default=dict)
    is_adapted = models.BooleanField()
    kept_version = models.CharField(max_length=20, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    decided_by_id = models.UUIDField()
    decided_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["organisation_id", "code", "decided_at"])]


class ShippedNews(IdentifiedModel):
    """The version of a shipped playbook of which an organisation was told last, or with which it began."""

    wall = Root(owner="organisation_id")

    organisation_id = models.UUIDField()
    code = models.CharField(max_length=60)
    version = models.CharField(max_length=20)
    told_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "code"], name="one_news_of_a_shipped_playbook")
        ]
