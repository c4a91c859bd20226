"""Reports of waves: figures only, suppressed before they came here, and to whom they are published."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from causeway.hub.base.walls.declarations import Written
from causeway.hub.base.walls.models import IdentifiedModel

_IS_PUBLISHED = "{table}.published_at IS NOT NULL AND ({table}.is_for_all OR {organisation} = ANY ({table}.audience))"


class WaveReport(IdentifiedModel):
    """A report as it was made; `document` is `report.model.Report` and never changes. The row outlives the answers,
    which retention deletes, so `wave_id` is no key. `audience` sees it while it is published, as does everybody where
    `is_for_all`.
    """

    wall = Written(
        read=f"{{table}}.organisation_id = {{organisation}} OR ({{organisation}} IS NOT NULL AND {_IS_PUBLISHED})",
        insert="{table}.organisation_id = {organisation} AND {table}.published_at IS NULL",
        change="{table}.organisation_id = {organisation}",
        delete="{table}.organisation_id = {organisation}",
        filters=lambda organisation: (
            models.Q(organisation_id=organisation)
            | models.Q(published_at__isnull=False, is_for_all=True)
            | models.Q(published_at__isnull=False, audience__contains=[organisation])
        ),
        append_only=True,
        may_update=("published_at", "is_for_all", "audience", "quotes"),
        may_delete=True,
    )

    organisation_id = models.UUIDField(db_index=True)
    wave_id = models.UUIDField(db_index=True)
    title = models.CharField(max_length=200)
    is_synthetic = models.BooleanField()
    document = models.JSONField()
    quotes = models.JSONField(default=list)
    made_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    is_for_all = models.BooleanField(default=False)
    audience = ArrayField(models.UUIDField(), default=list)
