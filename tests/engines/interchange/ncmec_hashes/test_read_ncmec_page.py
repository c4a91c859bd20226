"""A page of NCMEC's hash sharing becomes changes and a cursor, or is refused whole."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from causeway.interchange.ncmec_hashes import NCMEC_MAPPING, NcmecCursor, read_ncmec_page
from causeway.interchange.signals import PageDamaged
from causeway.vocabulary.signals import Opinions, SignalCategory, SignalChangeKind, SignalKind, SignalOrigin

PAGE = Path(__file__).with_name("page.xml").read_bytes()
START = NcmecCursor.beginning(datetime(2026, 11, 1, tzinfo=UTC))
DAY_20, DAY_21 = datetime(2026, 11, 20, 10, tzinfo=UTC), datetime(2026, 11, 21, 10, tzinfo=UTC)
NEXT = "/v2/entries?from=2026-11-01T00%3A00%3A00.000Z&to=2026-11-27T00%3A00%3A00.000Z&start=1001&size=1000&max=3000"


def changed(old: bytes, new: bytes) -> bytes:
    assert old in PAGE
    return PAGE.replace(old, new)


def test_an_entry_becomes_a_signal_for_each_fingerprint() -> None:
    change = read_ncmec_page(PAGE, START, source="the NPO list").changes[0]
    assert (change.what, change.reference) == (SignalChangeKind.UPDATED, "7-picture-1")
    assert [each.kind for each in change.signals] == [
        SignalKind.MD5,
        SignalKind.SHA1,
        SignalKind.PDQ,
        SignalKind.PHOTODNA,
    ]
    first = change.signals[0]
    assert first.value == "8e" * 16
    assert first.category == SignalCategory(code="B2", scheme="ncmec")
    assert first.changed_at == datetime(2026, 11, 19, 9, tzinfo=UTC)
    assert (first.provenance.organisation, first.provenance.source) == ("Bridge Photos", "the NPO list")
    assert first.provenance.origin is SignalOrigin.FEED


def test_feedback_counts_for_the_fingerprint_that_it_is_about() -> None:
    opinions = [each.opinions for each in read_ncmec_page(PAGE, START).changes[0].signals]
    assert opinions == [Opinions(right=2), Opinions(wrong=1), Opinions(), Opinions()]


def test_a_deletion_withdraws_its_own_members_entry() -> None:
    change = read_ncmec_page(PAGE, START).changes[1]
    assert (change.what, change.reference, change.signals) == (SignalChangeKind.WITHDRAWN, "8-picture-1", ())


def test_a_bad_fingerprint_is_a_fault_and_leaves_the_others() -> None:
    page = read_ncmec_page(PAGE, START)
    assert [(fault.row, fault.field, fault.code) for fault in page.faults] == [(3, "md5", "bad_digest")]
    assert [each.kind for each in page.changes[2].signals] == [SignalKind.SHA1]


def test_a_round_counts_only_with_its_last_page() -> None:
    first = read_ncmec_page(PAGE, START)
    assert first.has_more
    assert first.cursor == NcmecCursor(since=START.since, highest=DAY_21, next_path=NEXT)
    older = changed(b"2026-11-21T10", b"2026-11-02T10")
    last = read_ncmec_page(older[: older.index(b"  <paging>")] + b"</queryResult>", first.cursor)
    assert not last.has_more
    assert last.cursor == NcmecCursor(since=DAY_21, highest=DAY_21)


def test_an_empty_page_keeps_the_cursor() -> None:
    page = read_ncmec_page(b'<queryResult xmlns="https://hashsharing.ncmec.org/hashsharing/v2"/>', START)
    assert (page.changes, page.cursor, page.has_more) == ((), START, False)


@pytest.mark.parametrize(
    ("old", "new", "code", "place"),
    [
        (b"<id>film-1</id>", b"", "no_reference", "line 44"),
        (b'<member id="7">', b'<member id="7a">', "no_reference", "line 4"),
        (b"<timestamp>2026-11-19T09:00:00Z", b"<timestamp>yesterday", "bad_time", "line 4"),
        (b'maxTimestamp="2026-11-21T10:00:00Z"', b"", "bad_time", "line 43"),
        (b"deletedImage>", b"retractedImage>", "unknown_entry", "line 37"),
        (b"<next>/v2/", b"<next>https://other.example.org/v2/", "bad_next", "paging/next"),
        (b"<next>/v2/", b"<next>//other.example.org/v2/", "bad_next", "paging/next"),
        (b"queryResult", b"status", "other_document", "the page"),
        (b"hashsharing/v2", b"hashsharing/v3", "other_document", "the page"),
        (b"</queryResult>", b"", "bad_xml", "line"),
        (b"<queryResult", b"<!DOCTYPE a [<!ENTITY b 'c'>]><queryResult", "bad_xml", "line 2"),
    ],
)
def test_a_damaged_or_hostile_page_is_refused_with_its_place(old: bytes, new: bytes, code: str, place: str) -> None:
    with pytest.raises(PageDamaged) as refused:
        read_ncmec_page(changed(old, new), START)
    assert refused.value.code == code
    assert refused.value.place.startswith(place)


def test_a_page_that_names_itself_as_the_next_is_refused() -> None:
    with pytest.raises(PageDamaged) as refused:
        read_ncmec_page(PAGE, NcmecCursor(since=START.since, highest=START.since, next_path=NEXT))
    assert refused.value.code == "endless"


@given(st.integers(0, len(PAGE) - 30))
def test_a_page_that_is_cut_short_is_refused(length: int) -> None:
    with pytest.raises(PageDamaged):
        read_ncmec_page(PAGE[:length], START)


def test_every_path_of_an_entry_stands_in_the_table() -> None:
    known = {row.wire for row in NCMEC_MAPPING}
    paths = {path for path in paths_of(etree.fromstring(PAGE)) if not path.endswith(("imestamp", "/@rel", "/@href"))}
    unmapped = {path for path in paths if path not in known and not path.startswith("videos/")}
    assert unmapped <= {
        "images/image/feedback/affirmativeFeedback/members/member/@id",
        "images/image/feedback/negativeFeedback/reasons/members/member/@id",
        "images/image/feedback/negativeFeedback/reasons/reason/@guid",
        "images/image/feedback/negativeFeedback/reasons/reason/@name",
        "images/image/feedback/negativeFeedback/reasons/reason/@type",
    }
    assert known - paths == {row.wire for row in NCMEC_MAPPING if row.wire.endswith(("imestamp", "reason"))} | {
        "videos"
    }


def paths_of(element: etree._Element, path: str = "") -> Iterator[str]:
    yield from (f"{path}/@{name}" for name in element.attrib if isinstance(name, str))
    if (element.text and element.text.strip()) or (not len(element) and "fingerprints" in path):
        yield path
    for child in element:
        local = etree.QName(child).localname
        yield from paths_of(child, f"{path}/{local}" if path else local)
