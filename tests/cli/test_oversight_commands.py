"""`causeway oversight` and `causeway interests`, as people type them: a key, a caller, a list, and the audit."""

import json
import secrets
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from causeway.cli.app import app
from causeway.cli.output import CommandFailed
from causeway.oversight import AuditTrail, Evaluator, load_callers, load_keyring
from causeway.oversight.application import EvaluatorServer

RUNNER = CliRunner()
GENERATOR = "e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76"
"""Of the group (RFC 9496, appendix A.1): an element, and not the evaluator's key."""


def _run(*words: str | Path, code: int = 0) -> str:
    result = RUNNER.invoke(app, [str(word) for word in words])
    if isinstance(result.exception, CommandFailed):
        assert result.exception.exit_code == code, str(result.exception)
        return str(result.exception)
    assert result.exit_code == code, result.output
    return result.output


@pytest.fixture
def evaluator(tmp_path: Path, socket_enabled: None) -> Iterator[tuple[Path, str, str, str]]:
    """Folder, address, token and public key of an evaluator that serves."""
    folder = tmp_path / "evaluator"
    _run("oversight", "key", "--folder", folder)
    token = _run("oversight", "caller", "Kent Police", "--folder", folder, "--per-day", "3").strip()
    keyring = load_keyring(folder / "keys.json")
    made = Evaluator(
        keyring,
        load_callers(folder / "callers.json"),
        AuditTrail(folder / "audit.jsonl"),
        random_bytes=secrets.token_bytes,
    )
    server = EvaluatorServer(made, lambda: datetime.now(UTC), host="127.0.0.1", port=0)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield folder, f"http://127.0.0.1:{server.port}", token, f"1={keyring.public[1].hex()}"
    server.stop()
    thread.join(10)


def test_keys_are_made_shown_and_retired_and_callers_let_in_once(tmp_path: Path) -> None:
    assert "1" in _run("oversight", "key", "--folder", tmp_path)
    _run("oversight", "key", "--folder", tmp_path)
    assert "newest" in _run("oversight", "key", "--folder", tmp_path, "--retire", "2", code=2)
    _run("oversight", "key", "--folder", tmp_path, "--retire", "1")
    assert list(load_keyring(tmp_path / "keys.json").pairs) == [2]
    token = _run("oversight", "caller", "Desk", "--hub", "--folder", tmp_path).strip()
    assert len(token) >= 40
    assert load_callers(tmp_path / "callers.json")[0].per_day == 5_000
    assert "no other has" in _run("oversight", "caller", "Desk", "--folder", tmp_path, code=2)
    _run("oversight", "caller", "Desk", "--remove", "--folder", tmp_path)
    assert load_callers(tmp_path / "callers.json") == []
    shown = _run("oversight", "public-keys", "--folder", tmp_path)
    assert load_keyring(tmp_path / "keys.json").public[2].hex() in shown.replace("\n", "")
    said = _run("oversight", "audit", "--folder", tmp_path)
    assert "whole up to line 0" in said
    assert "keys.json" in _run("oversight", "audit", "--folder", tmp_path / "elsewhere", code=2)
    for known in ("1", ""):
        assert "64 hexadecimal" in _run("oversight", "audit", "--folder", tmp_path, "--known", known, code=2)
    assert "some were cut" in _run("oversight", "audit", "--folder", tmp_path, "--known", f"1:{'0' * 64}", code=2)
    (tmp_path / "audit.jsonl").write_text("{}\n")
    assert "line 1" in _run("oversight", "audit", "--folder", tmp_path, code=2)


def test_a_list_is_blinded_by_a_served_evaluator_and_refused_by_a_hub_that_is_not_there(
    evaluator: tuple[Path, str, str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAUSEWAY_SECRET", "secret")
    folder, address, token, public = evaluator
    given, token_file, book = tmp_path / "list.csv", tmp_path / "token", tmp_path / "book.json"
    token_file.write_text(token)

    def register(text: str, *more: str, code: int, key: str = public) -> str:
        given.write_text(text)
        common = ("--case", "OP-QUAY", "--book", book, "--hub", "http://127.0.0.1:9", "--as", "cw-1")
        at = ("--evaluator", address, "--token-file", token_file, "--public-key", key)
        return _run("interests", "register", given, *common, *at, *more, code=code)

    said = register("kind,value\nphone,+44 7700 900123\naccount,Harbour Chat: tidepool\n", code=5)
    assert "hub cannot be reached" in said
    audit = json.loads(_run("oversight", "audit", "--folder", folder, "--json"))
    (use,) = audit["uses"]
    assert audit["head"].startswith("1:")
    assert (use["caller"], use["selectors"]) == ("Kent Police", 2)
    assert not book.exists()
    assert "limit" in register("phone,+44 7700 900124\nphone,+44 7700 900125\n", code=1)
    assert "committed key" in register("phone,+44 7700 900124\n", code=1, key=f"1={GENERATOR}")
    for text, fault in (
        ("name,Wren Marlow\n", "many people"),
        ("phone\n", "line 1"),
        ("phone,hello\n", "line 1"),
        ("fax,1\n", "line 1"),
    ):
        message = register(text, code=2)
        assert fault in message
        assert "Marlow" not in message
    for key in ("c803", "1=", "1=c803", f"1={'ff' * 32}"):
        assert "--public-key is EPOCH=HEX" in register("phone,+44 7700 900124\n", code=2, key=key)
