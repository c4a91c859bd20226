"""`causeway match serve` from the command line: what it refuses before it listens, and that it serves and ends."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from causeway.cli.app import app
from causeway.cli.output import CommandFailed

PDQ = "0f1e2d3c4b5a69788796a5b4c3d2e1f0" * 2


@pytest.fixture
def known(tmp_path: Path) -> Path:
    path = tmp_path / "known.csv"
    path.write_text(f"pdq,category\n{PDQ},A\n")
    return path


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--host", "192.0.2.1"], "give --token-file"),
        (["--token-file", "{folder}/none"], "cannot be read as a token"),
        (["--token-file", "{folder}/short"], "at least 16 characters"),
        (["--against", "{folder}/none.csv"], "none.csv cannot be read"),
    ],
)
def test_what_cannot_be_served_is_refused(arguments: list[str], said: str, known: Path, tmp_path: Path) -> None:
    (tmp_path / "short").write_text("short\n")
    given = [argument.format(folder=tmp_path) for argument in arguments]
    done = CliRunner().invoke(app, ["match", "serve", "--against", str(known), *given])
    assert isinstance(done.exception, BaseException)
    assert said in str(done.exception)


def test_it_serves_until_it_is_told_to_end_and_reads_lists_anew(known: Path) -> None:
    command = [sys.executable, "-m", "causeway", "match", "serve", "--against", str(known), "--port", "0"]
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as server:
        try:
            assert server.stdout is not None
            address = server.stdout.readline().split()[2]
            with httpx.Client(base_url=address, timeout=30) as client:
                assert client.post("/v1/match", json={"pdq": PDQ}).json()["matches"][0]["category"] == "A"
                known.write_text(f"pdq,category\n{PDQ},B\n")
                server.send_signal(signal.SIGHUP)
                category = "A"
                while category == "A":
                    category = client.post("/v1/match", json={"pdq": PDQ}).json()["matches"][0]["category"]
            assert category == "B"
        finally:
            server.terminate()
        assert server.wait(30) == 0


def test_lists_are_built_once_and_a_fault_is_one_line(known: Path, tmp_path: Path) -> None:
    built = tmp_path / "known.causeway"
    done = CliRunner().invoke(app, ["match", "build", str(known), "--out", str(built), "--json"])
    told = json.loads(done.stdout)
    assert [(one["name"], one["digests"]) for one in told["lists"]] == [("known.csv", 1)]
    assert told["size_bytes"] == built.stat().st_size
    for lists, out, said in (
        ([tmp_path / "none.csv"], built, "none.csv cannot be read"),
        ([built], built, "is one of the lists"),
        ([known], tmp_path / "absent" / "known.causeway", "cannot be written"),
    ):
        failed = CliRunner().invoke(app, ["match", "build", *map(str, lists), "--out", str(out)])
        assert isinstance(failed.exception, CommandFailed)
        assert failed.exception.exit_code == 2
        assert said in str(failed.exception)
