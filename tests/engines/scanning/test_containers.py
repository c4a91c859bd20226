"""Archives and mails give what lies in them; hostile ones give a fault, and take nothing else with them."""

import bz2
import gzip
import io
import lzma
import os
import tarfile
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from causeway.scanning.containers import Limits
from causeway.scanning.content import MOST_IN_MEMORY
from engines.scanning.knobs import (
    AFTER,
    TIGHT,
    TWO,
    apple_mail,
    commented,
    content_of,
    knob,
    leaves,
    mailed,
    tarred,
    zipped,
)


@pytest.mark.parametrize(
    ("data", "name", "inner"),
    [
        (zipped(TWO), "it", ""),
        (tarred(TWO), "it", ""),
        (gzip.compress(tarred(TWO)), "it.tar.gz", ""),
        (bz2.compress(tarred(TWO)), "it.tbz2", ""),
        (lzma.compress(tarred(TWO)), "it.txz", ""),
        (lzma.compress(tarred(TWO)[:1024]) + lzma.compress(tarred(TWO)[1024:]), "it.txz", ""),
        (mailed(TWO), "it.eml", ""),
        (b"From ada Thu Nov 26 10:00:00 2026\n" + mailed(TWO), "it.mbox", "message-1/"),
        (b"From ada Thu Nov 26 10:00:00 2026\n" + mailed({}) + b"\n\nFrom bo x\n" + mailed(TWO), "m", "message-2/"),
        (b"\xef\xbb\xbf" + mailed(TWO), "it.eml", ""),
        (b"\r\n \n" + mailed(TWO), "it.eml", ""),
        (b"\xef\xbb\xbf\nFrom ada Thu Nov 26 10:00:00 2026\n" + mailed(TWO), "it.mbox", "message-1/"),
        (apple_mail(TWO), "7.emlx", ""),
    ],
    ids=[
        *("zip", "tar", "gz", "bz2", "xz", "two xz streams", "mail", "mailbox", "second message"),
        *("mail after a mark", "mail after blank lines", "mailbox after a mark", "emlx"),
    ],
)
def test_what_lies_in_a_container_is_found_whatever_it_is_called(
    data: bytes, name: str, inner: str, tmp_path: Path
) -> None:
    found = leaves(data, tmp_path, name=name)
    assert {path: content_of(leaf) for path, leaf in found.items() if path not in ("", AFTER)} == {
        f"{inner}{path}": data for path, data in TWO.items()
    }
    assert content_of(found[""]) == data
    assert {leaf.fault for leaf in found.values()} == {None}


def test_a_single_compressed_file_is_the_only_member(tmp_path: Path) -> None:
    found = leaves(gzip.compress(knob(1)), tmp_path, name="one.png.gz")
    assert content_of(found["one.png"]) == knob(1)


def test_containers_lie_in_containers(tmp_path: Path) -> None:
    mail = mailed({"more.zip": zipped({"a.tgz": gzip.compress(tarred(TWO))})})
    found = leaves(zipped({"mail.eml": mail}), tmp_path)
    assert content_of(found["mail.eml!/more.zip!/a.tgz!/two.png"]) == knob(2)


def test_a_member_too_large_for_memory_is_kept_in_a_file_without_a_name(tmp_path: Path) -> None:
    large = os.urandom(MOST_IN_MEMORY + 5)
    found = leaves(zipped({"large": large}), tmp_path)
    assert content_of(found["large"]) == large
    assert [path.name for path in tmp_path.iterdir()] == ["it"]


