"""Every path of the format is mapped or kept in the sealed original on purpose, and the table tells the truth."""

from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

import pytest
from lxml import etree

from causeway.interchange.cybertip import (
    FileDetails,
    InvalidDocument,
    Report,
    file_details_for,
    from_referral,
    mapping_markdown,
    read_file_details,
    read_report,
    to_referral,
    write_file_details,
    write_report,
)
from causeway.interchange.cybertip._lexical import Codec
from causeway.interchange.cybertip._wire import leaves
from causeway.interchange.cybertip.mapping import MAPPING, Row
from causeway.vocabulary.referral import Concern, Contact, Email, PartyRole, Referral
from engines.interchange.cybertip.strategies import complete, complete_files, sample

PAGE = Path(__file__).resolve().parents[4] / "docs" / "reference" / "cybertip-mapping.md"
LEAVES = {**leaves(Report, "report"), **leaves(FileDetails, "fileDetails")}
VARIANTS = ((), ("permanently_disabled",), ("contact_person",), ("esp_service",), ("state",))
"""Fields left out, so that what another one hides comes to light."""


def test_every_path_of_the_format_stands_in_the_table_once() -> None:
    assert sorted(row.wire for row in MAPPING) == sorted(LEAVES)


def test_what_is_not_mapped_says_why() -> None:
    assert all(row.note for row in MAPPING if row.vocabulary is None)


def test_the_reference_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == mapping_markdown()


@pytest.mark.parametrize("row", MAPPING, ids=lambda row: row.wire)
def test_a_mapped_value_changes_the_referral_and_a_sealed_one_does_not(row: Row) -> None:
    if row.wire in JOINS:
        assert row.vocabulary is not None
        return
    changes = (
        _referral(changed) != _referral(base) for base in _bases(row.wire) for changed in _changed(base, row.wire)
    )
    assert any(changes) == (row.vocabulary is not None)


JOINS = ("fileDetails/fileId", "fileDetails/details/nameValuePair/@type")
"""Tested apart: one finds the digest, the other is moved to its group before anything is mapped."""


@cache
def _reports() -> tuple[bytes, ...]:
    return tuple(write_report(complete(Report, without=frozenset(without))) for without in VARIANTS)


@cache
def _files() -> tuple[bytes, ...]:
    return tuple(write_file_details(details) for details in complete_files())


def _bases(wire: str) -> tuple[bytes, ...]:
    return _files() if wire.startswith("fileDetails") else _reports()


def _changed(base: bytes, wire: str) -> Iterator[bytes]:
    root = etree.fromstring(base)
    path, _, attribute = wire.partition("/@")
    steps = path.split("/")[1:]
    for element in root.iterfind("/".join(steps)) if steps else [root]:
        codec = LEAVES[wire]
        if codec is None:
            parent = element.getparent()
            assert parent is not None
            parent.remove(element)
        elif attribute:
            element.set(attribute, _other(codec))
        else:
            element.text = _other(codec)
        yield etree.tostring(root)


def _other(codec: Codec) -> str:
    return codec.write(sample(codec, 1))


@lru_cache(maxsize=16)
def _referral(xml: bytes) -> Referral:
    if etree.fromstring(xml).tag == "report":
        return to_referral(read_report(xml), sha256_by_file_id={})
    report = complete(Report)
    return to_referral(report, [read_file_details(xml)], sha256_by_file_id={})


@pytest.mark.parametrize("without", VARIANTS)
def test_a_referral_sent_on_is_read_back_the_same(without: tuple[str, ...]) -> None:
    told = to_referral(complete(Report, without=frozenset(without)), sha256_by_file_id={})
    sent_on = read_report(write_report(from_referral(told)))
    assert to_referral(sent_on, sha256_by_file_id={}) == told


def test_an_attachment_sent_on_is_read_back_the_same() -> None:
    for details in complete_files():
        told = to_referral(complete(Report), [details], sha256_by_file_id={details.file_id: "ab" * 32})
        again = file_details_for(told.attachments[0], report_id=5, file_id="file-9")
        again = read_file_details(write_file_details(again))
        twice = to_referral(complete(Report), [again], sha256_by_file_id={"file-9": "ab" * 32})
        assert twice.attachments == told.attachments


def test_a_file_that_nobody_described_is_an_attachment_too() -> None:
    told = to_referral(complete(Report), sha256_by_file_id={"a": "ab" * 32})
    assert [attachment.sha256 for attachment in told.attachments] == ["ab" * 32]


def test_an_associate_points_at_the_party_they_belong_to() -> None:
    told = to_referral(complete(Report), sha256_by_file_id={})
    owners = [told.parties[one.associate_of].role for one in told.parties if one.associate_of is not None]
    assert owners == [PartyRole.SUBJECT, PartyRole.VICTIM]


def test_a_concern_without_a_name_in_law_is_refused_by_its_path() -> None:
    contact = Contact(emails=(Email(address="desk@example.org"),))
    with pytest.raises(InvalidDocument) as caught:
        from_referral(Referral(concern=Concern.OTHER, contact=contact))
    assert caught.value.path == "/report/incidentSummary/incidentType"


def test_a_referral_without_its_time_is_refused_by_its_path() -> None:
    with pytest.raises(InvalidDocument) as caught:
        from_referral(Referral(concern=Concern.GROOMING))
    assert caught.value.path == "/report/incidentSummary/incidentDateTime"
