"""Writes signals as one MISP event, as `pymisp` and MISP itself read it: objects by their templates, attributes, tags.

The shapes are few and fixed, so they are written here; `pymisp` reads every one of them in the tests.
"""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from shutil import copyfileobj
from tempfile import SpooledTemporaryFile
from typing import IO, Any, BinaryIO, Final
from uuid import uuid5

from causeway.interchange.hashlists import RowFault
from causeway.interchange.misp.mapping import (
    CREDIBILITY,
    CREDIBILITY_NOT_STATED,
    FILE_TYPES,
    NAMESPACE,
    OWN,
    PAP_TAG,
    RELIABILITY_TAG,
    TEMPLATES,
    TLP_TAGS,
)
from causeway.interchange.signals.times import time_text
from causeway.vocabulary.signals import NOT_PROOF, REPORTED, Signal, SignalChange, SignalKind, SignalState

_IN_MEMORY_BYTES: Final = 1 << 24
_ORGANISATION_ONLY: Final = "0"
_UNDEFINED: Final = "4"
_COMPLETED: Final = "2"
_CATEGORIES: Final = dict.fromkeys(FILE_TYPES.values(), "Payload delivery") | {"url": "Network activity"}
"""MISP's default categories of these types; the others are "Other"."""
_USABLE: Final = (SignalState.ADDED, SignalState.CONFIRMED)


def write_misp(stream: BinaryIO, changes: Iterable[SignalChange], *, info: str, at: datetime) -> list[RowFault]:
    """One event named `info`, seen by the receiver's own organisation only until a person widens it. `at` (UTC) is
    when it is written. Returns a fault for each deletion of which the source named no value.
    """
    event = {
        "uuid": str(uuid5(NAMESPACE, json.dumps([info, time_text(at)]))),
        "info": info,
        "date": at.astimezone(UTC).date().isoformat(),
        "timestamp": _timestamp(at),
        "distribution": _ORGANISATION_ONLY,
        "threat_level_id": _UNDEFINED,
        "analysis": _COMPLETED,
        "published": False,
    }
    stream.write(f'{{"Event": {json.dumps(event)[:-1]}, "Object": ['.encode())
    with SpooledTemporaryFile(_IN_MEMORY_BYTES) as loose:
        faults = _write_objects(stream, loose, changes, at)
        stream.write(b'\n], "Attribute": [')
        loose.seek(0)
        copyfileobj(loose, stream)
    stream.write(b"\n]}}\n")
    return faults


def _write_objects(stream: BinaryIO, loose: IO[bytes], changes: Iterable[SignalChange], at: datetime) -> list[RowFault]:
    """Objects go into the event; attributes that stand in none are kept aside, because they come behind all objects."""
    faults: list[RowFault] = []
    objects = attributes = 0
    for row, change in enumerate(changes, start=1):
        if not change.signals:
            faults.append(RowFault(row=row, code="no_value", message="the source names no value of what it deleted"))
        for document in _objects(change, at):
            stream.write(_item(document, is_first=not objects))
            objects += 1
        for signal in filter(_is_loose, change.signals):
            loose.write(_item(_loose(signal, at), is_first=not attributes))
            attributes += 1
    return faults


def _item(document: dict[str, Any], *, is_first: bool) -> bytes:
    return f"{'' if is_first else ','}\n{json.dumps(document)}".encode()


def _objects(change: SignalChange, at: datetime) -> Iterator[dict[str, Any]]:
    """A file for the exact digests of the entry, and each address and account."""
    digests = [each for each in change.signals if each.kind in FILE_TYPES]
    if digests:
        attributes = [
            _attribute(each, FILE_TYPES[each.kind], each.value, at, FILE_TYPES[each.kind]) for each in digests
        ]
        yield _object("file", digests[0], attributes, at)
    for signal in change.signals:
        if signal.kind is SignalKind.URL:
            yield _object("url", signal, [_attribute(signal, "url", signal.value, at, "url")], at)
        elif signal.kind is SignalKind.ACCOUNT:
            service, mark, name = re.split("([#@])", signal.value, maxsplit=1)
            relation = "user-id" if mark == "#" else "username"
            attributes = [
                _plain(signal, "text", service, at, "account-type"),
                _attribute(signal, "text", name, at, relation),
            ]
            yield _object("user-account", signal, attributes, at)


