"""From an item's files to a referral: `report.xml` in the CyberTipline's format, or `referral.json` in our own."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from pydantic import ValidationError

from causeway.hub.base.rows.documents import from_document
from causeway.hub.road.intake.import_reading import (
    DETAILS,
    REFERENCE,
    REFERRAL_JSON,
    REPORT_XML,
    FoundFile,
    FoundItem,
    ItemRefused,
)
from causeway.interchange.cybertip import CyberTipError, FileDetails, read_file_details, read_report, to_referral
from causeway.vocabulary.referral import Attachment, Referral

T = TypeVar("T")

LONGEST_REFERENCE = 255


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedItem:
    """What an item tells. `files` are attachments and their places; `original` is the report."""

    referral: Referral
    original: FoundFile
    files: tuple[tuple[FoundFile, int], ...]
    external_reference: str


def parse_item(item: FoundItem, *, now: datetime, is_bundle: bool) -> ParsedItem:
    """Read an item. In a bundle its reference elsewhere is the sub-folder's name, or what `reference.txt` says.

    Raises:
        ItemRefused: it cannot be imported; the message says why and never quotes content.
    """
    xml, document = item.file(REPORT_XML), item.file(REFERRAL_JSON)
    if xml and document:
        raise ItemRefused(f"It holds both {REPORT_XML} and {REFERRAL_JSON}")
    original = xml or document
    if original is None:
        raise ItemRefused(f"It holds neither {REPORT_XML} nor {REFERRAL_JSON}")
    reference_file = item.file(REFERENCE)
    apart = {file.name for file in (original, reference_file) if file}
    details = {file.name: file for file in item.files if file.name.lower().endswith(DETAILS) and file.name not in apart}
    attached = [file for file in item.files if file.name not in apart and file.name not in details]
    referral, places = _from_xml(original, attached, details, now) if xml else _from_json(original, attached, details)
    return ParsedItem(
        referral=referral,
        original=original,
        files=tuple((file, places[file.name]) for file in attached),
        external_reference=_reference(reference_file, item.key if is_bundle else ""),
    )


def _reference(file: FoundFile | None, otherwise: str) -> str:
    try:
        lines = file.text_bytes().decode("utf-8-sig").splitlines() if file else []
    except UnicodeDecodeError as fault:
        raise ItemRefused(f"{REFERENCE} is no text in UTF-8") from fault
    reference = next((line.strip() for line in lines if line.strip()), otherwise)
    if len(reference) > LONGEST_REFERENCE:
        raise ItemRefused(f"{REFERENCE}: a reference has at most {LONGEST_REFERENCE} characters")
    if not reference.isprintable():
        raise ItemRefused(f"{REFERENCE}: a reference is written in printable characters")
    return reference


def _described(details: Mapping[str, FoundFile], name: str) -> FoundFile | None:
    return next(
        (file for given, file in details.items() if given.lower() in {name.lower() + end for end in DETAILS}), None
    )


def _from_xml(
    original: FoundFile, attached: list[FoundFile], details: Mapping[str, FoundFile], now: datetime
) -> tuple[Referral, dict[str, int]]:
    try:
        report = read_report(original.text_bytes(), now=now)
        described = [_xml_details(file, _described(details, file.name)) for file in attached]
        referral = to_referral(report, described, sha256_by_file_id={})
    except CyberTipError as fault:
        raise ItemRefused(f"{original.name}: {fault}") from fault
    return referral, {file.name: place for place, file in enumerate(attached)}


def _xml_details(file: FoundFile, given: FoundFile | None) -> FileDetails:
    if given is None:
        return FileDetails(report_id=1, file_id=file.name, file_name=file.name)
    if not given.name.lower().endswith(".xml"):
        raise ItemRefused(f"{given.name}: beside {REPORT_XML} a file is described in XML")
    try:
        told = read_file_details(given.text_bytes())
    except CyberTipError as fault:
        raise ItemRefused(f"{given.name}: {fault}") from fault
    return replace(told, file_id=file.name, file_name=told.file_name or file.name)


def _from_json(
    original: FoundFile, attached: list[FoundFile], details: Mapping[str, FoundFile]
) -> tuple[Referral, dict[str, int]]:
    referral = _read_json(original, Referral)
    attachments = list(referral.attachments)
    places: dict[str, int] = {}
    for file in attached:
        given = _described(details, file.name)
        said = _read_json(given, Attachment) if given else None
        place = next(
            (at for at, one in enumerate(attachments) if one.name == file.name and at not in places.values()), None
        )
        if place is None:
            attachments.append(replace(said or Attachment(), name=file.name))
            place = len(attachments) - 1
        elif said:
            attachments[place] = replace(said, name=file.name)
        places[file.name] = place
    return replace(referral, attachments=tuple(attachments)), places


def _read_json(file: FoundFile, kind: type[T]) -> T:
    try:
        return from_document(kind, json.loads(file.text_bytes()))
    except ValidationError as fault:
        first = fault.errors(include_url=False, include_input=False, include_context=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ItemRefused(f"{file.name}: {where or 'the document'} does not fit ({first['type']})") from fault
    except (ValueError, RecursionError) as fault:
        raise ItemRefused(f"{file.name} is no JSON") from fault
