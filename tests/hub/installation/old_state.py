"""A database as an earlier version of the program left it, for the tests of migrations on rows that are there."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from causeway.hub.base.walls.database import embedded
from causeway.hub.base.walls.embedded import APP_ROLE
from causeway.hub.base.walls.migrating import as_owner
from causeway.hub.base.walls.policies import put_up_walls

Superuser = psycopg.Connection[Any]


def migrate_to(targets: list[tuple[str, str]]) -> None:
    """Take the schema to these migrations, as the owner."""
    with as_owner():
        MigrationExecutor(connection).migrate(targets)


def migrate_to_newest() -> None:
    """Take the schema to where it is today, with its walls, as an upgrade does."""
    migrate_to(MigrationExecutor(connection).loader.graph.leaf_nodes())
    with as_owner():
        put_up_walls()


@contextmanager
def database_before(targets: list[tuple[str, str]], *tables: str) -> Iterator[Superuser]:
    """A connection that no policy binds, to a database as it was at these migrations; afterwards it is as it was found,
    and these tables are empty.
    """
    server = embedded()
    assert server is not None
    migrate_to(targets)
    try:
        with psycopg.connect(
            host=str(server.socket_folder), user="postgres", dbname=connection.settings_dict["NAME"], autocommit=True
        ) as connected:
            yield connected
            connected.execute(f"TRUNCATE {', '.join(tables)} CASCADE")
    finally:
        migrate_to_newest()
        with as_owner(), connection.cursor() as cursor:
            cursor.execute(f"GRANT TRUNCATE ON ALL TABLES IN SCHEMA public TO {APP_ROLE}")
