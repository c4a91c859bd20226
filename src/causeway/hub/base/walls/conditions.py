"""The rules of the audience and of named addresses as conditions of Django, for the managers' side of a wall.

Written out as the policies have them: put together from models, each would cost every query more than all the rest of
it.
"""

from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import UUID

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, F
from django.db.models.expressions import Combinable, Expression
from django.db.models.sql.compiler import SQLCompiler

AUDIENCE_TABLE = "organisations_audience"
MEMBER_TABLE = "organisations_member"


class _ThereIs(Expression):
    """Whether a row is there, found by one column of the row that is asked about and by one key. `rows` says where to
    look, with `{column}` and a placeholder for the key.
    """

    rows: ClassVar[str]

    def __init__(self, column: str | Combinable, key: UUID) -> None:
        super().__init__(output_field=BooleanField())
        self.column: Any = F(column) if isinstance(column, str) else column
        self.key = key

    def get_source_expressions(self) -> list[Any]:
        return [self.column]

    def set_source_expressions(self, expressions: Sequence[Any]) -> None:
        (self.column,) = expressions

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        del connection
        # Without its table's name before it, a column would be taken for one of the table looked into.
        if getattr(self.column, "alias", None) is None:
            raise ValueError("The column of a wall must be told with its table.")
        column, _given = compiler.compile(self.column)
        return f"EXISTS (SELECT 1 FROM {self.rows.format(column=column)})", (self.key,)  # noqa: S608 - our own names


class InAudience(_ThereIs):
    """Whether an organisation (`key`) is in the audience of the root that a column names."""

    rows = f"{AUDIENCE_TABLE} heard WHERE heard.root_id = {{column}} AND heard.organisation_id = %s"


class IsNamed(_ThereIs):
    """Whether a member's (`key`) address stands in an array of addresses in lower case that a column holds."""

    rows = f"{MEMBER_TABLE} named WHERE named.id = %s AND lower(named.email) = ANY ({{column}})"
