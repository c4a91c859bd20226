"""Modules: drafts, published versions, their pictures, and what readers said of them."""

from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q

from causeway.hub.base.walls.declarations import Root, Written
from causeway.hub.base.walls.models import IdentifiedModel

_IS_SHARED = "{table}.is_for_everyone AND {organisation} IS NOT NULL OR {organisation} = ANY ({table}.shared_with)"


def _shared(organisation: UUID) -> Q:
    own = Q(organisation_id=organisation)
    return own | Q(is_for_everyone=True) | Q(shared_with__contains=[organisation])


class ModuleDraft(IdentifiedModel):
    """A module that is being written, in one language. `state` is "writing", "in_review" or "returned"; `writers` are
    all who had a hand in it, none of whom reviews it.
    """

    wall = Root(owner="organisation_id")

    organisation_id = models.UUIDField()
    module_id = models.UUIDField()
    language = models.CharField(max_length=10)
    document = models.JSONField()
    state = models.CharField(max_length=20, default="writing")
    author_id = models.UUIDField()
    writers = ArrayField(models.UUIDField(), default=list)
    reviewer_id = models.UUIDField(null=True)
    comments = models.TextField(blank=True, max_length=3_000)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "module_id", "language"], name="one_draft_of_a_module_in_a_language"
            )
        ]


class ModuleVersion(IdentifiedModel):
    """A published module. What it says never changes; with whom it is shared, and whether it is withdrawn, can."""

    wall = Written(
        read="{table}.organisation_id = {organisation} OR " + _IS_SHARED,
        insert="{table}.organisation_id = {organisation}",
        change="{table}.organisation_id = {organisation}",
        filters=_shared,
        append_only=True,
        may_update=("is_for_everyone", "shared_with", "withdrawn_at"),
    )

    organisation_id = models.UUIDField()
    module_id = models.UUIDField()
    language = models.CharField(max_length=10)
    number = models.PositiveIntegerField()
    document = models.JSONField()
    picture_ids = ArrayField(models.UUIDField(), default=list)
    author_id = models.UUIDField()
    reviewer_id = models.UUIDField()
    published_at = models.DateTimeField()
    is_for_everyone = models.BooleanField(default=False)
    shared_with = ArrayField(models.UUIDField(), default=list)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "module_id", "language", "number"], name="one_module_version_of_a_number"
            )
        ]
        indexes = [models.Index(fields=["module_id", "language", "-number"])]


class ModulePicture(IdentifiedModel):
    """An uploaded picture as it was drawn anew: a JPEG of our own making. Seen by whoever sees a version that shows
    it.
    """

    wall = Written(
        read=(
            "{table}.organisation_id = {organisation} OR EXISTS (SELECT 1 FROM training_moduleversion v"
            " WHERE v.organisation_id = {table}.organisation_id AND {table}.id = ANY (v.picture_ids)"
            " AND (v.is_for_everyone AND {organisation} IS NOT NULL OR {organisation} = ANY (v.shared_with)))"
        ),
        insert="{table}.organisation_id = {organisation}",
        filters=lambda organisation: (
            Q(organisation_id=organisation)
            | Q(
                Exists(
                    ModuleVersion._base_manager.filter(
                        Q(is_for_everyone=True) | Q(shared_with__contains=[organisation]),
                        organisation_id=OuterRef("organisation_id"),
                        picture_ids__contains=[OuterRef("pk")],
                    )
                )
            )
        ),
        append_only=True,
    )

    organisation_id = models.UUIDField()
    jpeg = models.BinaryField()
    added_at = models.DateTimeField()


class ModuleRating(IdentifiedModel):
    """What somebody said of a module: how useful, and what was missing. It names nobody, neither a person nor their
    organisation, and is seen by whoever wrote the module alone; of a module that ships with the program, by the
    reader's own organisation.
    """

    wall = Written(
        read="{table}.reader_id = {organisation}",
        insert="{organisation} IS NOT NULL",
        filters=lambda organisation: Q(reader_id=organisation),
        append_only=True,
    )

    reader_id = models.UUIDField()
    module_id = models.UUIDField()
    useful = models.PositiveSmallIntegerField()
    missing = models.CharField(max_length=1_000, blank=True)
    rated_on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["reader_id", "module_id"])]


class RatingMark(IdentifiedModel):
    """That a member has rated a module, so that nobody rates twice; not what they said."""

    wall = Root(owner="organisation_id", append_only=True)

    organisation_id = models.UUIDField()
    member_id = models.UUIDField()
    module_id = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation_id", "member_id", "module_id"], name="rated_once")]