@pytest.mark.parametrize("name", ["../../up.png", "/etc/knob.png", "a/../../b.png", "C:\\knob.png", "line\nbreak.png"])
def test_a_name_that_leads_elsewhere_is_only_a_name(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "down"
    folder.mkdir(parents=True)
    for data in (zipped({name: knob(1)}), tarred({name: knob(1)}), mailed({"knob.png": knob(1)})):
        found = leaves(data, folder)
        assert [content_of(leaf) for path, leaf in found.items() if path] == [knob(1)]
    assert [path.name for path in tmp_path.rglob("*")] == ["deep", "down", "it"]


def test_a_link_in_an_archive_unpacks_to_no_more_than_a_path(tmp_path: Path) -> None:
    """bzip2 knows no bound: a few hundred bytes would fill the memory, whatever size the index states."""
    link = zipfile.ZipInfo("s")
    link.external_attr, link.compress_type = 0o120777 << 16, zipfile.ZIP_BZIP2
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(link, bytes(30_000_000))
    data = out.getvalue().replace((30_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    tracemalloc.start()
    leaves(data, tmp_path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 10_000_000


def test_files_of_one_name_are_told_apart(tmp_path: Path) -> None:
    data = zipped({"knob-1": knob(0), "knob-2": knob(1), "knob-3": knob(2), "knob-1 (2)": knob(3)})
    found = leaves(data.replace(b"knob-2", b"knob-1").replace(b"knob-3", b"knob-1"), tmp_path)
    names = ["knob-1", "knob-1 (2)", "knob-1 (3)", "knob-1 (2) (2)"]
    assert [content_of(found[name]) for name in names] == [knob(number) for number in range(4)]


def test_links_and_devices_in_an_archive_are_passed_by(tmp_path: Path) -> None:
    more = []
    for kind, name in ((tarfile.SYMTYPE, "s"), (tarfile.LNKTYPE, "h"), (tarfile.CHRTYPE, "c"), (tarfile.DIRTYPE, "d")):
        info = tarfile.TarInfo(name)
        info.type, info.linkname = kind, "/etc/hosts"
        more.append(info)
    link = zipfile.ZipInfo("s")
    link.external_attr = 0o120777 << 16
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(link, "/etc/hosts")
        archive.writestr("d/", "")
    for data in (tarred(TWO, tuple(more)), out.getvalue()):
        assert set(leaves(data, tmp_path)) <= {"", *TWO}


@pytest.mark.parametrize("kind", [b"Z", b"V", tarfile.CONTTYPE])
def test_a_member_of_a_tar_of_an_unknown_type_is_a_file(kind: bytes, tmp_path: Path) -> None:
    info = tarfile.TarInfo("knob.png")
    info.type, info.size = kind, len(knob(1))
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        archive.addfile(info, io.BytesIO(knob(1)))
    assert content_of(leaves(out.getvalue(), tmp_path)["knob.png"]) == knob(1)


def test_a_picture_in_a_zip_that_is_called_a_folder_is_a_file(tmp_path: Path) -> None:
    assert content_of(leaves(zipped({"knob.png/": knob(1)}), tmp_path)["knob.png/"]) == knob(1)


def test_an_empty_zip_archive_is_whole(tmp_path: Path) -> None:
    assert {path: leaf.fault for path, leaf in leaves(zipped({}), tmp_path).items()} == {"": None}


def test_a_picture_in_a_zip_that_is_called_an_empty_folder_is_told(tmp_path: Path) -> None:
    data = bytearray(zipped({"knob.png/": knob(1)}))
    at = data.index(b"PK\x01\x02") + 24  # the size in the index (APPNOTE 4.3.12)
    data[at : at + 4] = bytes(4)
    assert leaves(bytes(data), tmp_path)["knob.png/"].fault == "damaged_member"


@pytest.mark.parametrize(
    ("system", "data"),
    [(0, b"/etc/hosts"), (3, knob(1)), (3, b"x" * 4097), (3, b"To: bo@example.org\n"), (3, b"")],
    ids=["not of Unix", "a picture", "too long for a path", "lines", "nothing"],
)
def test_what_is_marked_as_a_link_in_a_zip_and_is_none_is_a_file(system: int, data: bytes, tmp_path: Path) -> None:
    link = zipfile.ZipInfo("s")
    link.external_attr, link.create_system = 0o120777 << 16, system
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(link, data)
    assert content_of(leaves(out.getvalue(), tmp_path)["s"]) == data


@pytest.mark.parametrize(
    "before", [knob(3), b"MZ" + bytes(90_000), b"", b"%PDF-1.7\n"], ids=["picture", "program", "nothing", "document"]
)
@pytest.mark.parametrize("comment", [b"", b"brass"])
def test_a_zip_at_the_end_of_another_file_is_opened_and_that_file_still_looked_at(
    before: bytes, comment: bytes, tmp_path: Path
) -> None:
    out = io.BytesIO(before)
    out.seek(0, os.SEEK_END)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("two.png", knob(2))
        archive.comment = comment
    found = leaves(zipped({"in.png": out.getvalue()}), tmp_path)
    assert (content_of(found["in.png!/two.png"]), content_of(found["in.png"])) == (knob(2), out.getvalue())
    found = leaves(out.getvalue(), tmp_path)
    assert (content_of(found["two.png"]), content_of(found[""])) == (knob(2), out.getvalue())


def test_a_bomb_is_a_fault_of_its_own_and_the_rest_is_found(tmp_path: Path) -> None:
    found = leaves(zipped({"a.png": knob(1), "bomb": bytes(3_000_000), "z.png": knob(2)}), tmp_path)
    assert {path: leaf.fault for path, leaf in found.items()} == {
        "": None,
        "a.png": None,
        "bomb": "bomb",
        "z.png": None,
    }


def test_bombs_together_end_the_archive_and_keep_what_came_before(tmp_path: Path) -> None:
    many = {"a.png": knob(1)} | {f"{number:02}": bytes(900_000) for number in range(20)}
    found = leaves(zipped(many), tmp_path)
    assert (found[""].fault, found["a.png"].fault, found["07"].fault) == ("bomb", None, None)
    assert "19" not in found


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress], ids=["gz", "bz2", "xz"])
def test_a_compressed_bomb_is_stopped(pack: object, tmp_path: Path) -> None:
    assert callable(pack)
    found = leaves(pack(bytes(3_000_000)), tmp_path, name="blank.gz")
    assert found["blank"].fault == "bomb"
    skipped = tarfile.TarInfo("nothing")
    skipped.size, skipped.type = 3_000_000, b"Z"
    found = leaves(pack(skipped.tobuf() + bytes(3_000_000) + tarred(TWO)), tmp_path)
    assert found[""].fault == "bomb"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_bomb_in_a_zip_is_unpacked_in_small_steps(method: int, tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        archive.writestr("knob.png", knob(1))
        archive.writestr("blank", bytes(120_000_000))
    tracemalloc.start()
    found = leaves(packed.getvalue(), tmp_path)
    _now, most_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (found["blank"].fault, found["knob.png"].fault) == ("bomb", None)
    assert most_bytes < 100_000_000


def test_a_sparse_file_that_states_a_terabyte_is_a_bomb(tmp_path: Path) -> None:
    info = tarfile.TarInfo("hole")
    info.pax_headers = {
        "GNU.sparse.major": "1", "GNU.sparse.minor": "0",
        "GNU.sparse.name": "hole", "GNU.sparse.realsize": str(1 << 40),
    }  # fmt: skip
    data = b"1\n0\n0\n".ljust(512, b"\0")
    info.size = len(data)
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        archive.addfile(info, io.BytesIO(data))
    found = leaves(out.getvalue(), tmp_path)
    assert found["hole"].fault == "bomb"


def test_archives_fifty_deep_are_opened_as_deep_as_is_allowed(tmp_path: Path) -> None:
    data = zipped({"knob.png": knob(1)})
    for _ in range(50):
        data = zipped({"in.zip": data, "knob.png": knob(2)})
    found = leaves(data, tmp_path)
    deepest = "!/".join(["in.zip"] * TIGHT.depth)
    assert max(path.count("in.zip") for path in found) == TIGHT.depth
    assert {leaf.fault for path, leaf in found.items() if path != deepest} == {None}
    assert found[deepest].fault == "too_deep"


def test_an_encrypted_member_is_told_and_the_rest_is_found(tmp_path: Path) -> None:
    data = bytearray(zipped(TWO))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    found = leaves(bytes(data), tmp_path)
    assert (found["hall/one.png"].fault, found["hall/one.png"].content) == ("encrypted", None)
    assert content_of(found["two.png"]) == knob(2)


def test_a_damaged_member_is_told_and_the_rest_is_found(tmp_path: Path) -> None:
    data = bytearray(zipped(TWO))
    data[100] ^= 0xFF
    found = leaves(bytes(data), tmp_path)
    assert (found["hall/one.png"].fault, found["two.png"].fault, found[""].fault) == ("damaged_member", None, None)


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_member_whose_checksum_is_wrong_is_told_and_looked_at(method: int, tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr("one.png", knob(1))
    data = bytearray(out.getvalue())
    for mark, at in ((b"PK\x03\x04", 14), (b"PK\x01\x02", 16)):
        data[data.index(mark) + at] ^= 0xFF
    found = leaves(bytes(data), tmp_path)
    assert (content_of(found["one.png"]), found["one.png"].fault) == (knob(1), "damaged_member")


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress], ids=["gz", "bz2", "xz"])
def test_a_compressed_picture_with_a_stray_byte_after_it_is_told_and_looked_at(
    pack: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    found = leaves(pack(knob(1)) + b"x", tmp_path, name="one.png.gz")
    assert (content_of(found["one.png"]), found["one.png"].fault) == (knob(1), "damaged_member")


@pytest.mark.parametrize("pack", [bytes, gzip.compress, lzma.compress], ids=["tar", "gz", "xz"])
def test_an_archive_cut_short_keeps_what_came_before(pack: object, tmp_path: Path) -> None:
    assert callable(pack)
    whole = pack(tarred({"a.png": knob(1), "b": os.urandom(200_000), "z.png": knob(2)}))
    found = leaves(whole[: len(whole) // 2], tmp_path)
    assert content_of(found["a.png"]) == knob(1)
    assert (found["b"].fault, found[""].fault) == ("damaged_member", "damaged_archive")
    assert 50_000 < len(content_of(found["b"])) < 150_000
    assert "z.png" not in found


def test_a_damaged_header_in_the_middle_of_a_tar_is_not_taken_for_its_end(tmp_path: Path) -> None:
    data = bytearray(tarred({"a": b"brass", "b": b"iron", "c": b"wood"}))
    data[1024] ^= 0xFF
    found = leaves(bytes(data), tmp_path)
    assert (found["a"].fault, found[""].fault) == (None, "damaged_archive")


def test_a_tar_with_a_negative_size_does_not_go_round(tmp_path: Path) -> None:
    header = bytearray(tarfile.TarInfo("back").tobuf())
    header[124:136] = (b"\xff" * 10) + b"\xfc\x00"
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    found = leaves(tarred({"a": b"brass"})[:1024] + bytes(header) + bytes(1024), tmp_path)
    assert (found["a"].fault, found[""].fault) == (None, "damaged_archive")


@pytest.mark.parametrize("size", [1 << 80, -(1 << 80)])
def test_a_size_beyond_all_measure_is_told_as_a_large_one(size: int, tmp_path: Path) -> None:
    header = bytearray(tarfile.TarInfo("vast").tobuf())
    header[124:136] = (size % (1 << 96)).to_bytes(12, "big")
    header[124] = 0x80 if size > 0 else 0xFF
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    found = leaves(bytes(header) + b"brass".ljust(512, b"\0"), tmp_path)
    assert found[""].fault == "damaged_archive"
    assert 0 <= found["vast"].size_bytes < 1 << 63


def test_a_header_that_asks_for_all_memory_is_refused(tmp_path: Path) -> None:
    header = tarfile.TarInfo("././@PaxHeader")
    header.type, header.size = tarfile.XHDTYPE, (1 << 33) - 1
    found = leaves(tarred({"a": b"brass"})[:1024] + header.tobuf(), tmp_path)
    assert (found["a"].fault, found[""].fault) == (None, "too_large")


def test_a_zip_whose_index_is_gone_is_told(tmp_path: Path) -> None:
    assert leaves(zipped(TWO)[:300], tmp_path)[""].fault == "damaged_archive"


@pytest.mark.parametrize(
    "start",
    [
        b"7z\xbc\xaf\x27\x1c\x00\x04",
        b"Rar!\x1a\x07\x01\x00",
        b"EVF\t\r\n\xff\x00\x01",
        b"EVF2\r\n\x81\x00\x02",
        b"LVF\t\r\n\xff\x00\x01",
        b"KDMV\x01\x00\x00\x00",
        b"COWD\x01\x00\x00\x00",
        b"# Disk DescriptorFile\nversion=1\n",
        b"QFI\xfb\x00\x00\x00\x03",
        b"conectix\x00\x00\x00\x02",
        b"vhdxfile",
        b"!BDN",
        b"%PDF-1.7\n",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        bytes(32_768) + b"\x01CD001\x01",
        bytes(446) + b"\x80" + bytes(63) + b"\x55\xaa",
        b"\xeb\x52\x90NTFS    ".ljust(510, b"\xff") + b"\x55\xaa",
    ],
)
def test_what_holds_files_and_is_not_opened_is_told(start: bytes, tmp_path: Path) -> None:
    assert leaves(start + bytes(100), tmp_path)[""].fault == "not_opened"


@pytest.mark.parametrize("start", [b"\xff" * 510 + b"\x55\xaa", bytes(600), b"\x01CD001\x01", b"KDM"])
def test_what_only_looks_like_an_image_of_a_disk_is_none(start: bytes, tmp_path: Path) -> None:
    assert leaves(start + bytes(100), tmp_path)[""].fault is None


def test_more_members_than_are_allowed_end_the_archive(tmp_path: Path) -> None:
    found = leaves(tarred({str(number): b"" for number in range(12)}), tmp_path, limits=Limits(members=10))
    assert (len(found), found[""].fault) == (11, "too_many_members")


def test_a_name_in_bytes_that_are_no_characters_survives(tmp_path: Path) -> None:
    found = leaves(tarred({os.fsdecode(b"knob\xff.png"): knob(1)}), tmp_path)
    assert os.fsencode(max(found)) == b"knob\xff.png"


@pytest.mark.parametrize("padding", [b"", bytes(700)], ids=["at once", "after padding"])
@pytest.mark.parametrize(
    ("pack", "name"),
    [
        (zipped, "it"),
        (lambda files: commented(zipped(files), b"brass"), "it"),
        (tarred, "it"),
    ],
    ids=["zip", "zip with a comment", "tar"],
)
def test_what_follows_an_archive_s_end_is_looked_at_and_told(
    pack: Callable[[dict[str, bytes]], bytes], name: str, padding: bytes, tmp_path: Path
) -> None:
    found = leaves(pack(TWO) + padding + knob(5), tmp_path, name=name)
    assert content_of(found[AFTER]) == knob(5)
    assert (found[AFTER].fault, found[""].fault) == (None, "data_after_end")
    assert content_of(found["two.png"]) == knob(2)


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress], ids=["gz", "bz2", "xz"])
def test_what_follows_the_end_of_a_packed_tar_is_looked_at_too(pack: Callable[[bytes], bytes], tmp_path: Path) -> None:
    found = leaves(pack(tarred(TWO) + knob(5)), tmp_path)
    assert (content_of(found[AFTER]), found[""].fault) == (knob(5), "data_after_end")


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress], ids=["gz", "bz2", "xz"])
def test_damage_in_what_follows_the_end_is_told(pack: Callable[[bytes], bytes], tmp_path: Path) -> None:
    packed = pack(tarred(TWO) + os.urandom(2_400_000))
    found = leaves(packed[:-500_000], tmp_path)
    assert found[AFTER].fault == "damaged_member"
    assert content_of(found["two.png"]) == knob(2)


def test_an_archive_behind_an_archive_is_opened(tmp_path: Path) -> None:
    found = leaves(tarred(TWO) + tarred({"three.png": knob(3)}), tmp_path)
    assert content_of(found[f"{AFTER}!/three.png"]) == knob(3)


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress], ids=["gz", "bz2", "xz"])
@pytest.mark.parametrize("inside", [tarred(TWO), knob(1)], ids=["archive", "picture"])
def test_what_follows_the_last_compressed_stream_and_is_none_is_told(
    pack: Callable[[bytes], bytes], inside: bytes, tmp_path: Path
) -> None:
    found = leaves(pack(inside) + knob(5), tmp_path)
    assert {leaf.fault for leaf in found.values()} & {"damaged_archive", "damaged_member"}
    assert knob(1) in [content_of(leaf) for leaf in found.values()]


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress], ids=["gz", "bz2", "xz"])
def test_compressed_streams_that_follow_each_other_are_one_file_and_padding_is_nothing(
    pack: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    data = tarred(TWO)
    found = leaves(pack(data[:1024]) + pack(data[1024:]) + bytes(600), tmp_path)
    assert content_of(found["two.png"]) == knob(2)
    assert {leaf.fault for leaf in found.values()} == {None}


@pytest.mark.parametrize("data", [zipped(TWO), tarred(TWO)], ids=["zip", "tar"])
def test_padding_after_an_archive_s_end_is_nothing(data: bytes, tmp_path: Path) -> None:
    found = leaves(data + bytes(5_000), tmp_path)
    assert (set(found), found[""].fault) == ({"", *TWO}, None)


def test_a_comment_of_a_zip_that_is_no_text_is_looked_at(tmp_path: Path) -> None:
    assert content_of(leaves(commented(zipped(TWO), knob(5)), tmp_path)["comment"]) == knob(5)
    assert set(leaves(commented(zipped(TWO), b"brass"), tmp_path)) == {"", *TWO}
