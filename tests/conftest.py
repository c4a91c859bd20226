"""Every test runs against its own PostgreSQL and its own state folder, never the user's."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import django
import hypothesis
import pytest
from django.conf import settings
from django.utils import translation

_ROOT = Path(__file__).resolve().parents[1]
_HOME = Path(tempfile.gettempdir()) / f"causeway-tests-{hashlib.sha256(str(_ROOT).encode()).hexdigest()[:12]}"
_HOME.mkdir(exist_ok=True)
os.environ["CAUSEWAY_HOME"] = str(_HOME)
os.environ["CAUSEWAY_DATABASE_DURABLE"] = "no"
os.environ.pop("DATABASE_URL", None)
os.environ["DJANGO_SETTINGS_MODULE"] = "causeway.hub.settings"
django.setup()  # before the hub's own conftest imports models
# How long an example takes depends on what else the machine does; times belong in benchmarks.
hypothesis.settings.register_profile("causeway", deadline=None)
hypothesis.settings.load_profile("causeway")
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # a slow hash protects nobody here
_EVALUATOR = tempfile.TemporaryDirectory(prefix="evaluator-", dir=_HOME)
settings.CAUSEWAY_EVALUATOR_FOLDER = Path(_EVALUATOR.name)  # of this process alone: its audit goes by what came before
settings.CAUSEWAY_SECOND_FACTOR_ROLES = frozenset()  # the tests of the second factor ask for it themselves


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Files with slow tests begin first, so that no worker stands idle while another ends with one. A file's tests are
    all run by one worker (`--dist loadfile`), for they share a browser, a scene or a demonstration.
    """
    yield
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)  # A file's tests stay together: they share what was set up.


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown() -> None:
    """A page that was read in Dutch leaves no Dutch behind: a request's language stays its thread's until the next."""
    translation.deactivate()


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> Iterator[None]:
    """Make this process's database as the owner, and go on as the program's own role."""
    from django.contrib.contenttypes.management import create_contenttypes
    from django.db.models.signals import post_migrate

    from causeway.hub.base.walls.database import embedded
    from causeway.hub.base.walls.migrating import as_owner
    from database_template import own_database

    server = embedded()
    assert server is not None
    server.ensure_running()
    # Whenever tables are emptied, Django would write anew what each may do in its admin, which the hub has not.
    post_migrate.disconnect(create_contenttypes)
    post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")
    with ExitStack() as database:
        with django_db_blocker.unblock(), as_owner():
            # Named by process, so that two runs at once do not empty each other's tables.
            database.enter_context(own_database(f"test_causeway_{os.getpid()}", _HOME))
        yield
        with django_db_blocker.unblock(), as_owner():
            database.close()
