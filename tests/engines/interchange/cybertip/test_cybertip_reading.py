"""What a reader of hostile and careless documents must do, beyond the golden ones."""

import random
from contextlib import suppress
from copy import deepcopy
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from causeway.interchange.cybertip import (
    CyberTipError,
    FileDetails,
    MalformedDocument,
    Report,
    ReportDoneResponse,
    ReportResponse,
    ResponseCode,
    parsing,
    read_file_details,
    read_report,
    read_response,
    schema,
    unknown_elements,
    write_file_details,
    write_report,
    write_response,
)
from causeway.interchange.cybertip._lexical import Boolean, Integer, Number
from causeway.interchange.cybertip.errors import LexicalError
from causeway.interchange.cybertip.times import WireDateTime
from engines.interchange.cybertip.strategies import complete, values

GOLDEN = sorted((Path(__file__).parent / "golden").glob("*.xml"))
MINIMAL = (Path(__file__).parent / "golden" / "valid_minimal.xml").read_bytes()
WIDE = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def _mutated(seed: int) -> bytes:
    """A golden document with a few bytes cut, doubled, swapped or replaced."""
    rng = random.Random(seed)
    xml = bytearray(rng.choice(GOLDEN).read_bytes())
    for _ in range(rng.randint(1, 6)):
        at, length = rng.randrange(len(xml) + 1), rng.randint(0, 40)
        piece = bytes(xml[at : at + length])
        other = rng.choice(
            [b"", piece * 2, piece[::-1], b"<", b"&", b"]]>", b"<![CDATA[", b'"', bytes([rng.randrange(256)])]
        )
        xml[at : at + length] = other
    return bytes(xml)


@settings(max_examples=400, deadline=None)
@given(st.integers(0, 2**32))
def test_only_our_own_error_escapes_from_a_damaged_document(seed: int) -> None:
    xml = _mutated(seed)
    for read in (read_report, read_file_details, read_response):
        with suppress(CyberTipError):
            read(xml)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_only_our_own_error_escapes_from_noise(noise: bytes) -> None:
    with pytest.raises(CyberTipError):
        read_report(noise)


@WIDE
@given(values(Report), values(FileDetails))
def test_our_schema_accepts_what_we_write(report: Report, details: FileDetails) -> None:
    checked = etree.XMLSchema(etree.fromstring(schema()))
    checked.assertValid(etree.fromstring(write_report(report)))
    checked.assertValid(etree.fromstring(write_file_details(details)))


def _rearranged(seed: int) -> bytes:
    """A good golden document with a few elements removed, doubled, moved or renamed."""
    rng = random.Random(seed)
    good = [path for path in GOLDEN if path.stem.startswith("valid_")]
    root = etree.fromstring(rng.choice(good).read_bytes(), etree.XMLParser(remove_comments=True))
    for _ in range(rng.randint(1, 3)):
        element = rng.choice(list(root.iter())[1:])
        parent = element.getparent()
        assert parent is not None
        match rng.randrange(4):
            case 0 if len(root) > 1:
                parent.remove(element)
            case 1:
                parent.insert(parent.index(element), deepcopy(element))
            case 2:
                root.insert(0, deepcopy(element))
            case _:
                element.tag = "renamed"
    return etree.tostring(root)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**32))
def test_what_is_accepted_is_written_back_and_what_we_know_agrees_with_our_schema(seed: int) -> None:
    xml = _rearranged(seed)
    is_file = etree.fromstring(xml).tag == "fileDetails"
    try:
        value = read_file_details(xml) if is_file else read_report(xml)
    except CyberTipError:
        return
    written = write_file_details(value) if isinstance(value, FileDetails) else write_report(value)
    assert (read_file_details(written) if is_file else read_report(written)) == value
    if not unknown_elements(value) and b"later" not in xml and b"schemaRevision" not in xml and b"precision" not in xml:
        etree.XMLSchema(etree.fromstring(schema())).assertValid(etree.fromstring(xml))


def test_a_time_without_a_zone_of_our_own_is_not_written() -> None:
    with pytest.raises(CyberTipError, match="zone"):
        WireDateTime.of(datetime(2026, 1, 1))  # noqa: DTZ001 - the fault under test


def test_an_incident_in_the_future_is_refused_when_the_time_is_known() -> None:
    noon = datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert read_report(MINIMAL, now=noon).incident_summary.incident_date_time.value == noon
    with pytest.raises(CyberTipError, match=r"line 5 /report/incidentSummary/incidentDateTime: lies in the future"):
        read_report(MINIMAL, now=datetime(2026, 3, 1, 11, 59, 59, tzinfo=UTC))


def test_a_document_over_the_limits_is_refused() -> None:
    many = MINIMAL.replace(b"</report>", b"<later/>" * parsing.MAX_ELEMENTS + b"</report>")
    with pytest.raises(MalformedDocument, match="elements"):
        read_report(many)
    attributes = " ".join(f'a{number}=""' for number in range(parsing.MAX_ATTRIBUTES + 1)).encode()
    with pytest.raises(CyberTipError, match="attributes"):
        read_report(MINIMAL.replace(b"<report>", b"<report " + attributes + b">"))
    with pytest.raises(CyberTipError, match="unknown elements"):
        read_report(MINIMAL.replace(b"</report>", b"<later/>" * 1_001 + b"</report>"))
    with pytest.raises(MalformedDocument, match="bytes"):
        read_report(MINIMAL + b" " * parsing.MAX_BYTES)


