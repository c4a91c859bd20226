"""A contact sheet holds small grey tiles, for one recipient, and nothing of it lies about in the open."""

import sys
from pathlib import Path

import pytest

from causeway.scanning.contact_sheet import CannotSeal, ContactSheet, age_recipient, contact_sheet
from causeway.scanning.journal import Journal
from causeway.scanning.judging import judge
from causeway.scanning.lists import load_lists
from causeway.scanning.scan import scan
from engines.scanning.knobs import knob, mailed, zipped

pyrage = pytest.importorskip("pyrage", reason="contact sheets are encrypted with pyrage, which is not installed")


class Plain:
    """Keeps what was to be sealed, to look at it."""

    def seal(self, plain: bytes) -> bytes:
        return plain


def sheet(folder: Path, state: Path, **options: int) -> ContactSheet:
    with Journal(state, folder) as journal:
        scan(folder, journal, workers=1)
        collection = judge(journal.seen, load_lists([]))
        return contact_sheet(collection, journal, folder, Plain(), **options)


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
