"""Which database: `DATABASE_URL` when set, the embedded one otherwise."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from causeway.hub.base.walls.embedded import APP_ROLE, DATABASE, OWNER_ROLE, EmbeddedPostgres
from causeway.hub.state import home

_PLANNED_ONCE = {"server_side_binding": True, "prepare_threshold": 5}
"""Values go beside a statement and not within it, and what a connection sends for the fifth time is kept there as
planned: planning, which row-level security makes long, was a third of PostgreSQL's work.
"""


_KEPT_PLANS, _KEPT_SECONDS = 500, 600
"""Of a connection that does the same some hundred things all day. A web process has many connections, each with plans
of its own, and keeps psycopg's hundred.
"""


class DatabaseUrlInvalid(Exception):
    """`DATABASE_URL` is not a PostgreSQL address."""

    code = "database_url_invalid"


def embedded() -> EmbeddedPostgres | None:
    """The embedded server of this installation, or None when `DATABASE_URL` names another."""
    if os.environ.get("DATABASE_URL"):
        return None
    return EmbeddedPostgres(_embedded_folder(), durable=os.environ.get("CAUSEWAY_DATABASE_DURABLE") != "no")


def _embedded_folder() -> Path:
    return home() / "postgres"


def database_settings() -> dict[str, Any]:
    """Django's settings for the one database. `OWNER_USER` is the role that migrates."""
    common: dict[str, Any] = {
        "ENGINE": "django.db.backends.postgresql",
        "ATOMIC_REQUESTS": False,
        "OPTIONS": _PLANNED_ONCE,
    }
    server = embedded()
    if server is not None:
        return common | {
            "NAME": DATABASE,
            "USER": APP_ROLE,
            "PASSWORD": "",
            "HOST": str(server.socket_folder),
            "PORT": "",
            "OWNER_USER": OWNER_ROLE,
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }
    parts = urlsplit(os.environ["DATABASE_URL"])
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise DatabaseUrlInvalid("DATABASE_URL must read postgresql://user:password@host:port/name")
    owner = urlsplit(os.environ.get("DATABASE_OWNER_URL", os.environ["DATABASE_URL"]))
    return common | {
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or APP_ROLE),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OWNER_USER": unquote(owner.username or OWNER_ROLE),
        "OWNER_PASSWORD": unquote(owner.password or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def keep_plans() -> None:
    """Keep more plans, and each connection longer, in this process: psycopg forgets, and PostgreSQL plans anew, what
    was not among the last hundred statements.
    """
    from django.db import connection
    from django.db.backends.signals import connection_created

    connection_created.connect(_keep_its_plans, dispatch_uid="keep_plans")
    connection.settings_dict["CONN_MAX_AGE"] = _KEPT_SECONDS


def _keep_its_plans(*, connection: Any, **_told: object) -> None:
    connection.connection.prepared_max = _KEPT_PLANS


def plan_once() -> None:
    """Plan what this transaction asks once for all values, not anew for each: for what asks by keys alone."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('plan_cache_mode', 'force_generic_plan', true)")


def bypasses_walls() -> bool:
    """Whether the role that this process connects as is bound by no policy: mighty, or the owner of tables."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper OR rolbypassrls OR EXISTS (SELECT 1 FROM pg_tables WHERE schemaname = 'public'"
            " AND pg_has_role(current_user, tableowner, 'USAGE')) FROM pg_roles WHERE rolname = current_user"
        )
        (mighty,) = cursor.fetchone()
    return bool(mighty)
