"""Golden documents: the good survive a round trip, the bad are refused with code, line, element and fault."""

import re
from pathlib import Path

import pytest
from lxml import etree

from causeway.interchange.cybertip import (
    CyberTipError,
    read_file_details,
    read_report,
    schema,
    to_referral,
    unknown_elements,
    write_file_details,
    write_report,
)
from causeway.interchange.cybertip.types import FileDetails, Report
from causeway.vocabulary.referral import Concern, FileFlag, IncidentKind
from engines.interchange.cybertip.canonical import canonical

GOLDEN = Path(__file__).parent / "golden"
GOOD_REPORTS = sorted(path.stem for path in GOLDEN.glob("valid_*.xml") if "file_details" not in path.stem)
BAD = {
    "age_out_of_range": (4100, 14, "/report/victim/victimPerson/age", "is not between 0 and 150"),
    "bad_date": (4100, 5, "/report/incidentSummary/incidentDateTime", "is not a possible date and time"),
    "bad_utf8": (4110, 12, "", "not valid UTF-8"),
    "billion_laughs": (4110, 3, "", "a document type is not allowed"),
    "blank_escalation": (4100, 5, "/report/incidentSummary/escalateToHighPriority", "must not be blank"),
    "calling_code": (
        4100,
        9,
        "/report/reporter/reportingPerson/phone/@countryCallingCode",
        "is not a calling code such as +44",
    ),
    "day_without_time": (
        4100,
        5,
        "/report/incidentSummary/incidentDateTime",
        "is not a dateTime such as 2026-01-31T12:00:00Z",
    ),
    "deep_nesting": (4100, 35, "", "elements stand more than 24 deep"),
    "elements_in_text": (4100, 12, "/report/additionalInfo", "must hold text, not elements"),
    "empty": (4110, 1, "", "not well-formed (document empty)"),
    "external_entity": (4110, 2, "", "a document type is not allowed"),
    "file_exif_without_viewed": (4100, 5, "/fileDetails/exifViewedByEsp", "needs fileViewedByEsp"),
    "file_flag_denied": (4100, 6, "/fileDetails/fileAnnotations/viral", "must be empty"),
    "file_meme_and_annotations": (
        4100,
        6,
        "/fileDetails/fileAnnotations",
        "cannot stand beside potentialMeme: only one of potentialMeme and fileAnnotations may be given",
    ),
    "file_no_pairs": (4100, 5, "/fileDetails/details/nameValuePair", "is required and missing"),
    "file_report_id": (4100, 3, "/fileDetails/reportId", "is not a whole number"),
    "file_supplemental_classified": (
        4100,
        6,
        "/fileDetails/industryClassification",
        "is not allowed where fileRelevance is Supplemental Reported",
    ),
    "file_supplemental_meme": (
        4100,
        6,
        "/fileDetails/potentialMeme",
        "is not allowed where fileRelevance is Supplemental Reported",
    ),
    "missing_email": (4100, 8, "/report/reporter/reportingPerson/email", "is required and missing"),
    "missing_time": (4100, 3, "/report/incidentSummary/incidentDateTime", "is required and missing"),
    "no_incident_in_details": (
        4100,
        7,
        "/report/internetDetails",
        "the kind of incident is missing: exactly one is required",
    ),
    "other_root": (4100, 2, "/fileDetails", "the document must be a <report>"),
    "port_out_of_range": (4100, 15, "/report/personOrUserReported/ipCaptureEvent/port", "is not between 1 and 65535"),
    "second_of_a_kind": (4100, 16, "/report/victim[2]/victimPerson", "is required and missing"),
    "text_between": (4100, 2, "/report", "holds text between its elements"),
    "too_long": (4100, 5, "/report/incidentSummary/platform", "is longer than 256 characters"),
    "truncated": (4110, 10, "", "not well-formed (tag name mismatch)"),
    "twice": (4100, 6, "/report/incidentSummary/platform[2]", "may stand only once"),
    "two_incidents_in_one": (
        4100,
        9,
        "/report/internetDetails/chatImIncident",
        "cannot stand beside emailIncident: only one of the kind of incident may be given",
    ),
    "undeclared_entity": (4110, 12, "", "not well-formed (undeclared entity)"),
    "us_state": (
        4100,
        11,
        "/report/reporter/reportingPerson/address/state",
        "is not the two-letter code of a US state",
    ),
    "wrong_encoding": (4110, 1, "", "the declared encoding is not UTF-8"),
    "wrong_order": (4100, 12, "/report/lawEnforcement", "must stand before reporter"),
    "unknown_incident_type": (4100, 4, "/report/incidentSummary/incidentType", "is not one of: Child"),
}
BEYOND_XSD = {"file_exif_without_viewed", "file_supplemental_classified", "file_supplemental_meme", "deep_nesting"}
"""Rules between elements and limits, which XML Schema 1.0 cannot say."""


