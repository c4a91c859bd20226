"""`causeway screen serve` from the command line: what it refuses before it listens, and that it serves and ends."""

import os
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from causeway.cli.app import app


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "nothing to compare with"),
        (["--mirror", "{folder}", "--host", "192.0.2.1"], "give --token-file"),
        (["--mirror", "{folder}", "--token-file", "{folder}/none"], "cannot be read as a token"),
        (["--pdq-index", "{folder}/none"], "cannot be read"),
        (["--pdq-index", "{folder}/other"], "no saved index"),
    ],
)
def test_what_cannot_be_served_is_refused(arguments: list[str], said: str, tmp_path: Path) -> None:
    (tmp_path / "other").write_text("something else\n")
    given = [argument.format(folder=tmp_path) for argument in arguments]
    done = CliRunner().invoke(app, ["screen", "serve", *given])
    assert isinstance(done.exception, BaseException)
    assert said in str(done.exception)


def test_it_serves_until_it_is_told_to_end(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "causeway", "screen", "serve", "--mirror", str(tmp_path / "none"), "--port", "0"]
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    with subprocess.Popen([*command, "--review-faults"], stdout=subprocess.PIPE, text=True, env=environment) as server:
        try:
            assert server.stdout is not None
            address = server.stdout.readline().split()[2]
            found = httpx.post(f"{address}/v1/uploads", content=b"a text", timeout=30).json()
            assert (found["asks_review"], [fault["code"] for fault in found["faults"]]) == (True, ["list_absent"])
        finally:
            server.terminate()
        assert server.wait(30) == 0
