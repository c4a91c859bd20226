"""`causeway digest`: what a list would carry of a file."""

import json
from dataclasses import asdict
from pathlib import Path

import pytest
from PIL import Image
from typer.testing import CliRunner, Result

from causeway.cli.app import app
from causeway.cli.output import CommandFailed
from causeway.matching import digest_file
from engines.matching.test_orientation import noting


def invoke(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["digest", *map(str, arguments)])


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "on its side.jpg"
    path.write_bytes(noting(6, "JPEG"))
    return path


@pytest.mark.parametrize("options", [(), ("--upright",)])
def test_both_hashes_of_a_turned_photo_are_told_and_which_is_which(photo: Path, options: tuple[str, ...]) -> None:
    expected = digest_file(photo.read_bytes(), upright=bool(options))
    done = invoke(photo, *options)
    assert done.exit_code == 0
    lines = [line for line in done.stdout.splitlines() if "PDQ" in line]
    assert expected.pdq is not None
    assert expected.pdq_other is not None
    for line, way, text in zip(
        lines, ("upright", "as stored")[:: 1 if options else -1], (expected.pdq, expected.pdq_other), strict=True
    ):
        assert f"PDQ, {way}" in line
        assert text[:16] in line
    assert json.loads(invoke(photo, "--json", *options).stdout) == [
        {"path": str(photo), **asdict(expected), "frames": list(expected.frames)}
    ]


def test_a_damaged_picture_is_told_and_a_missing_file_is_named(photo: Path, tmp_path: Path) -> None:
    (tmp_path / "cut.jpg").write_bytes(photo.read_bytes()[:900])
    done = invoke(photo, tmp_path / "cut.jpg")
    assert done.exit_code == 1
    assert "the picture is cut short or damaged" in done.stdout
    missing = invoke(photo, tmp_path / "absent.jpg", tmp_path / "cut.jpg")
    assert missing.stdout.count("SHA-256") == 2
    assert isinstance(missing.exception, CommandFailed)
    assert (missing.exception.exit_code, str(missing.exception).startswith(str(tmp_path / "absent.jpg"))) == (2, True)


def test_no_name_steers_the_terminal_and_json_keeps_it(photo: Path, tmp_path: Path) -> None:
    hostile = tmp_path / "b\x1b[1A\x1b[2K\u202e\x9b\n.jpg"
    hostile.write_bytes(photo.read_bytes())
    told = invoke(hostile).stdout
    assert not {"\x1b", "\u202e", "\x9b"} & set(told)
    assert r"b\x1b[1A\x1b[2K\u202e\x9b\x0a.jpg" in told.replace("\n", "")
    as_json = invoke(hostile, "--json").stdout
    assert not {"\x1b", "\u202e", "\x9b"} & set(as_json)
    assert json.loads(as_json)[0]["path"] == str(hostile)


def test_a_hash_that_is_compared_with_nothing_is_told_as_one(photo: Path, tmp_path: Path) -> None:
    blank = tmp_path / "blank.png"
    Image.new("RGB", (64, 64)).save(blank)
    assert "0 of 100: nearly blank" in invoke(blank).stdout
    assert "nearly blank" not in invoke(photo).stdout
