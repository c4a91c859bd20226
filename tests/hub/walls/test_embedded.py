"""The embedded PostgreSQL sets itself up, listens on no port, and comes back after being killed."""

import os
import signal
import stat
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from causeway.hub.base.walls.embedded import APP_ROLE, DATABASE, OWNER_ROLE, EmbeddedDatabaseError, EmbeddedPostgres


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


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT 'heron-7731'::int",
        "INSERT INTO told VALUES ('heron-7731')",
        "SELECT 'heron-7731' FROM nowhere",
    ],
)
def test_its_log_quotes_no_refused_value(server: EmbeddedPostgres, statement: str) -> None:
    with psycopg.connect(host=str(server.socket_folder), user=APP_ROLE, dbname=DATABASE) as connection:
        connection.execute("CREATE TEMPORARY TABLE told (words text PRIMARY KEY)")
        connection.execute("INSERT INTO told VALUES ('heron-7731')")
        with pytest.raises(psycopg.Error):
            connection.execute(statement)
    assert "heron-7731" not in server.log.read_text("utf-8")


def test_its_socket_is_for_one_user_only(server: EmbeddedPostgres) -> None:
    assert stat.S_IMODE(server.socket_folder.lstat().st_mode) == 0o700
    (socket,) = [path for path in server.socket_folder.iterdir() if path.is_socket()]
    assert stat.S_IMODE(socket.lstat().st_mode) == 0o700


def _open_folder(folder: Path) -> None:
    folder.mkdir()
    folder.chmod(0o755)


def _link(folder: Path) -> None:
    target = folder.with_suffix(".elsewhere")
    target.mkdir(mode=0o700)
    folder.symlink_to(target)


def _somebody_elses(folder: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can give a folder away")
    folder.mkdir(mode=0o700)
    os.chown(folder, 12_345, 12_345)


@pytest.mark.parametrize("made", [_open_folder, _link, _somebody_elses])
def test_a_folder_that_somebody_else_may_have_made_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: Callable[[Path], None]
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    server = EmbeddedPostgres(tmp_path / "home" / "postgres", durable=False)
    made(server.socket_folder)
    with pytest.raises(EmbeddedDatabaseError, match="was not made by this program"):
        server.ensure_running()
    assert not server.log.exists()
