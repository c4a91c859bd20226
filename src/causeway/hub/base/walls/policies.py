"""Row-level security, written from the walls that the models declare.

Run by the owner after every migration. Statements are idempotent; a table without a wall and not on the list of
tables needed before sign-in stops the migration, because a forgotten wall is an open one.
"""

from django.apps import apps
from django.db import connection, transaction

from causeway.hub.base.walls.declarations import (
    AUDIENCE_TABLE,
    CURRENT_ORGANISATION,
    Wall,
)
from causeway.hub.base.walls.embedded import APP_ROLE
from causeway.hub.base.walls.models import WalledModel, walled_models

SEES_FUNCTION = "causeway_sees"
_OPEN_APPS = frozenset(
    {"account", "mfa", "sessions", "contenttypes", "auth", "procrastinate", "usersessions", "socialaccount", "sites"}
)
"""Apps of the libraries: sign-in comes before an organisation is known, and jobs only wake."""


class WallMissing(Exception):
    """A model has declared no wall."""

    code = "wall_missing"


def unwalled_tables() -> list[str]:
    """Tables of our own without a wall; must be empty."""
    return sorted(
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not issubclass(model, WalledModel) and model._meta.app_label not in _OPEN_APPS
    )


def statements_for(table: str, wall: Wall) -> list[str]:
    """The SQL that puts one wall up."""
    statements = _privileges(table, wall)
    read = wall.read_rule(table)
    statements += [f"DROP POLICY IF EXISTS {table}_{act} ON {table}" for act in ("read", "add", "change", "remove")]
    if read is None:
        return [*statements, f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"]
    change = wall.change_rule(table)
    force = "NO FORCE" if table == AUDIENCE_TABLE else "FORCE"
    return [
        *statements,
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        # The owner looks into the audience for the function below; everywhere else it is bound by the policies too.
        f"ALTER TABLE {table} {force} ROW LEVEL SECURITY",
        f"CREATE POLICY {table}_read ON {table} FOR SELECT USING ({read})",
        f"CREATE POLICY {table}_add ON {table} FOR INSERT WITH CHECK ({wall.write_rule(table)})",
        f"CREATE POLICY {table}_change ON {table} FOR UPDATE USING ({change}) WITH CHECK ({change})",
        f"CREATE POLICY {table}_remove ON {table} FOR DELETE USING ({wall.delete_rule(table)})",
    ]


def _privileges(table: str, wall: Wall) -> list[str]:
    statements = [f"REVOKE ALL ON {table} FROM {APP_ROLE}"]
    rights = ["SELECT", "INSERT"]
    if not wall.append_only:
        rights += ["UPDATE", "DELETE"]
    elif wall.may_delete:
        rights.append("DELETE")
    statements.append(f"GRANT {', '.join(rights)} ON {table} TO {APP_ROLE}")
    if wall.may_update:
        statements.append(f"GRANT UPDATE ({', '.join(wall.may_update)}) ON {table} TO {APP_ROLE}")
    return statements


def _open_privileges() -> list[str]:
    # For the libraries' tables; `_privileges` then takes back from each of our own what its wall does not give.
    return [
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {APP_ROLE}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {APP_ROLE}",
    ]


def _sees_function() -> list[str]:
    # A policy cannot query its own table; this function looks for it, as the owner, and tells only yes or no about
    # the acting organisation.
    looks = f"SELECT 1 FROM public.{AUDIENCE_TABLE} WHERE root_id = root AND organisation_id = {CURRENT_ORGANISATION}"  # noqa: S608 - our own names
    signature = f"FUNCTION {SEES_FUNCTION}(root uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER"
    return [
        f"CREATE OR REPLACE {signature} SET search_path = public, pg_temp AS $$ SELECT EXISTS ({looks}) $$",
        f"REVOKE ALL ON FUNCTION {SEES_FUNCTION}(uuid) FROM PUBLIC",
        f"GRANT EXECUTE ON FUNCTION {SEES_FUNCTION}(uuid) TO {APP_ROLE}",
    ]


def put_up_walls() -> None:
    """Write every policy and privilege anew, as the owner, in one transaction."""
    if missing := unwalled_tables():
        raise WallMissing(f"These tables declare no wall: {', '.join(missing)}")
    statements = [*_open_privileges(), *_sees_function()]
    with transaction.atomic(), connection.cursor() as cursor:
        for model in walled_models():
            statements += statements_for(model._meta.db_table, model.wall)
        for statement in statements:
            cursor.execute(statement)
