"""`causeway verify` proves an export with no database, and says which line is wrong."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from causeway.cli.app import app
from causeway.transparency import (
    PROOF_FORMAT,
    PROOF_VERSION,
    Checkpoint,
    CompactTree,
    SigningKey,
    checkpoint_line,
    commit,
    entry_leaf_hash,
    entry_line,
    header_line,
    sign_checkpoint,
)

KEY = SigningKey.from_seed("ledger.example.org", bytes(range(32)))
SALT = bytes(range(32))


@pytest.fixture
def export(tmp_path: Path) -> Path:
    lines, tree = [header_line("ledger.example.org", KEY.verifier)], CompactTree()
    for number in range(3):
        details = {"number": number}
        leaf = {"act": "referral.read", "commitment": commit(SALT, details)}
        lines.append(entry_line(number, leaf, salt=SALT, details=details))
        tree = tree.append(entry_leaf_hash(leaf))
    lines.append(checkpoint_line(sign_checkpoint(Checkpoint("ledger.example.org", tree.size, tree.root()), KEY)))
    path = tmp_path / "ledger.jsonl"
    path.write_bytes(b"".join(lines))
    return path


def test_a_sound_export_passes(export: Path) -> None:
    done = CliRunner().invoke(app, ["verify", str(export), "--json", "--key", str(KEY.verifier)])
    assert done.exit_code == 0
    answer = json.loads(done.stdout)
    assert (answer["is_sound"], answer["entries"], answer["opened"], answer["uncovered"]) == (True, 3, 3, 0)


def test_a_changed_line_is_named(export: Path) -> None:
    export.write_bytes(export.read_bytes().replace(b'"number":1', b'"number":9'))
    done = CliRunner().invoke(app, ["verify", str(export), "--json"])
    assert done.exit_code == 1
    assert [fault["line"] for fault in json.loads(done.stdout)["faults"]] == [3]


def test_a_history_without_the_trusted_checkpoint_fails(export: Path, tmp_path: Path) -> None:
    other = CompactTree().append(entry_leaf_hash({"act": "another"}))
    since = tmp_path / "kept.checkpoint"
    since.write_text(sign_checkpoint(Checkpoint("ledger.example.org", 1, other.root()), KEY), "utf-8")
    done = CliRunner().invoke(app, ["verify", str(export), "--since", str(since)])
    assert done.exit_code == 1
    assert "NOT SOUND" in done.stdout


def test_a_file_that_is_no_export_is_not_sound(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text("hello\n", "utf-8")
    assert CliRunner().invoke(app, ["verify", str(path)]).exit_code == 1


@pytest.mark.parametrize("indent", [2, None])
def test_a_packages_proof_is_checked_by_the_same_command(tmp_path: Path, indent: int | None) -> None:
    leaf = {"act": "referral.read", "commitment": commit(SALT, {"number": 0})}
    head = Checkpoint("ledger.example.org", 1, entry_leaf_hash(leaf))
    proof = {
        "format": PROOF_FORMAT,
        "version": PROOF_VERSION,
        "public_key": str(KEY.verifier),
        "checkpoint": sign_checkpoint(head, KEY),
        "entries": [{"leaf": leaf, "position": 0, "path": []}],
    }
    path = tmp_path / "ledger-proof.json"
    path.write_text(json.dumps(proof, indent=indent), "utf-8")
    done = CliRunner().invoke(app, ["verify", str(path), "--json", "--key", str(KEY.verifier)])
    assert (done.exit_code, json.loads(done.stdout)["entries"]) == (0, 1)
    assert CliRunner().invoke(app, ["verify", str(path), "--since", str(path)]).exit_code != 0
    path.write_text(json.dumps(proof, indent=indent).replace("referral.read", "referral.lost"), "utf-8")
    tampered = CliRunner().invoke(app, ["verify", str(path), "--json"])
    assert tampered.exit_code == 1
    assert [fault["code"] for fault in json.loads(tampered.stdout)["faults"]] == ["proof_invalid"]
