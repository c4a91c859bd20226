"""How far the ledger has come, so that a round in which nothing happened costs almost nothing."""

from django.db.models import Max

from causeway.hub.base.ledger.models import Leaf


def is_unsequenced() -> bool:
    """Whether any committed entry has no position yet. Leaves are hashes, so nobody need act."""
    return Leaf.objects.filter(position=None).exists()


def last_position() -> int:
    """The highest position given, -1 before the first."""
    last: int | None = Leaf.objects.filter(position__isnull=False).aggregate(last=Max("position"))["last"]
    return -1 if last is None else last