@pytest.mark.parametrize(
    "prolog", [b"<!DOCTYPE report>", b"\n<!-- a --><?b c?>\n<!DOCTYPE report [ ]>", b"\xef\xbb\xbf<!DOCTYPE report>"]
)
def test_a_document_type_is_refused_wherever_it_may_stand(prolog: bytes) -> None:
    with pytest.raises(MalformedDocument, match="document type"):
        read_report(prolog + MINIMAL.split(b"\n", 1)[1])


def test_words_about_a_document_type_are_only_words() -> None:
    told = MINIMAL.replace(b"</report>", b"<additionalInfo><![CDATA[<!DOCTYPE boat>]]></additionalInfo></report>")
    assert read_report(told).additional_info == "<!DOCTYPE boat>"


def test_a_byte_order_mark_and_comments_do_no_harm() -> None:
    marked = b"\xef\xbb\xbf" + MINIMAL.replace(b"<reporter>", b"<!-- a note --><reporter>")
    assert read_report(marked) == read_report(MINIMAL)


@pytest.mark.parametrize(
    ("text", "has_zone", "utc"),
    [
        ("2026-01-01T00:30:00", False, datetime(2026, 1, 1, 0, 30, tzinfo=UTC)),
        ("2026-01-01T00:30:00Z", True, datetime(2026, 1, 1, 0, 30, tzinfo=UTC)),
        ("2026-01-01T00:30:00+01:00", True, datetime(2025, 12, 31, 23, 30, tzinfo=UTC)),
        ("2025-12-31T24:00:00Z", True, datetime(2026, 1, 1, tzinfo=UTC)),
        ("2026-01-01T00:30:00.1234567-14:00", True, datetime(2026, 1, 1, 14, 30, 0, 123456, tzinfo=UTC)),
    ],
)
def test_a_time_keeps_its_words_and_gains_a_value(text: str, has_zone: bool, utc: datetime) -> None:
    moment = WireDateTime.parse(text)
    assert (moment.text, moment.has_zone, moment.value) == (text, has_zone, utc)


@pytest.mark.parametrize(
    "text",
    [
        "0000-01-01T00:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "2026-13-01T00:00:00",
        "2026-01-01",
        "2026-01-01T25:00:00Z",
        "2026-01-01T00:00:00+15:00",
        "٢٠٢٦-01-01T00:00:00Z",
    ],
)
def test_an_impossible_time_is_refused(text: str) -> None:
    with pytest.raises(LexicalError):
        WireDateTime.parse(text)


def test_simple_values_are_read_in_every_form_that_xml_schema_allows() -> None:
    assert [Boolean().parse(text) for text in ("1", " true ", "0", "false")] == [True, True, False, False]
    assert Integer(1, 9).parse(" +07 ") == 7
    assert Number(-90, 90).parse("5.150E1") == Decimal("51.50")


@pytest.mark.parametrize("text", ["90.0001", "500", "-91", "1e999", "INF", "NaN", ""])
def test_what_is_no_latitude_is_refused(text: str) -> None:
    with pytest.raises(LexicalError):
        Number(-90, 90).parse(text)


@pytest.mark.parametrize("text", ["9" * 5000, "1.0", "0x1", "", "1_0", "\u0661"])
def test_what_is_no_whole_number_is_refused(text: str) -> None:
    with pytest.raises(LexicalError):
        Integer().parse(text)


def test_the_writer_refuses_what_the_reader_would() -> None:
    report = complete(Report)
    for change, path in (
        ({"additional_info": "a\x00b"}, "/report/additionalInfo"),
        ({"additional_info": 5}, "/report/additionalInfo"),
        ({"reporter": None}, "/report/reporter"),
        ({"victims": ("Robin",)}, "/report/victim"),
    ):
        values_now = {name: getattr(report, name) for name in Report.__dataclass_fields__} | change
        with pytest.raises(CyberTipError) as caught:
            write_report(Report(**values_now))
        assert caught.value.path == path


def test_answers_carry_code_words_and_ids() -> None:
    done = read_response(write_response(ReportDoneResponse.of(17, ("a", "b"))))
    assert isinstance(done, ReportDoneResponse)
    assert (done.report_id, done.files.file_ids) == (17, ("a", "b"))
    not_done = ReportDoneResponse.of(17, code=ResponseCode.ALREADY_FINISHED)
    assert read_response(write_response(not_done)) == not_done
    assert (not_done.is_ok, not_done.is_retryable, not_done.response_description) == (
        False,
        False,
        "The report has been finished",
    )
    refused = ReportResponse.of(ResponseCode.VALIDATION_FAILED, fault="line 5 /report: is required and missing")
    assert read_response(write_response(refused)) == refused
    assert not refused.is_ok
    assert not refused.is_retryable
    assert ReportResponse.of(ResponseCode.SAVE_FAILED).is_retryable


def test_a_code_of_a_later_day_is_carried_on() -> None:
    answer = read_response(
        b"<reportResponse><responseCode>7777</responseCode><responseDescription>New</responseDescription></reportResponse>"
    )
    assert answer.response_code == 7777


def test_every_code_has_its_words_and_five_are_worth_another_try() -> None:
    assert all(code.description for code in ResponseCode)
    assert [int(code) for code in ResponseCode if code.is_retryable] == [1000, 1100, 1110, 1111, 1300]
