"""What PostgreSQL counts over a group and Django has no name for."""

from typing import Any

from django.db.models import Aggregate, DateTimeField


class RankedMoment(Aggregate):
    """The moment at which so great a share of a group's moments, from 0 to 1, lies before or at it: the nearest rank
    (`percentile_disc`). None of an empty group.
    """

    function = "PERCENTILE_DISC"
    template = "%(function)s(%(share)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DateTimeField()

    def __init__(self, expression: Any, *, share: float, **extra: Any) -> None:
        super().__init__(expression, share=float(share), **extra)
