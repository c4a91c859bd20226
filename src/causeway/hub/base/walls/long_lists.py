"""A list in a condition goes to PostgreSQL as one array.

Values go beside a statement (`database`), and the protocol counts them in 16 bits: a statement with more than 65,535
does not leave this program. Django gives each item of an `__in` list a place of its own. Here a list that is not short
has one for all, so that `__in` bears any list that fits in memory, and every length is the same statement, planned and
kept once.
"""

from typing import Any

from django.db.models import Field
from django.db.models.expressions import ColPairs
from django.db.models.fields.related import ForeignObject
from django.db.models.fields.related_lookups import RelatedIn
from django.db.models.lookups import In

_FEW = 9
"""PostgreSQL, estimate_array_length: a kept plan, which does not see the array, is reckoned for ten items. For fewer it
would seem dearer than one made anew each time; they keep their places, and their plan.
"""


class InArray(In):
    """`IN` over a list of values as `= ANY` over an array. Few values, a subquery and a list with expressions stay as
    Django has them.
    """

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """The condition and its values. The array has the column's type without its length: a cast to `varchar(8)[]`
        would cut a longer value down to one that is found.
        """
        kind = self._kind(connection)
        if not kind:
            return super().as_sql(compiler, connection)
        column, values = self.process_lhs(compiler, connection)
        known: Any = [one for one in self.rhs if one is not None]
        _place, listed = self.get_db_prep_lookup(known, connection)
        return f"{column} = ANY (%s::{kind}[])", [*values, listed]

    def _kind(self, connection: Any) -> str:
        """The type of the array's items; empty where it is no list of values, or one of few."""
        is_listed = self.rhs_is_direct_value() and not self.bilateral_transforms and not isinstance(self.lhs, ColPairs)
        if not is_listed or len(self.rhs) <= _FEW:
            return ""
        kind: str = self.lhs.output_field.db_type(connection) or ""
        return kind.partition("(")[0]


class RelatedInArray(InArray, RelatedIn):
    """The same for a foreign key."""


def send_lists_as_arrays() -> None:
    """Let every `__in` of this process be sent so."""
    Field.register_lookup(InArray)
    ForeignObject.register_lookup(RelatedInArray)
