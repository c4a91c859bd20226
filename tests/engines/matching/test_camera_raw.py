"""Raw files are told from other pictures in the form of TIFF."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from causeway.matching.camera_raw import is_camera_raw

SHORT, LONG, BYTE = 3, 4, 1
DNG_VERSION = (50706, BYTE, 4, 0x01040000)


def tiff(order: str, *directories: list[tuple[int, int, int, int]], mark: bytes = b"") -> bytes:
    """A TIFF of these directories, one behind the other from byte 16 on; only the first is linked."""
    out = {"<": b"II*\0", ">": b"MM\0*"}[order] + struct.pack(f"{order}I", 16) + mark.ljust(8, b"\0")
    for entries in directories:
        out += struct.pack(f"{order}H", len(entries))
        for tag, kind, count, value in entries:
            shift = 16 if kind == SHORT and order == ">" else 0
            out += struct.pack(f"{order}HHII", tag, kind, count, value << shift)
        out += bytes(4)
    return out


BELOW = 16 + 2 + 12 + 4
"""Where the second directory lies behind one of one entry."""


@pytest.mark.parametrize("order", ["<", ">"])
def test_each_mark_is_found_in_either_order_of_bytes(order: str) -> None:
    assert is_camera_raw(tiff(order, [DNG_VERSION]))
    assert is_camera_raw(tiff(order, [(330, LONG, 1, BELOW)], [(262, SHORT, 1, 32803)]))
    assert is_camera_raw(tiff(order, [], mark=b"CR\x02\0"))


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_scan_and_other_files_are_not_raw(order: str) -> None:
    assert not is_camera_raw(tiff(order, [(262, SHORT, 1, 2)]))
    assert not is_camera_raw(tiff(order, [(330, LONG, 1, BELOW)], [(262, SHORT, 1, 6)]))
    assert not is_camera_raw(b"\xff\xd8\xff\xe0" + bytes(100))


def test_of_several_images_below_each_is_looked_at() -> None:
    offsets = 16 + 2 + 12 + 4
    first = [(330, LONG, 2, offsets)]
    begins = offsets + 8
    below = tiff("<", [(262, SHORT, 1, 6)], [(262, SHORT, 1, 32803)])[16:]
    data = tiff("<", first) + struct.pack("<II", begins, begins + 18) + below
    assert is_camera_raw(data)


@given(st.binary(max_size=200), st.sampled_from([b"II*\0", b"MM\0*"]))
def test_whatever_follows_the_mark_of_a_tiff_nothing_is_raised(content: bytes, mark: bytes) -> None:
    is_camera_raw(mark + content)
