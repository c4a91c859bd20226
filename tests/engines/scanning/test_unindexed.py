"""What a zip archive's index does not name is found all the same, and told; nothing hostile there runs away."""

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from causeway.scanning.containers import Limits
from engines.scanning.knobs import TIGHT, content_of, knob, leaves, zipped

THREE = {"one.png": knob(1), "two.png": knob(2), "three.png": knob(3)}
BEFORE, OUTSIDE = "data before the beginning", "data outside the index"
INDEX, END = b"PK\x01\x02", b"PK\x05\x06"


class Pipe(io.RawIOBase):
    """Takes an archive whose sizes cannot be written before the data, as what streams one does."""

    def __init__(self) -> None:
        super().__init__()
        self.out = io.BytesIO()

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        return self.out.write(data)  # type: ignore[arg-type]


def streamed(members: dict[str, bytes]) -> bytes:
    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return pipe.out.getvalue()


def large(members: dict[str, bytes]) -> bytes:
    """Written as if each could be larger than 4 GiB: the sizes lie in the extra field."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            with archive.open(name, "w", force_zip64=True) as file:
                file.write(data)
    return out.getvalue()


def left_out(data: bytes, name: str) -> bytes:
    """The archive with one entry taken out of its index alone."""
    at = data.rindex(INDEX, 0, data.rindex(name.encode()))
    length = 46 + sum(struct.unpack_from("<HHH", data, at + 28))
    changed = bytearray(data[:at] + data[at + length :])
    end = changed.rindex(END)
    here, every, size, start = struct.unpack_from("<HHLL", changed, end + 8)
    struct.pack_into("<HHLL", changed, end + 8, here - 1, every - 1, size - length, start)
    return bytes(changed)


def put_before_index(data: bytes, more: bytes) -> bytes:
    at, end = data.index(INDEX), data.rindex(END)
    changed = bytearray(data[:at] + more + data[at:])
    struct.pack_into("<L", changed, end + len(more) + 16, at + len(more))
    return bytes(changed)


@pytest.mark.parametrize("pack", [zipped, streamed, large])
@pytest.mark.parametrize(("hidden", "place"), [("one.png", BEFORE), ("two.png", OUTSIDE), ("three.png", OUTSIDE)])
def test_an_entry_that_the_index_leaves_out_is_found_and_told(
    hidden: str, place: str, pack: Callable[[dict[str, bytes]], bytes], tmp_path: Path
) -> None:
    found = leaves(left_out(pack(THREE), hidden), tmp_path)
    assert content_of(found[f"{place}!/{hidden}"]) == THREE[hidden]
    assert {name: content_of(found[name]) for name in THREE if name != hidden} == {
        name: data for name, data in THREE.items() if name != hidden
    }
    assert found[""].fault == "data_outside_index"
    assert len(found) == 5


@pytest.mark.parametrize(
    "before", [b"", bytes(900), b"\x01", bytes(9) + b"brass"], ids=["none", "zeros", "one", "words"]
)
def test_nothing_put_in_front_of_a_hidden_entry_or_picture_hides_it(before: bytes, tmp_path: Path) -> None:
    one = zipped({"one.png": knob(1)})
    entry = one[: one.index(INDEX)]
    found = leaves(put_before_index(zipped(THREE), before + entry), tmp_path)
    assert knob(1) in [content_of(leaf) for path, leaf in found.items() if path.startswith(OUTSIDE)]
    assert found[""].fault == "data_outside_index"
    found = leaves(put_before_index(zipped(THREE), bytes(len(before)) + knob(7) + entry), tmp_path)
    assert content_of(found[OUTSIDE]) == knob(7)
    assert content_of(found[f"{OUTSIDE} (2)!/one.png"]) == knob(1)


def test_of_two_archives_in_one_file_both_are_opened(tmp_path: Path) -> None:
    found = leaves(zipped({"old.png": knob(8)}) + zipped(THREE), tmp_path)
    assert content_of(found[f"{BEFORE}!/old.png"]) == knob(8)
    assert content_of(found["two.png"]) == knob(2)
    assert (found[BEFORE].fault, found[""].fault) == (None, "data_outside_index")


def test_a_picture_that_an_archive_was_put_behind_is_found_as_it_was(tmp_path: Path) -> None:
    found = leaves(knob(8) + zipped(THREE), tmp_path)
    assert (content_of(found[BEFORE]), found[""].fault) == (knob(8), None)


@pytest.mark.parametrize("pack", [zipped, streamed, large])
def test_an_archive_cut_short_gives_what_came_before(pack: Callable[[dict[str, bytes]], bytes], tmp_path: Path) -> None:
    data = pack(THREE)
    found = leaves(data[: data.index(INDEX) - 200], tmp_path)
    assert {path: leaf.fault for path, leaf in found.items()} == {
        "": "damaged_archive",
        "one.png": None,
        "two.png": None,
        "three.png": "damaged_member",
    }
    assert content_of(found["two.png"]) == knob(2)
    assert set(leaves(data[:-30], tmp_path)) == {"", *THREE}


@pytest.mark.parametrize(
    "allowed",
    [bytes(5_000), b"pairs" * 30 + b"\x96" + bytes(7) + b"APK Sig Block 42"],
    ids=["padding", "signatures of a program for Android"],
)
@pytest.mark.parametrize("pack", [zipped, streamed])
def test_what_hides_nothing_is_no_fault(
    pack: Callable[[dict[str, bytes]], bytes], allowed: bytes, tmp_path: Path
) -> None:
    found = leaves(put_before_index(pack(THREE), allowed), tmp_path)
    assert {leaf.fault for leaf in found.values()} == {None}


def test_an_encrypted_entry_outside_the_index_is_told(tmp_path: Path) -> None:
    data = bytearray(left_out(zipped(THREE), "three.png"))
    data[data.rindex(b"PK\x03\x04") + 6] |= 1
    assert leaves(bytes(data), tmp_path)[f"{OUTSIDE}!/three.png"].fault == "encrypted"


def test_an_entry_that_states_more_than_there_is_does_not_swallow_the_next(tmp_path: Path) -> None:
    data = bytearray(zipped(THREE))
    struct.pack_into("<L", data, 18, 1 << 30)  # the packed size of the first (APPNOTE 4.3.7)
    found = leaves(bytes(data[: data.index(INDEX)]), tmp_path)
    assert [content_of(found[name]) for name in THREE] == list(THREE.values())


def test_a_bomb_outside_the_index_is_stopped(tmp_path: Path) -> None:
    found = leaves(left_out(streamed({"one.png": knob(1), "bomb": bytes(3_000_000)}), "bomb"), tmp_path)
    assert found[f"{OUTSIDE}!/bomb"].fault == "bomb"
    assert content_of(found["one.png"]) == knob(1)


@pytest.mark.parametrize("version", [b"\x14", b"\xff"], ids=["entries", "what only looks like one"])
def test_a_million_marks_of_entries_end_at_the_bound(version: bytes, tmp_path: Path) -> None:
    mark = (b"PK\x03\x04" + version + bytes(25)).ljust(30, b"\0")
    found = leaves(put_before_index(zipped(THREE), mark * 30_000), tmp_path, limits=Limits(members=500))
    assert "too_many_members" in {leaf.fault for leaf in found.values()}
    assert len(found) < 510
    assert content_of(found["one.png"]) == knob(1)


@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_whatever_is_done_to_an_archive_all_of_it_ends_in_leaves(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    changed = bytearray(data.draw(st.sampled_from([zipped, streamed, large]))(THREE))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(changed)))
        piece = data.draw(
            st.one_of(st.binary(max_size=6), st.sampled_from([b"PK\x03\x04", INDEX, END, bytes(changed[:90])]))
        )
        changed[at : at + data.draw(st.integers(0, 40))] = piece
    found = leaves(bytes(changed), tmp_path_factory.getbasetemp(), limits=TIGHT)
    assert content_of(found[""]) == changed
    assert len(found) < 200
