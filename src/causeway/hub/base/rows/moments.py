"""Moments as plain seconds, for reads that count a hundred thousand of them: a date and time each costs more to make
than all that is then done with it.
"""

from typing import Any

from django.db.models import F, FloatField, Func


class Seconds(Func):
    """Seconds since 1970 in UTC, as `datetime.timestamp` gives them; None stays None."""

    function = "EXTRACT"
    template = "EXTRACT(EPOCH FROM %(expressions)s)::double precision"
    arity = 1

    def __init__(self, moment: str | Func | Any) -> None:
        super().__init__(F(moment) if isinstance(moment, str) else moment, output_field=FloatField())
