"""What is told of a judged collection, and that nothing of a hostile file speaks in it."""

import csv
import hashlib
import io
import re
from base64 import b64encode
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from causeway.interchange.hashlists import CategoryScheme, RowFault
from causeway.interchange.vics import Case, Envelope, Media, MediaFile, Property, listed_digests, read_vics
from causeway.scanning.collection import Collection
from causeway.scanning.findings import Kind
from causeway.scanning.journal import Journal
from causeway.scanning.judging import judge
from causeway.scanning.known import KnownFiles
from causeway.scanning.packing import unpack
from causeway.scanning.reports import COLUMNS, csv_report, groups_told, html_report, page, summary, vics_report
from causeway.scanning.reports.vics import VicsVersion
from causeway.scanning.scan import Scanned
from causeway.scanning.seen import Place, Seen
from causeway.scanning.walking import Found, Walked
from scanned import NOON, again, hash_of, known, picture, shot

MORNING = datetime(2025, 6, 1, 9)  # noqa: DTZ001 - a camera's clock names no zone
BRIDGE = picture("usb/bridge.jpg", hash_of(1), modified_at=NOON)
SEEN = (
    picture("DCIM/1.jpg", hash_of(2), capture=shot(MORNING, serial_number="77"), modified_at=NOON),
    picture("WhatsApp/Media/WhatsApp Images/Sent/1.jpg", hash_of(2), content="DCIM/1.jpg", capture=shot(MORNING)),
    picture("small.jpg", hash_of(1, flipped_bits=4)),
    BRIDGE,
    picture("old.zip!/in/knob.jpg", hash_of(3)),
    picture("notes.txt", media_type="text/plain"),
    Seen(place=Place(path="locked.jpg", size_bytes=5), digests=None, fault="not_permitted"),
)
HOSTILE = '=cmd|"/c calc"!A1<script>alert(1)</script>&amp;\n\x1b[31m\udcff.jpg'


def judged(*seen: Seen, lists: KnownFiles | None = None) -> Collection:
    return judge(again(seen or SEEN), lists or known((BRIDGE, "A")))


def as_rows(collection: Collection) -> list[dict[str, str]]:
    stream = io.BytesIO()
    csv_report(collection, stream)
    assert stream.getvalue().startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(stream.getvalue().decode("utf-8-sig"), newline="")))


def as_page(collection: Collection, scanned: Scanned | None = None) -> tuple[str, Any]:
    stream = io.BytesIO()
    html_report(collection, stream, scanned=scanned)
    text = stream.getvalue().decode()
    return text, html.document_fromstring(text)


def as_vics(
    collection: Collection, version: VicsVersion = "2.0", scanned: Scanned | None = None
) -> tuple[Envelope, list[Media], Case]:
    stream = io.BytesIO()
    vics_report(collection, stream, version, scanned=scanned)
    stream.seek(0)
    envelope, *rows = read_vics(stream)
    assert isinstance(envelope, Envelope)
    assert not [row for row in rows if isinstance(row, RowFault)]
    (case,) = [row for row in rows if isinstance(row, Case)]
    return envelope, [row for row in rows if isinstance(row, Media)], case


def test_the_summary_counts_contents_and_files_in_the_order_to_look() -> None:
    assert summary(judged()) == [
        ("New camera originals", 1, 2),
        ("Other new pictures and videos", 1, 1),
        ("Edited copies of known files", 1, 1),
        ("Known files", 1, 1),
        ("Neither picture nor video", 1, 1),
        ("Could not be read", 1, 1),
    ]
    assert summary(judge(again([]), known())) == [("New camera originals", 0, 0)]


