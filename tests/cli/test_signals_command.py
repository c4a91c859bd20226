"""`causeway signals` turns files of one format into another, and says in one line what it refuses."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from causeway.cli.app import app
from causeway.cli.output import CommandFailed

MD5 = "8e" * 16
FORMATS = Path(__file__).resolve().parents[1] / "engines" / "interchange"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["signals", *map(str, arguments)])


@pytest.fixture
def changes(tmp_path: Path) -> Path:
    """A list of one digest, read."""
    (tmp_path / "known.csv").write_text(f"md5,category\n{MD5},A\n")
    done = run(
        "read", tmp_path / "known.csv", "--format", "csv", "--scheme", "uk", "--organisation", "Bridge Watch",
        "-o", tmp_path / "changes.jsonl",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    return tmp_path / "changes.jsonl"


def test_a_list_becomes_changes(changes: Path) -> None:
    (line,) = changes.read_text().splitlines()
    (signal,) = json.loads(line)["signals"]
    assert (signal["value"], signal["category"], signal["scheme"]) == (MD5, "A", "uk")
    assert signal["organisation"] == "Bridge Watch"


@pytest.mark.parametrize("form", ["stix", "misp"])
def test_changes_go_through_a_format_and_back(changes: Path, tmp_path: Path, form: str) -> None:
    assert run("write", changes, "--format", form, "-o", tmp_path / "out.json").exit_code == 0
    assert run("read", tmp_path / "out.json", "--format", form, "-o", tmp_path / "back.jsonl").exit_code == 0
    (signal,) = json.loads((tmp_path / "back.jsonl").read_text())["signals"]
    assert (signal["kind"], signal["value"], signal["organisation"]) == ("md5", MD5, "Bridge Watch")


def test_a_feed_is_signed_and_read_with_its_key_only(changes: Path, tmp_path: Path) -> None:
    feed, signing, other = (tmp_path / name for name in ("feed.jsonl", "feed.key", "other.key"))
    verifier = run("key", "--name", "feed.example.org", "-o", signing).output.strip()
    stranger = run("key", "--name", "feed.example.org", "-o", other).output.strip()
    assert signing.stat().st_mode & 0o077 == 0
    done = run("write", changes, "--format", "feed", "--name", "example.org/1", "--key-file", signing, "-o", feed)
    assert done.exit_code == 0, done.output
    back = tmp_path / "back.jsonl"
    assert run("read", feed, "--format", "feed", "--key", verifier, "-o", back).exit_code == 0
    assert json.loads(back.read_text())["cursor"] == 1
    for arguments in (["--key", stranger], []):
        refused = run("read", feed, "--format", "feed", *arguments, "-o", tmp_path / "no.jsonl")
        assert isinstance(refused.exception, CommandFailed)
        assert not (tmp_path / "no.jsonl").exists()


def test_an_entry_at_fault_is_named_and_the_others_are_in(tmp_path: Path) -> None:
    out = tmp_path / "changes.jsonl"
    done = run("read", FORMATS / "ncmec_hashes" / "page.xml", "--format", "ncmec", "-o", out)
    assert done.exit_code == 1
    assert "md5" in done.output
    assert len(out.read_text().splitlines()) == 3


def test_a_page_of_threatexchange_is_read(tmp_path: Path) -> None:
    page = FORMATS / "threatexchange" / "page.json"
    assert run("read", page, "--format", "threatexchange", "-o", tmp_path / "changes.jsonl").exit_code == 0


@pytest.mark.parametrize("form", ["csv", "vics", "ncmec", "threatexchange", "misp", "stix", "feed", "bank"])
def test_an_empty_file_is_refused_and_nothing_is_written(tmp_path: Path, form: str) -> None:
    (tmp_path / "empty").touch()
    done = run("read", tmp_path / "empty", "--format", form, "-o", tmp_path / "out.jsonl")
    assert isinstance(done.exception, CommandFailed)
    assert (done.exception.exit_code, "empty" in str(done.exception)) == (2, True)
    assert not (tmp_path / "out.jsonl").exists()


def test_a_list_with_a_header_alone_is_none_and_goes_through_a_format(tmp_path: Path) -> None:
    (tmp_path / "none.csv").write_text("md5,category\n")
    assert run("read", tmp_path / "none.csv", "--format", "csv", "-o", tmp_path / "none.jsonl").exit_code == 0
    assert run("write", tmp_path / "none.jsonl", "--format", "stix", "-o", tmp_path / "none.json").exit_code == 0


@pytest.mark.parametrize("form", ["vics", "ncmec", "threatexchange", "misp", "stix", "lines"])
def test_a_damaged_file_is_refused_in_one_line_and_nothing_is_written(tmp_path: Path, form: str) -> None:
    (tmp_path / "damaged").write_bytes(b'{"data": [')
    done = run("read", tmp_path / "damaged", "--format", form, "-o", tmp_path / "out.jsonl")
    assert isinstance(done.exception, CommandFailed)
    assert "damaged" in str(done.exception)
    assert not (tmp_path / "out.jsonl").exists()


def test_a_key_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "feed.key").write_text("kept")
    assert isinstance(run("key", "--name", "a", "-o", tmp_path / "feed.key").exception, CommandFailed)
    assert (tmp_path / "feed.key").read_text() == "kept"