def _object(template: str, first: Signal, attributes: list[dict[str, Any]], at: datetime) -> dict[str, Any]:
    template_uuid, version, meta_category = TEMPLATES[template]
    return {
        "uuid": _uuid(first, f"object {template}"),
        "name": template,
        "meta-category": meta_category,
        "template_uuid": template_uuid,
        "template_version": version,
        "timestamp": _timestamp(at),
        "distribution": "5",
        "deleted": all(each.get("deleted", False) for each in attributes if each["Tag"]),
        "Attribute": attributes,
    }


def _is_loose(signal: Signal) -> bool:
    return signal.kind not in FILE_TYPES and signal.kind not in {SignalKind.URL, SignalKind.ACCOUNT}


def _loose(signal: Signal, at: datetime) -> dict[str, Any]:
    document = _attribute(signal, "other", signal.value, at, None)
    return {name: value for name, value in document.items() if name != "object_relation"}


def _attribute(signal: Signal, kind: str, value: str, at: datetime, relation: str | None) -> dict[str, Any]:
    """The attribute that says what the signal is; it alone carries the tags."""
    document = _plain(signal, kind, value, at, relation)
    is_gone = signal.state not in REPORTED
    return document | {
        "uuid": _uuid(signal, "attribute"),
        "to_ids": signal.state in _USABLE,
        "deleted": is_gone,
        "comment": signal.note or NOT_PROOF,
        "Tag": [{"name": name} for name in _tags(signal)],
    }


def _plain(signal: Signal, kind: str, value: str, at: datetime, relation: str | None) -> dict[str, Any]:
    """An attribute without a meaning of its own."""
    return {
        "uuid": _uuid(signal, f"attribute {relation}"),
        "type": kind,
        "category": _CATEGORIES.get(kind, "Other"),
        "value": value,
        "object_relation": relation,
        "timestamp": _timestamp(signal.changed_at or signal.added_at or at),
        "to_ids": False,
        "deleted": False,
        "distribution": "5",
        "Tag": [],
    }


def _tags(signal: Signal) -> list[str]:
    tags = [PAP_TAG, RELIABILITY_TAG, f'admiralty-scale:information-credibility="{_credibility(signal.confidence)}"']
    if signal.handling is not None:
        tags.append(TLP_TAGS[signal.handling])
    return tags + [f'{OWN}:{name}="{_tag_text(value)}"' for name, value in _own(signal) if value is not None]


def _credibility(confidence: int | None) -> str:
    if confidence is None:
        return CREDIBILITY_NOT_STATED
    return next(grade for least, grade in CREDIBILITY if confidence >= least)


def _own(signal: Signal) -> Iterator[tuple[str, str | None]]:
    yield "kind", signal.kind.value
    yield "reference", signal.reference
    yield "state", signal.state.value
    yield "organisation", signal.provenance.organisation
    yield "source", signal.provenance.source
    yield "category", signal.category.code if signal.category else None
    yield "scheme", signal.category.scheme if signal.category else None
    yield "expires", time_text(signal.expires_at) if signal.expires_at else None
    yield "confidence", None if signal.confidence is None else str(signal.confidence)


def _tag_text(value: str) -> str:
    """A tag's value stands in double quotes, and MISP knows no way to write one in it."""
    return value.replace('"', "'")


def _uuid(signal: Signal, what: str) -> str:
    provenance = signal.provenance
    parts = (what, provenance.organisation, provenance.source or "", signal.reference, signal.kind, signal.value)
    return str(uuid5(NAMESPACE, json.dumps(parts)))


def _timestamp(moment: datetime) -> str:
    return str(int(moment.timestamp()))
