"""A contact sheet holds small grey tiles, for one recipient, and nothing of it lies about in the open."""

import errno
import io
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from causeway.matching.tiler import Tile
from causeway.scanning.collection import Collection
from causeway.scanning.contact_sheet import CannotSeal, ContactSheet, age_recipient, contact_sheet
from causeway.scanning.journal import Journal
from causeway.scanning.judging import judge
from causeway.scanning.lists import load_lists
from causeway.scanning.scan import scan
from causeway.scanning.sheet_pages import pages
from engines.scanning.knobs import knob, mailed, zipped

pyrage = pytest.importorskip("pyrage", reason="contact sheets are encrypted with pyrage, which is not installed")


class Plain:
    """Keeps what was to be sealed, to look at it."""

    def seal(self, plain: bytes) -> bytes:
        return plain


def sheet(
    folder: Path, state: Path, meanwhile: Callable[[Collection], object] = lambda _judged: None, **options: int
) -> ContactSheet:
    with Journal(state, folder) as journal:
        scan(folder, journal, workers=1)
        collection = judge(journal.seen, load_lists([]))
        meanwhile(collection)
        return contact_sheet(collection, journal, folder, Plain(), **options)


def grey(level: int) -> bytes:
    out = io.BytesIO()
    Image.new("L", (96, 96), level).save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "one.png").write_bytes(knob(1))
    (folder / "same.png").write_bytes(knob(1))
    (folder / "mail.zip").write_bytes(zipped({"mail.eml": mailed({"two.png": knob(2)}), "words.txt": b"brass"}))
    (folder / "cut.png").write_bytes(knob(3)[:150])
    return folder


def test_each_content_that_is_a_whole_picture_has_a_tile(folder: Path, tmp_path: Path) -> None:
    made = sheet(folder, tmp_path / "state")
    assert (made.tiles, made.pictures) == (2, 2)
    assert made.sealed.startswith(b"%PDF-")


def test_a_sheet_takes_the_first_pictures_to_look_at(folder: Path, tmp_path: Path) -> None:
    made = sheet(folder, tmp_path / "state", most_tiles=1)
    assert (made.tiles, made.pictures) == (1, 2)


def test_a_collection_without_pictures_has_an_empty_sheet(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    made = sheet(tmp_path / "empty", tmp_path / "state")
    assert (made.tiles, made.pictures, made.sealed[:5]) == (0, 0, b"%PDF-")


def page_of(sealed: bytes) -> Image.Image:
    """The picture that is the sheet's first page."""
    return Image.open(io.BytesIO(sealed[sealed.index(b"\xff\xd8\xff") :])).convert("L")


def test_each_tile_shows_the_file_whose_number_it_has(tmp_path: Path) -> None:
    levels = {"b.png": 20, "a.png": 170, "c.zip!/z.png": 120, "c.zip!/d/y.png": 220, "d.png": 70}
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a first one.png").write_bytes(grey(200))
    for name in ("b.png", "a.png", "d.png"):
        (folder / name).write_bytes(grey(levels[name]))
    (folder / "c.zip").write_bytes(zipped({name: grey(levels[f"c.zip!/{name}"]) for name in ("z.png", "d/y.png")}))
    numbers: dict[int, int] = {}

    def note(judged: Collection) -> None:
        found = {each.seen.place.path: each.number for each in judged.findings()}
        numbers.update({found[path]: level for path, level in levels.items()})
        (folder / "a first one.png").unlink()

    made = page_of(sheet(folder, tmp_path / "state", note).sealed)
    assert sorted(numbers) == [2, 3, 4, 5, 6]
    assert made == page_of(pages({number: Tile(64, 64, bytes([level]) * 4096) for number, level in numbers.items()}))
    middles = [made.crop((62 + 76 * place, 62, 63 + 76 * place, 63)).tobytes()[0] for place in range(5)]
    assert [round(middle / 10) * 10 for middle in middles] == [numbers[number] for number in sorted(numbers)]


def test_a_picture_that_is_no_more_what_was_judged_has_no_tile(folder: Path, tmp_path: Path) -> None:
    size = (folder / "one.png").stat().st_size

    def change(_judged: Collection) -> None:
        for name in ("one.png", "same.png"):
            (folder / name).write_bytes(grey(90).ljust(size, b"\0"))

    assert sheet(folder, tmp_path / "state", change).tiles == 1


def test_a_picture_that_the_disk_gives_no_more_has_no_tile(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pread, bad = os.pread, {(folder / name).stat().st_ino for name in ("one.png", "same.png")}

    def failing(descriptor: int, size: int, offset: int) -> bytes:
        if os.fstat(descriptor).st_ino in bad:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return pread(descriptor, size, offset)

    made = sheet(folder, tmp_path / "state", lambda _judged: monkeypatch.setattr(os, "pread", failing))
    assert (made.tiles, made.pictures) == (1, 2)


def test_only_the_recipient_can_open_it() -> None:
    identity = pyrage.x25519.Identity.generate()
    sealed = age_recipient(str(identity.to_public())).seal(b"brass")
    assert b"brass" not in sealed
    assert pyrage.decrypt(sealed, [identity]) == b"brass"


@pytest.mark.parametrize("key", ["", "age1", "AGE-SECRET-KEY-1", "ada@example.org"])
def test_what_is_no_public_key_is_refused(key: str) -> None:
    with pytest.raises(CannotSeal) as refused:
        age_recipient(key)
    assert refused.value.code == "no_recipient"


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyrage", None)
    with pytest.raises(CannotSeal, match=r"causeway\[scan\]"):
        age_recipient("age1")