def _bytes(name: str) -> bytes:
    return (GOLDEN / f"{name}.xml").read_bytes()


def _read(name: str, xml: bytes) -> Report | FileDetails:
    return read_file_details(xml) if "file_" in name else read_report(xml)


@pytest.mark.parametrize("name", GOOD_REPORTS)
def test_a_good_report_is_written_back_equal(name: str) -> None:
    report = read_report(_bytes(name))
    assert canonical(write_report(report)) == canonical(_bytes(name))
    assert read_report(write_report(report)) == report


def test_good_file_details_are_written_back_equal() -> None:
    details = read_file_details(_bytes("valid_file_details"))
    assert canonical(write_file_details(details)) == canonical(_bytes("valid_file_details"))


def test_no_golden_document_is_forgotten() -> None:
    assert {path.stem for path in GOLDEN.glob("bad_*.xml")} == {f"bad_{name}" for name in BAD}


@pytest.mark.parametrize(("name", "expected"), BAD.items(), ids=BAD)
def test_a_bad_document_is_refused_with_code_line_element_and_fault(
    name: str, expected: tuple[int, int, str, str]
) -> None:
    code, line, path, fault = expected
    with pytest.raises(CyberTipError) as caught:
        _read(name, _bytes(f"bad_{name}"))
    assert (int(caught.value.code), caught.value.line, caught.value.path) == (code, line, path)
    assert caught.value.fault.startswith(fault)
    assert str(caught.value).startswith(f"line {line} {path}".rstrip())


@pytest.mark.parametrize("name", BAD)
def test_no_message_repeats_what_the_document_says(name: str) -> None:
    with pytest.raises(CyberTipError) as caught:
        _read(name, _bytes(f"bad_{name}"))
    assert not re.search("secret|harbour|seventeen|quay|boatboat|hostname", str(caught.value), re.IGNORECASE)


@pytest.mark.parametrize("name", [name for name in BAD if BAD[name][0] == 4100 and name not in BEYOND_XSD])
def test_our_schema_refuses_what_the_reader_refuses(name: str) -> None:
    root = etree.fromstring(_bytes(f"bad_{name}"))
    is_wrong_root = name == "other_root"
    assert not etree.XMLSchema(etree.fromstring(schema())).validate(root) or is_wrong_root


@pytest.mark.parametrize("name", [name for name in GOOD_REPORTS if name != "valid_later_elements"])
def test_our_schema_accepts_the_good_reports(name: str) -> None:
    etree.XMLSchema(etree.fromstring(schema())).assertValid(etree.fromstring(_bytes(name)))


def test_later_elements_are_noted_where_they_stood() -> None:
    report = read_report(_bytes("valid_later_elements"))
    assert [element.path for element in unknown_elements(report)] == [
        "/report/note",
        "/report/incidentSummary/laterSummary",
        "/report/incidentSummary/reportAnnotations/laterAnnotation",
        "/report/internetDetails/laterIncident",
        "/report/personOrUserReported/associatedAccount/ageAssertionDiscrepancy",
    ]
    assert report.persons_reported[0].person is not None
    assert report.persons_reported[0].person.age_assertion_discrepancy is True


def test_a_type_on_the_pairs_is_moved_to_their_group() -> None:
    details = read_file_details(_bytes("type_on_pairs_file_details"))
    written = etree.fromstring(write_file_details(details))
    assert [group.get("type") for group in written.iterfind("details")] == ["EXIF", "HASH"]
    assert all(pair.get("type") is None for pair in written.iterfind("details/nameValuePair"))
    assert read_file_details(write_file_details(details)) == details


def test_words_of_the_law_become_preferred_terms() -> None:
    told = to_referral(
        read_report(_bytes("valid_peer_to_peer")),
        [read_file_details(_bytes("valid_file_details"))],
        sha256_by_file_id={"b0c1d2": "ab" * 32},
    )
    assert told.concern is Concern.SEXUAL_ABUSE_MATERIAL
    assert [incident.kind for incident in told.incidents] == [
        IncidentKind.PEER_TO_PEER,
        IncidentKind.PHONE,
        IncidentKind.OFFLINE,
    ]
    assert told.attachments[0].flags == (FileFlag.VIRAL, FileFlag.GENERATED)
    assert told.attachments[0].supplemental is False
