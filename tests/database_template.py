"""Each test process has a database of its own. It is copied from one that is migrated and walled once for each state of
the program's code: to copy takes a second, to migrate twenty.
"""

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection
from psycopg import sql

from causeway.hub.base.walls.embedded import APP_ROLE
from causeway.hub.base.walls.policies import put_up_walls

_ROOT = Path(__file__).resolve().parents[1]
_PREFIX = "test_template_"
_UNFINISHED = "test_template"


@contextmanager
def own_database(name: str, home: Path) -> Iterator[None]:
    """A database of this name for the length of the block, to which the connection leads. As the owner."""
    before = connection.settings_dict["NAME"]
    with _locked(home):
        template = _template()
        _execute("DROP DATABASE IF EXISTS {}", name)
        _execute("CREATE DATABASE {} TEMPLATE {}", name, template)
    _lead_to(name)
    yield
    connection.creation.destroy_test_db(before, verbosity=0)


def _template() -> str:
    """The template's name; it is made where it is not there yet, and those of other states of the code go."""
    name = f"{_PREFIX}{_state_of_code()}"
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{_PREFIX}%"])
        there = {found for (found,) in cursor.fetchall()}
    if name not in there:
        for other in there:
            _execute("DROP DATABASE {}", other)
        _make(name)
    return name


def _make(name: str) -> None:
    before = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = _UNFINISHED
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    put_up_walls()
    with connection.cursor() as cursor:
        # Only for tests that must commit, which empty the tables afterwards.
        cursor.execute(f"GRANT TRUNCATE ON ALL TABLES IN SCHEMA public TO {APP_ROLE}")
    _lead_to(before)
    _execute("ALTER DATABASE {} RENAME TO {}", _UNFINISHED, name)


def _lead_to(name: str) -> None:
    connection.close()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name


def _execute(statement: str, *names: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _state_of_code() -> str:
    """One digest over all that says how the database looks: our code, and which versions of the libraries."""
    total = hashlib.sha256((_ROOT / "requirements" / "dev.txt").read_bytes())
    for path in sorted((_ROOT / "src").rglob("*.py")):
        total.update(path.read_bytes())
    total.update(Path(__file__).read_bytes())
    return total.hexdigest()[:16]


@contextmanager
def _locked(home: Path) -> Iterator[None]:
    with (home / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
