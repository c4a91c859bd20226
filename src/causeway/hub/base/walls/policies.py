"""Row-level security, written from the walls that the models declare.

Run by the owner after every migration. Statements are idempotent; a table without a wall and not on the list of
tables needed before sign-in stops the migration, because a forgotten wall is an open one.
"""

from django.apps import apps
from django.db import connection, transaction

from causeway.hub.base.walls.conditions import AUDIENCE_TABLE
from causeway.hub.base.walls.declarations import CURRENT_ORGANISATION, Wall
from causeway.hub.base.walls.embedded import APP_ROLE
from causeway.hub.base.walls.models import WalledModel, walled_models

SEES_FUNCTION = "causeway_sees"
HELD_FUNCTION = "causeway_is_held"
HELD_BY_OTHERS_FUNCTION = "causeway_held_by_others"
SET_ONCE_FUNCTION = "causeway_set_once"
_OWN_ADDRESS_FUNCTION = "causeway_own_address"
_ADDRESSES, _ACCOUNTS = "account_emailaddress", "organisations_account"
"""Where the sign-in library looks an address up, and the accounts that the addresses must be of."""
_READ_ONLY = ("account_emailconfirmation", "django_migrations")
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
    statements = [*_privileges(table, wall), *_set_once(table, wall)]
    read = wall.read_rule(table)
    statements += [f"DROP POLICY IF EXISTS {table}_{act} ON {table}" for act in ("read", "add", "change", "remove")]
    if read is None:
        return [*statements, f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"]
    change = wall.change_rule(table)
    force = "NO FORCE" if wall.is_asked else "FORCE"
    return [
        *statements,
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        # Where functions look, as into the audience below; everywhere else the owner is bound by the policies too.
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
    elif wall.may_delete or wall.deleted_by_last:
        rights.append("DELETE")
    statements.append(f"GRANT {', '.join(rights)} ON {table} TO {APP_ROLE}")
    if wall.may_update:
        statements.append(f"GRANT UPDATE ({', '.join(wall.may_update)}) ON {table} TO {APP_ROLE}")
    return statements


def _set_once(table: str, wall: Wall) -> list[str]:
    name = f"{table}_set_once"
    statements = [f"DROP TRIGGER IF EXISTS {name} ON {table}"]
    if wall.set_once:
        columns = ", ".join(f"'{column}'" for column in wall.set_once)
        each = f"BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {SET_ONCE_FUNCTION}({columns})"
        statements.append(f"CREATE TRIGGER {name} {each}")
    return statements


def _set_once_function() -> str:
    # A policy sees either the old row or the new one, never both.
    body = f"""
DECLARE
    said text; own text; before jsonb := to_jsonb(OLD); after jsonb := to_jsonb(NEW);
BEGIN
    FOREACH said IN ARRAY TG_ARGV LOOP
        own := split_part(said, ':', 1);
        CONTINUE WHEN before -> own = after -> own;
        IF before ->> own IS NOT NULL THEN
            RAISE EXCEPTION 'column % is set once', own USING ERRCODE = 'insufficient_privilege';
        END IF;
        IF said LIKE '%:%' AND (after ->> split_part(said, ':', 2))::uuid IS DISTINCT FROM {CURRENT_ORGANISATION} THEN
            RAISE EXCEPTION 'column % is set by another', own USING ERRCODE = 'insufficient_privilege';
        END IF;
    END LOOP;
    RETURN NEW;
END
"""
    return f"CREATE OR REPLACE FUNCTION {SET_ONCE_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $${body}$$"


def _own_address() -> list[str]:
    # The sign-in library copies an account's address into a table of its own; any other address there would be another
    # way into the account.
    own = f"SELECT 1 FROM {_ACCOUNTS} a WHERE a.id = NEW.user_id AND a.email = NEW.email"  # noqa: S608 - our own names
    body = f"""
BEGIN
    IF NOT EXISTS ({own}) THEN
        RAISE EXCEPTION 'an account has one address' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END
"""
    name = f"{_ADDRESSES}_own"
    each = f"BEFORE INSERT OR UPDATE ON {_ADDRESSES} FOR EACH ROW EXECUTE FUNCTION {_OWN_ADDRESS_FUNCTION}()"
    return [
        f"CREATE OR REPLACE FUNCTION {_OWN_ADDRESS_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $${body}$$",
        f"DROP TRIGGER IF EXISTS {name} ON {_ADDRESSES}",
        f"CREATE TRIGGER {name} {each}",
    ]


def _open_privileges() -> list[str]:
    # For the libraries' tables; `_privileges` then takes back from each of our own what its wall does not give.
    return [
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {APP_ROLE}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {APP_ROLE}",
        f"REVOKE INSERT, UPDATE, DELETE ON {', '.join(_READ_ONLY)} FROM {APP_ROLE}",
    ]


def _audience_functions() -> list[str]:
    # A policy cannot query its own table; these functions look for it, as the owner, and tell only yes or no.
    own = f"organisation_id = {CURRENT_ORGANISATION}"
    return [
        *_audience_function(SEES_FUNCTION, own),
        *_audience_function(HELD_FUNCTION, "true"),
        *_audience_function(HELD_BY_OTHERS_FUNCTION, f"({own}) IS NOT TRUE"),
    ]


def _audience_function(name: str, condition: str) -> list[str]:
    looks = f"SELECT 1 FROM public.{AUDIENCE_TABLE} WHERE root_id = root AND {condition}"  # noqa: S608 - our own names
    signature = f"FUNCTION {name}(root uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER"
    return [
        f"CREATE OR REPLACE {signature} SET search_path = public, pg_temp AS $$ SELECT EXISTS ({looks}) $$",
        f"REVOKE ALL ON FUNCTION {name}(uuid) FROM PUBLIC",
        f"GRANT EXECUTE ON FUNCTION {name}(uuid) TO {APP_ROLE}",
    ]


def put_up_walls() -> None:
    """Write every policy and privilege anew, as the owner, in one transaction."""
    if missing := unwalled_tables():
        raise WallMissing(f"These tables declare no wall: {', '.join(missing)}")
    statements = [*_open_privileges(), *_audience_functions(), _set_once_function(), *_own_address()]
    with transaction.atomic(), connection.cursor() as cursor:
        for model in walled_models():
            statements += statements_for(model._meta.db_table, model.wall)
        for statement in statements:
            cursor.execute(statement)
