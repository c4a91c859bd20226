"""What is taught with: lessons, leaflets, letters."""

from django.db import models

from causeway.hub.base.walls.models import IdentifiedModel
from causeway.hub.commons.awareness.models.published_wall import FOR_ALL_ONCE_PUBLISHED


class Material(IdentifiedModel):
    """A text to teach or to hand out. `age_from` and `age_to` are the pupils' years; None where it is for adults.
    `translation_of` names the material that says the same in another language.
    """

    wall = FOR_ALL_ONCE_PUBLISHED

    organisation_id = models.UUIDField()
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)
    audience = models.CharField(max_length=20)
    age_from = models.PositiveSmallIntegerField(null=True)
    age_to = models.PositiveSmallIntegerField(null=True)
    language = models.CharField(max_length=5)
    translation_of_id = models.UUIDField(null=True)
    summary = models.CharField(max_length=500)
    body = models.TextField(max_length=30_000)
    minutes = models.PositiveSmallIntegerField(null=True)
    written_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["language", "audience"])]
