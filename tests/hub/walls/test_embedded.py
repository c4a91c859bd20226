"""The embedded PostgreSQL sets itself up, listens on no port, and comes back after being killed."""

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from causeway.hub.base.walls.embedded import APP_ROLE, DATABASE, OWNER_ROLE, EmbeddedPostgres


@pytest.fixture
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedPostgres]:
    folder = Path(subprocess.check_output(["mktemp", "-d", "/tmp/causeway-test-XXXXXX"], text=True).strip())  # noqa: S108
    folder.chmod(0o755)  # for root, whose server runs as another user
    server = EmbeddedPostgres(folder / "postgres", durable=False)
    server.ensure_running()
    yield server
    server.stop()
    subprocess.run(["rm", "-rf", str(folder), str(server.socket_folder)], check=True)


def _ask(server: EmbeddedPostgres, role: str, statement: str) -> object:
    with psycopg.connect(host=str(server.socket_folder), user=role, dbname=DATABASE) as connection:
        row = connection.execute(statement).fetchone()
    assert row is not None
    return row[0]


def test_it_has_an_owner_and_a_program_that_owns_nothing(server: EmbeddedPostgres) -> None:
    owner = (
        "SELECT r.rolname FROM pg_database d JOIN pg_roles r ON r.oid = d.datdba WHERE d.datname = current_database()"
    )
    assert _ask(server, APP_ROLE, owner) == OWNER_ROLE
    mighty = (
        "SELECT rolsuper OR rolbypassrls OR rolcreatedb OR rolcreaterole FROM pg_roles WHERE rolname = current_user"
    )
    assert _ask(server, APP_ROLE, mighty) is False


def test_it_listens_on_no_port(server: EmbeddedPostgres) -> None:
    assert _ask(server, APP_ROLE, "SHOW listen_addresses") == ""


def test_starting_it_again_changes_nothing(server: EmbeddedPostgres) -> None:
    server.ensure_running()
    assert server.is_running()


def test_it_comes_back_after_a_kill(server: EmbeddedPostgres) -> None:
    process = int((server.data / "postmaster.pid").read_text("utf-8").splitlines()[0])
    os.kill(process, signal.SIGKILL)
    while server.is_running():
        pass
    server.ensure_running()
    assert _ask(server, APP_ROLE, "SELECT 1") == 1
