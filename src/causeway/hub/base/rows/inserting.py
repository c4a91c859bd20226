"""Rows of several tables put in by one round trip to the database, where a statement each would take one each."""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import Model
from django.db.models.sql import InsertQuery


def insert_together(*batches: Sequence[Model]) -> None:
    """Insert new rows, each batch of one model, in this order. Each statement sees what those before it put in, as do
    its policies. The rows bring their own keys. Runs inside the caller's transaction.
    """
    statements: list[str] = []
    values: list[Any] = []
    for batch in batches:
        if not batch:
            continue
        query = InsertQuery(type(batch[0]))
        query.insert_values(type(batch[0])._meta.concrete_fields, list(batch))
        for statement, own in query.get_compiler(connection=connection).as_sql():
            statements.append(statement)
            values += own
    if statements:
        of_postgresql: Any = connection.ops
        with connection.cursor() as cursor:
            # The values are written into it here, so that several statements go as one.
            cursor.execute(of_postgresql.compose_sql("; ".join(statements), values))
    for batch in batches:
        for row in batch:
            row._state.adding = False  # noqa: SLF001 as Django's own `save` does
