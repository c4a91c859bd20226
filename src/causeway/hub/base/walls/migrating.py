"""Migrating, as the owner of the tables."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connection

from causeway.hub.base.walls.embedded import OWNER_ROLE
from causeway.hub.base.walls.policies import put_up_walls


@contextmanager
def as_owner() -> Iterator[None]:
    """Connect as the owner of the tables for the length of the block."""
    connection.close()
    role = connection.settings_dict["USER"]
    password = connection.settings_dict["PASSWORD"]
    connection.settings_dict["USER"] = connection.settings_dict.get("OWNER_USER") or OWNER_ROLE
    connection.settings_dict["PASSWORD"] = connection.settings_dict.get("OWNER_PASSWORD") or password
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["USER"] = role
        connection.settings_dict["PASSWORD"] = password


def migrate(verbosity: int = 0) -> None:
    """Bring the schema up to date and put up the walls, as the owner."""
    with as_owner():
        call_command("migrate", verbosity=verbosity, interactive=False)
        put_up_walls()


def is_migrated() -> bool:
    """Whether every migration has been applied."""
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
