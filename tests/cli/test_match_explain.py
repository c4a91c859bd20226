"""`causeway match explain`: why two pictures or hashes match, and what is no picture and no hash."""

import json
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageOps
from typer.testing import CliRunner, Result

from causeway.cli.app import app
from causeway.cli.output import CommandFailed
from causeway.matching import digest_file
from engines.scanning.knobs import knob


def invoke(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["match", "explain", *map(str, arguments)])


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "knob.png"
    path.write_bytes(knob(1))
    return path


def test_two_hashes_are_told_apart_bit_by_bit() -> None:
    done = invoke("0" * 64, "F" + "0" * 62 + "1")
    assert done.exit_code == 0
    first, *_, last = done.stdout.splitlines()
    assert first == "5 of 256 bits differ, 1 of them in large shapes: a match at a radius of 31."
    assert last == "." * 12 + "####"
    told = json.loads(invoke("--json", "--radius", 4, "0" * 64, "F" + "0" * 62 + "1").stdout)
    assert (told["distance"], told["coarse"], told["is_match"], told["bits"]) == (5, 1, False, [0, 1, 2, 3, 255])


def test_a_mirrored_picture_is_told_as_one(photo: Path, tmp_path: Path) -> None:
    mirrored = tmp_path / "mirrored.png"
    ImageOps.mirror(Image.open(BytesIO(knob(1)))).save(mirrored)
    done = invoke(photo, mirrored)
    assert "a match at a radius of 31" in done.stdout
    assert f"That is with {mirrored} turned or mirrored." in done.stdout
    as_stored = invoke(photo, str(digest_file(photo.read_bytes()).pdq))
    assert "That is with" not in as_stored.stdout


def test_a_nearly_blank_picture_is_told_to_say_little(photo: Path, tmp_path: Path) -> None:
    blank = tmp_path / "blank.png"
    Image.new("RGB", (64, 64)).save(blank)
    assert f"{blank}: Its hash is of quality 0: nearly blank" in invoke(photo, blank).stdout


@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "no hash of 64 hexadecimal digits"), (b"brass", "it is no picture"), (knob(1)[:300], "cut short")],
)
def test_what_is_neither_picture_nor_hash_is_named(
    content: bytes | None, said: str, photo: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    if content is not None:
        other.write_bytes(content)
    done = invoke(photo, other)
    assert isinstance(done.exception, CommandFailed)
    assert done.exception.exit_code == 2
    assert str(done.exception).startswith(str(other))
    assert said in str(done.exception)
