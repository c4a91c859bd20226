"""Places that a desk has loaded, in versions: schools and others by whose name a referral is routed."""

from django.db import models

from causeway.hub.base.walls.declarations import Root
from causeway.hub.base.walls.models import IdentifiedModel


class PlaceTable(IdentifiedModel):
    """One version of a desk's places, as somebody loaded it; `sha256` is of the file. `loaded_by_id` is None where the
    program loaded it on the hub's own machine. Its rows go once it is long out of force; `is_emptied` says so.
    """

    wall = Root(owner="desk_id", append_only=True, may_update=("is_emptied",))

    desk_id = models.UUIDField()
    number = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    places = models.PositiveIntegerField()
    refused = models.PositiveIntegerField()
    reason = models.TextField(max_length=2_000)
    loaded_by_id = models.UUIDField(null=True)
    loaded_at = models.DateTimeField()
    is_emptied = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["desk_id", "number"], name="one_place_table_a_number")]


class PlaceTerm(IdentifiedModel):
    """From when on a desk routes by a version, or by none; the newest counts."""

    wall = Root(owner="desk_id", append_only=True)

    desk_id = models.UUIDField()
    table = models.ForeignKey(PlaceTable, null=True, on_delete=models.PROTECT, related_name="terms")
    since = models.DateTimeField()
    decided_by_id = models.UUIDField(null=True)
    reason = models.TextField(max_length=2_000)

    class Meta:
        indexes = [models.Index(fields=["desk_id", "-since"], name="newest_place_term")]


class Place(IdentifiedModel):
    """One name of a place: its own, or an alias. By `key` it is found, by `alike` what is only like it."""

    wall = Root(owner="desk_id", append_only=True, may_delete=True)

    desk_id = models.UUIDField()
    table = models.ForeignKey(PlaceTable, on_delete=models.PROTECT, related_name="rows")
    name = models.CharField(max_length=200)
    alias = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=12)
    force_code = models.CharField(max_length=32)
    key = models.CharField(max_length=250)
    alike = models.CharField(max_length=250, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["table", "key"], name="places_by_key"),
            models.Index(fields=["table", "alike"], name="places_by_likeness"),
        ]
