"""What a desk publishes of the forces together, and nothing of one of them."""

from django.db import models

from causeway.hub.base.walls.declarations import Reference
from causeway.hub.base.walls.models import IdentifiedModel


class PublishedDistribution(IdentifiedModel):
    """Between which shares the middle half of a desk's forces lies in one quarter of a year, by one measure.

    Everybody may read it: it is made of at least ten forces of at least ten referrals each, and rounded. Once a quarter
    and never again, so that nobody can subtract one from another.
    """

    wall = Reference(writers=("desk_id",), append_only=True)

    desk_id = models.UUIDField()
    measure = models.CharField(max_length=20, choices=[("returned", "returned"), ("useful", "useful")])
    first = models.DateField()
    last = models.DateField()
    forces = models.PositiveSmallIntegerField()
    lower = models.FloatField()
    middle = models.FloatField()
    upper = models.FloatField()
    published_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["desk_id", "measure", "first"], name="published_once_a_quarter")]
