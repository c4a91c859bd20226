"""Some rows changed by one statement, each to values of its own: a column's values go as one array. Django's own
`bulk_update` writes a case for each row and column, which costs more to build and plan than to do.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import Model


def update_each(rows: Sequence[Model], names: Sequence[str]) -> None:
    """Save these fields of stored rows of one model. What the actor may not change stays as it is. Runs inside the
    caller's transaction.
    """
    if not rows:
        return
    meta = rows[0]._meta
    fields: list[Any] = [meta.pk, *map(meta.get_field, names)]
    quoted = [connection.ops.quote_name(field.column) for field in fields]
    key, *others = quoted
    # Without its length: a cast to `varchar(8)[]` would cut a longer value down, and nobody would hear of it.
    kinds = [(field.db_type(connection) or "").partition("(")[0] for field in fields]
    places = ", ".join(f"%s::{kind}[]" for kind in kinds)
    changes = ", ".join(f"{column} = given.{column}" for column in others)
    table = connection.ops.quote_name(meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET {changes} FROM unnest({places}) AS given ({', '.join(quoted)})"  # noqa: S608 our names
            f" WHERE {table}.{key} = given.{key}",
            [[field.get_db_prep_save(getattr(row, field.attname), connection) for row in rows] for field in fields],
        )