def test_groups_that_look_alike_are_counted_and_stand_in_every_report() -> None:
    alike = [picture(f"{number}.jpg", hash_of(number // 3, flipped_bits=number % 3)) for number in range(5)]
    collection = judged(*alike, picture("alone.jpg", hash_of(9)), lists=known())
    assert groups_told(collection) == "2, the largest of 3 pictures"
    assert groups_told(judge(again([]), known())) == "none"
    groups = {row["path"]: row["group"] for row in as_rows(collection)}
    first, second = groups["0.jpg"], groups["3.jpg"]
    assert groups == {
        **dict.fromkeys(("0.jpg", "1.jpg", "2.jpg"), first),
        "3.jpg": second,
        "4.jpg": second,
        "alone.jpg": "",
    }
    text, _ = as_page(collection)
    assert [text.count(f"group {number}, ") for number in (first, second)] == [3, 2]
    assert "look alike: 2, the largest of 3 pictures." in text
    metadata = {each.relative_file_path: each.media_metadata for each in as_vics(collection)[1]}
    assert Property(name="Group", value=second) in metadata["4.jpg"]
    assert not [each for each in metadata["alone.jpg"] if each.name == "Group"]


def test_the_table_has_each_file_once_and_every_column() -> None:
    rows = as_rows(judged())
    assert [row["path"] for row in rows] == [
        "DCIM/1.jpg",
        "WhatsApp/Media/WhatsApp Images/Sent/1.jpg",
        "old.zip!/in/knob.jpg",
        "small.jpg",
        "usb/bridge.jpg",
        "notes.txt",
        "locked.jpg",
    ]
    assert set(rows[0]) == set(COLUMNS)
    original, sent, *_ = rows
    assert (original["kind"], original["camera"]) == ("camera_original", "Linden L5, serial number 77")
    assert (original["taken_at"], original["modified_at"]) == ("2025-06-01 09:00:00", "2025-06-01 12:00:00+00:00")
    assert (original["shared_by"], sent["same_as"]) == ("WhatsApp", "DCIM/1.jpg")
    bridge = rows[4]
    assert (bridge["list"], bridge["scheme"], bridge["category"], bridge["by"]) == ("a list", "uk", "A", "md5")
    assert (rows[3]["copy_of"], rows[3]["copy_bits"]) == ("usb/bridge.jpg", "4")
    assert (rows[-1]["fault"], rows[-1]["sha256"]) == ("not_permitted", "")


def test_no_cell_of_the_table_is_a_formula() -> None:
    capture = replace(shot(MORNING), make="@SUM(1)", model="+1")
    rows = as_rows(judged(picture(HOSTILE, capture=capture)))
    assert rows[0]["path"] == "'" + HOSTILE.replace("\udcff", r"\xff")
    assert rows[0]["camera"].startswith("'@SUM(1) +1")


@pytest.mark.parametrize("version", ["2.0", "1.2"])
def test_our_own_reader_reads_the_vics_back(version: VicsVersion) -> None:
    archive = picture("old.zip", media_type="application/zip")
    envelope, media, case = as_vics(judged(*SEEN, archive), version)
    scheme = CategoryScheme.UK if version == "2.0" else CategoryScheme.UNSTATED
    assert (envelope.version, envelope.content, envelope.scheme) == (version, "Cases", scheme)
    assert (case.total_media_files, case.total_precategorized) == (5, 1)
    assert case.source_application_name == "Causeway"
    assert [each.relative_file_path for each in media] == [
        "DCIM/1.jpg",
        "old.zip!/in/knob.jpg",
        "small.jpg",
        "usb/bridge.jpg",
    ]
    original, knob, small, bridge = media
    assert (original.tags, original.series) == ("camera_original", "1: Linden L5, serial number 77")
    assert (original.category, original.is_precategorized) == (None, False)
    assert Property(name="Model", value="Linden L5") in original.exifs
    assert [place.file_path for place in original.media_files] == [
        "DCIM/1.jpg",
        "WhatsApp/Media/WhatsApp Images/Sent/1.jpg",
    ]
    assert original.media_files[0].written == NOON
    assert knob.media_files[0].parent_file_name == "old.zip"
    assert (small.category, bridge.category) == (None, "A")
    assert (bridge.is_precategorized, bridge.precategorization_source) == (True, "a list (scheme: uk)")
    assert BRIDGE.digests is not None
    assert (bridge.md5, bridge.sha1, bridge.size_bytes) == (BRIDGE.digests.md5, BRIDGE.digests.sha1, 1000)


def test_a_folder_whose_name_ends_like_an_archive_is_the_parent_of_nothing() -> None:
    archive = picture("old.zip", media_type="application/zip")
    paths = ("Knobs!/a.jpg", "Knobs!/old.zip!/b.jpg", "old.zip!/Knobs!/c.jpg")
    _, media, _ = as_vics(
        judged(*map(picture, paths), archive, replace(archive, place=Place(path="Knobs!/old.zip", size_bytes=9)))
    )
    parents = {each.media_files[0].file_path: each.media_files[0].parent_file_path for each in media}
    assert parents == dict(zip(paths, (None, "Knobs!/old.zip", "old.zip"), strict=True))


@pytest.mark.parametrize("is_upright", [False, True])
def test_every_report_says_how_a_picture_is_stored_and_hashed(is_upright: bool) -> None:
    plain = picture("a.jpg", hash_of(1), size_px=(800, 600))
    assert plain.digests is not None
    digests = replace(plain.digests, orientation=8, pdq_other=hash_of(2))
    collection = judge(again([replace(plain, digests=digests)]), known(), upright=is_upright)
    (row,) = as_rows(collection)
    said = (
        ("8", "upright", hash_of(2), hash_of(1), "600") if is_upright else ("8", "stored", *map(hash_of, (1, 2)), "800")
    )
    assert tuple(row[name] for name in ("orientation", "pdq_as", "pdq", "pdq_other", "width_px")) == said
    text, _ = as_page(collection)
    assert ("turned upright (orientation 8)" if is_upright else "stored turned (orientation 8)") in text
    (of_2,), (of_1,) = (as_vics(collection, version)[1] for version in ("2.0", "1.2"))
    assert Property(name="PDQ of", value=said[1]) in of_2.media_metadata
    other = "PDQ stored" if is_upright else "PDQ upright"
    assert [(each.name, each.value) for each in of_1.alternative_hashes][1:] == [("PDQ", said[2]), (other, said[3])]
    assert {each.value for each in listed_digests([of_1], CategoryScheme.UK)} >= {hash_of(1), hash_of(2)}
    assert all(Property(name="Orientation", value="8") in medium.exifs for medium in (of_1, of_2))


def test_each_version_has_the_hashes_that_it_has_a_field_for() -> None:
    assert BRIDGE.digests is not None
    (of_2,), (of_1,) = (as_vics(judged(BRIDGE), version)[1] for version in ("2.0", "1.2"))
    assert of_2.alternative_hashes == ()
    assert Property(name="SHA256", value=BRIDGE.digests.sha256) in of_2.media_metadata
    assert [each.value for each in of_1.alternative_hashes] == [BRIDGE.digests.sha256, BRIDGE.digests.pdq]


def test_categories_of_two_schemes_never_stand_in_one_file() -> None:
    uk, us = known((BRIDGE, "A")), known((BRIDGE, "1"), scheme=CategoryScheme.US)
    knob = picture("knob.jpg")
    both = known((BRIDGE, "A"), (knob, "1"))
    mixed = replace(both, standings=(uk.standings[0], us.standings[0]))
    envelope, media, case = as_vics(judged(BRIDGE, knob, lists=mixed))
    assert envelope.scheme is CategoryScheme.UNSTATED
    assert [each.category for each in media] == [None, None]
    said = Property(name="Categories", value="left out: the lists grade by several schemes (uk, us)")
    assert case.case_metadata == (said,)
    assert {each.precategorization_source for each in media} == {"a list (scheme: uk)", "a list (scheme: us)"}


def test_the_case_of_one_collection_has_one_name_however_its_files_are_called() -> None:
    named = [as_vics(judged(picture(path, content="one")))[2].case_id for path in ("a.jpg", "b.jpg")]
    assert named[0] == named[1]
    assert as_vics(judged(picture("c.jpg")))[2].case_id != named[0]
    assert as_vics(judge(again([]), known()))[1] == []


def test_a_camera_whose_clock_is_ahead_of_the_file_is_told() -> None:
    late = picture("late.jpg", capture=shot(datetime(2199, 1, 1)), modified_at=NOON)  # noqa: DTZ001 - a camera's clock
    zoned = picture("zoned.jpg", capture=shot(MORNING + timedelta(hours=14)), modified_at=NOON)
    told = {row["path"]: row["reasons"] for row in as_rows(judged(late, zoned))}
    assert "Its camera says 2199-01-01, but the file was last changed on 2025-06-01" in told["late.jpg"]
    assert "clocks" not in told["zoned.jpg"]


def test_a_name_that_is_no_text_stands_in_every_report() -> None:
    collection = judged(picture(HOSTILE))
    _, (medium,), _ = as_vics(collection)
    assert medium.relative_file_path == HOSTILE.replace("\udcff", r"\xff")
    assert isinstance(medium.media_files[0], MediaFile)
    text, document = as_page(collection)
    assert "<script" not in text
    assert not document.xpath("//script")
    (name,) = document.xpath("//th//bdi")
    assert name.text.endswith(r"&amp;\n\x1b[31m\xff.jpg".replace(r"\n", r"\x0a"))


def test_the_page_asks_for_nothing_and_runs_nothing() -> None:
    text, document = as_page(judged())
    style = document.xpath("string(//style)")
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = document.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)")
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert not re.search(r"https?:|url\(|@import|<img|<script|<link|\son\w+=|\sstyle=", text)


def test_every_link_of_the_page_leads_to_a_heading_and_no_two_have_one_name() -> None:
    _, document = as_page(judged())
    targets = document.xpath("//@id")
    assert len(targets) == len(set(targets))
    assert {link.removeprefix("#") for link in document.xpath("//a/@href")} <= set(targets)
    levels = [int(heading.tag[1]) for heading in document.xpath("//h1|//h2|//h3")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert document.xpath("//table[not(.//th[@scope='col'])]") == []


def test_the_new_originals_come_first_on_the_page_by_device_and_time() -> None:
    late = picture("2.jpg", hash_of(4), capture=shot(MORNING + timedelta(days=1)))
    _, document = as_page(judged(*SEEN, late))
    sections = [heading.text for heading in document.xpath("//h2")]
    assert sections[1] == Kind.ORIGINAL.heading
    series = [heading.text for heading in document.xpath("//h3")]
    assert series[0] == "Series 1: Linden L5, 2 June 2025, 09:00 to 09:00"
    assert series[1] == "Series 2: Linden L5, serial number 77, 1 June 2025, 09:00 to 09:00"


def test_the_page_of_an_empty_collection_does_not_say_that_all_is_well() -> None:
    text, _ = as_page(judge(again([]), known()))
    assert "No new camera original was found. That does not mean that there is none." in text


def test_the_page_says_of_which_folder_it_is_and_when_it_was_made() -> None:
    stream = io.BytesIO()
    html_report(judged(), stream, folder="/evidence/<7>", made_at=NOON)
    assert "Folder: <bdi>/evidence/&lt;7&gt;</bdi>. Made on 1 June 2025, 12:00 UTC." in stream.getvalue().decode()


def test_every_report_tells_what_was_not_read_whatever_its_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk image is neither picture nor video; of those the page shows only the first."""
    monkeypatch.setattr(page, "MOST_SHOWN", 3)
    others = [picture(f"{number}.txt", media_type="text/plain") for number in range(4)]
    image = replace(picture("z/disk.E01", media_type="application/octet-stream"), fault="not_opened")
    folder = Seen(place=Place(path="z/shut/", size_bytes=0), digests=None, fault="unreadable_folder")
    walked = Walked(files=7, links=2, special=1, unreadable_folders=1)
    scanned = Scanned(
        walked=walked, members=0, kept_files=0, skipped_members=3, faults={"not_opened": 1, "unreadable_folder": 1}
    )
    collection = judged(*others, image, folder)
    text, document = as_page(collection, scanned)
    rows = document.xpath("//h2[@id='faults']/following-sibling::table[1]/tbody/tr")
    told = {row.xpath("string(.//bdi)"): row.xpath("string(.//li)") for row in rows}
    assert told.keys() == {"z/disk.E01", "z/shut/"}
    assert told["z/shut/"] == "The folder could not be opened; what it holds is not known."
    assert "not opened here" in told["z/disk.E01"]
    assert text.index("Not read, or not whole: 1 file and 1 folder.") < text.index('<h2 id="contents">')
    assert "links, not followed: 5; devices, sockets and pipes: 1" in text
    assert "5 files, and 1 folder that could not be opened" in text
    assert not re.search(r"not_opened|unreadable_folder", text)
    assert {row["path"]: row["fault"] for row in as_rows(collection)}["z/shut/"] == "unreadable_folder"
    for version in ("2.0", "1.2"):
        said = {each.name: each.value for each in as_vics(collection, version, scanned)[2].case_metadata}
        assert said["Not read, or not whole: the folder could not be opened; what it holds is not known"] == "1"
    assert "Every file was read." in as_page(judged(*others), replace(scanned, faults={}))[0]


def test_what_is_too_much_for_the_page_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "MOST_SHOWN", 2)
    many = [picture(f"{number}.jpg") for number in range(5)]
    text, document = as_page(judged(*many))
    assert len(document.xpath("//table[@class='files']/tbody/tr")) == 2
    assert "3 more are not shown here. The table (CSV) has all of them." in text


def test_of_two_files_at_one_path_each_is_told_as_itself() -> None:
    """`a!/b` may lie in a folder named `a!`, or in an archive named `a`; here one of the two could not be read."""
    unread = Seen(place=Place(path="a!/b", size_bytes=9), digests=None, fault="encrypted")
    files = [unread, picture("a!/b", hash_of(1)), picture("a!/b", hash_of(2), content="other"), *SEEN]
    by_path = {path: [each for each in files if each.place.path == path] for path in {e.place.path for e in files}}
    told = judge(again(files), known(), at=by_path.__getitem__)
    for row, each in enumerate(files):
        number = told.order.tolist().index(row)
        assert list(told.findings())[number].seen == each


@pytest.mark.parametrize("is_upright", [False, True])
def test_a_report_of_many_series_reads_each_file_twice_at_most(
    is_upright: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Their order is by series, the latest first, so that nearly no two come in the order of the scan."""
    monkeypatch.setattr("causeway.scanning.collection._AT_A_TIME", 5)
    (tmp_path / "folder").mkdir()
    read: list[str] = []

    def counted(path: str, packed: bytes) -> Seen:
        read.append(path)
        return unpack(path, packed)

    monkeypatch.setattr("causeway.scanning.journal.unpack", counted)
    days = [MORNING - timedelta(days=number * 7 % 60) for number in range(60)]
    files = [picture(f"{number:02}.jpg", hash_of(number), capture=shot(at)) for number, at in enumerate(days)]
    with Journal(tmp_path / "state", tmp_path / "folder") as journal:
        for each in files:
            journal.begin(Found(path=each.place.path, size_bytes=1, modified_ns=0))
            journal.enter(each.place.path, "", each)
        collection = judge(journal.seen, known(), upright=is_upright, at=journal.at)
        read.clear()
        rows = as_rows(collection)
        assert len(read) <= 2 * len(files)
    assert [row["path"] for row in rows] == [row["path"] for row in as_rows(judged(*files, lists=known()))]
