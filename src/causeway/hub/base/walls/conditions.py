"""The rules of the audience and of named addresses as conditions of Django, for the managers' side of a wall.

Written out as the policies have them: put together from models, each would cost every query more than all the rest of
it.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, F
from django.db.models.expressions import Combinable, Expression
from django.db.models.sql.compiler import SQLCompiler

AUDIENCE_TABLE = "organisations_audience"
MEMBER_TABLE = "organisations_member"


class _OfColumn(Expression):
    """A condition on one column of the row."""

    def __init__(self, column: str | Combinable) -> None:
        super().__init__(output_field=BooleanField())
        self.column: Any = F(column) if isinstance(column, str) else column

    def get_source_expressions(self) -> list[Any]:
        return [self.column]

    def set_source_expressions(self, expressions: Sequence[Any]) -> None:
        (self.column,) = expressions

    def _column(self, compiler: SQLCompiler) -> tuple[str, tuple[Any, ...]]:
        # Without its table's name before it, a column would be taken for one of the table looked into.
        if getattr(self.column, "alias", None) is None:
            raise ValueError("The column of a wall must be told with its table.")
        column, given = compiler.compile(self.column)
        return column, (*given,)


class InAudience(_OfColumn):
    """Whether an organisation is in the audience of the root that a column names."""

    def __init__(self, column: str | Combinable, organisation: UUID) -> None:
        super().__init__(column)
        self.organisation = organisation

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        del connection
        column, given = self._column(compiler)
        there = f"FROM {AUDIENCE_TABLE} heard WHERE heard.root_id = {column} AND heard.organisation_id = %s"
        return f"EXISTS (SELECT 1 {there})", (*given, self.organisation)


class IsNamed(_OfColumn):
    """Whether a member's address stands in an array of addresses in lower case that a column holds."""

    def __init__(self, column: str | Combinable, member: UUID) -> None:
        super().__init__(column)
        self.member = member

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        del connection
        column, given = self._column(compiler)
        there = f"FROM {MEMBER_TABLE} named WHERE named.id = %s AND lower(named.email) = ANY ({column})"
        return f"EXISTS (SELECT 1 {there})", (self.member, *given)
