"""`causeway bank import` and `bank list`: the desk's lists, on the hub's own machine."""

import json
import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

from causeway.cli.app import app
from causeway.cli.output import CommandFailed
from hub.conftest import SmallWorld, committed_world  # noqa: F401 fixtures

SHA256 = "ab" * 32


def called(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["bank", *words], catch_exceptions=True)
    if isinstance(done.exception, CommandFailed):
        return done.exception.exit_code, str(done.exception)
    return done.exit_code, done.stdout


@pytest.fixture
def known(tmp_path: Path) -> Path:
    path = tmp_path / "known.csv"
    path.write_text(f"sha256,category\n{SHA256},A\n")
    return path


def test_a_list_is_imported_and_listed(committed_world: SmallWorld, known: Path) -> None:  # noqa: F811
    code, said = called("import", str(known), "--bank", "National list", "--scheme", "uk", "--json")
    assert code == 0, said
    assert json.loads(said)["added"] == 1
    code, said = called("list", "--json")
    assert [(bank["name"], bank["scheme"], bank["exact"]) for bank in json.loads(said)] == [("National list", "uk", 1)]


def test_rows_at_fault_are_named_and_end_with_1(committed_world: SmallWorld, tmp_path: Path) -> None:  # noqa: F811
    path = tmp_path / "known.csv"
    path.write_text(f"sha256\n{SHA256}\nno digest\n")
    code, said = called("import", str(path), "--bank", "Listed [old]")
    assert code == 1
    assert "Listed [old]" in said
    assert "Rows at fault" in said


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--bank", "Listed", "--format", "pdf"), "say one of: csv, vics, ncmec"),
        (("--bank", " "), "bank's name"),
        (("--bank", "Listed", "--organisation", "Nobody"), "no clearing-house is named"),
        (("--bank", "Listed", "--format", "vics"), ""),
    ],
)
def test_what_cannot_be_done_is_said(
    committed_world: SmallWorld,  # noqa: F811
    known: Path,
    words: tuple[str, ...],
    says: str,
) -> None:
    code, said = called("import", str(known), *words)
    assert code == 2
    assert says in said


def test_an_absent_list_is_named(committed_world: SmallWorld, tmp_path: Path) -> None:  # noqa: F811
    code, said = called("import", str(tmp_path / "nowhere.csv"), "--bank", "Listed")
    assert code == 2
    assert "nowhere.csv cannot be read" in said


def test_a_pipe_is_refused_because_a_list_is_read_twice(committed_world: SmallWorld) -> None:  # noqa: F811
    reading, writing = os.pipe()
    os.close(writing)
    code, said = called("import", f"/dev/fd/{reading}", "--bank", "Listed")
    os.close(reading)
    assert (code, "give a file, not a pipe" in said) == (2, True)


@pytest.mark.parametrize(("form", "says"), [("stix", "[file:hashes."), ("misp", '"Event"'), ("lines", '"reference"')])
def test_a_bank_is_written_in_the_formats_of_others(
    committed_world: SmallWorld,  # noqa: F811
    known: Path,
    tmp_path: Path,
    form: str,
    says: str,
) -> None:
    called("import", str(known), "--bank", "National list")
    code, said = called("export", "National list", "--format", form, "-o", str(tmp_path / "out"))
    assert code == 0, said
    text = (tmp_path / "out").read_text()
    assert SHA256 in text
    assert says in text


@pytest.mark.parametrize(
    ("words", "says"), [(("Nowhere",), "no bank is named"), (("National list", "--format", "csv"), "say stix")]
)
def test_what_cannot_be_exported_is_said(
    committed_world: SmallWorld,  # noqa: F811
    known: Path,
    tmp_path: Path,
    words: tuple[str, ...],
    says: str,
) -> None:
    called("import", str(known), "--bank", "National list")
    code, said = called("export", *words, "-o", str(tmp_path / "out"))
    assert (code, says in said) == (2, True)
    assert not (tmp_path / "out").exists()


def test_a_page_of_signals_is_tried_and_imported(committed_world: SmallWorld, tmp_path: Path) -> None:  # noqa: F811
    path, url = tmp_path / "bundle.json", "https://example.org/bridges/7"
    indicator = {"type": "indicator", "id": "indicator--1", "pattern": f"[url:value = '{url}']"}
    path.write_text(json.dumps({"type": "bundle", "objects": [indicator]}))
    words = ("import", str(path), "--format", "stix", "--bank", "Leads", "--json")
    code, said = called(*words)
    assert (code, json.loads(said)["faults"][0]["reference"]) == (1, "indicator--1")
    stated = ("--purpose", "protect_a_child", "--basis", "An agreement", "--no-child")
    code, said = called(*words, *stated, "--dry-run")
    assert (code, json.loads(said)["added"], json.loads(said)["is_trial"]) == (0, 1, True)
    code, said = called(*words, *stated)
    assert (code, json.loads(said)["added"]) == (0, 1)
