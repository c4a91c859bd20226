"""Writes signals as a STIX 2.1 bundle, object by object: indicators, who lists them, and how far they may go.

The objects are few and fixed, so they are written here; `stix2` parses every one of them in the tests. It takes
milliseconds an indicator, and a bank has millions.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, BinaryIO, Final
from uuid import uuid5

from causeway.interchange.hashlists import RowFault
from causeway.interchange.signals import NotWritable, signal_document
from causeway.interchange.stix._patterns import pattern_of
from causeway.interchange.stix.mapping import EXTENSION, NAMESPACE, TLP, TLP_EXTENSION
from causeway.vocabulary.handling import Handling
from causeway.vocabulary.signals import NOT_PROOF, REPORTED, Signal, SignalChange

_TLP_CREATED: Final = "2022-10-01T00:00:00.000Z"
_MADE: Final = "2026-11-01T00:00:00.000Z"
"""Of what says no more than its name. STIX 2.1, section 3.2: `created` must not change from one bundle to the next."""
_AUTHOR: Final = "Causeway"


def write_stix(stream: BinaryIO, changes: Iterable[SignalChange], *, at: datetime) -> list[RowFault]:
    """One bundle; `at` (UTC) is when it is written, for signals that state no time. Returns a fault for each change
    that STIX cannot say: a keyword, or a deletion of which the source named no value.
    """
    faults: list[RowFault] = []
    stream.write(f'{{"type":"bundle","id":"bundle--{uuid5(NAMESPACE, _time(at))}","objects":['.encode())
    for number, document in enumerate(_objects(changes, at, faults)):
        text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
        stream.write(f"{',' if number else ''}\n{text}".encode())
    stream.write(b"\n]}\n")
    return faults


def _objects(changes: Iterable[SignalChange], at: datetime, faults: list[RowFault]) -> Iterator[dict[str, Any]]:
    """The extension first, then each indicator behind the identity and marking that it is the first to name."""
    yield _identity(_AUTHOR)
    yield _extension()
    named: set[str] = {_AUTHOR}
    marked: set[Handling] = set()
    for row, change in enumerate(changes, start=1):
        if not change.signals:
            message = "the source names no value of what it deleted"
            faults.append(RowFault(row=row, code="no_value", message=message))
        for signal in change.signals:
            try:
                indicator = _indicator(signal, at)
            except NotWritable as error:
                faults.append(RowFault(row=row, code=error.code, message=error.message, field="kind"))
                continue
            if signal.provenance.organisation not in named:
                named.add(signal.provenance.organisation)
                yield _identity(signal.provenance.organisation)
            if signal.handling is not None and signal.handling not in marked:
                marked.add(signal.handling)
                yield _marking(signal.handling)
            yield indicator


def _indicator(signal: Signal, at: datetime) -> dict[str, Any]:
    created = signal.added_at or signal.changed_at or at
    document = {
        "type": "indicator",
        "spec_version": "2.1",
        "id": indicator_id(signal),
        "created_by_ref": _identity_id(signal.provenance.organisation),
        "created": _time(created),
        "modified": _time(max(created, signal.changed_at or created)),
        "revoked": signal.state not in REPORTED,
        "description": NOT_PROOF,
        "pattern": pattern_of(signal.kind, signal.value),
        "pattern_type": "stix",
        "pattern_version": "2.1",
        "valid_from": _time(created),
        "labels": _labels(signal),
        "external_references": [
            {
                "source_name": signal.provenance.source or signal.provenance.organisation,
                "external_id": signal.reference,
            }
        ],
        "extensions": {EXTENSION: {"extension_type": "property-extension", "signal": signal_document(signal)}},
    }
    if signal.expires_at is not None and signal.expires_at > created:
        document["valid_until"] = _time(signal.expires_at)
    if signal.confidence is not None:
        document["confidence"] = signal.confidence
    if signal.handling is not None:
        document["object_marking_refs"] = [TLP[signal.handling]]
    return document


def indicator_id(signal: Signal) -> str:
    """The same for the same signal of the same source, whatever became of it since."""
    provenance = signal.provenance
    parts = (provenance.organisation, provenance.source or "", signal.reference, signal.kind, signal.value)
    return f"indicator--{uuid5(NAMESPACE, json.dumps(parts))}"


def _labels(signal: Signal) -> list[str]:
    state = f"state:{signal.state}"
    return [state, f"{signal.category.scheme}:{signal.category.code}"] if signal.category else [state]


def _identity(name: str) -> dict[str, Any]:
    kind = "system" if name == _AUTHOR else "organization"
    return {
        "type": "identity",
        "spec_version": "2.1",
        "id": _identity_id(name),
        "created": _MADE,
        "modified": _MADE,
        "name": name,
        "identity_class": kind,
    }


def _identity_id(name: str) -> str:
    return f"identity--{uuid5(NAMESPACE, f'identity {name}')}"


def _extension() -> dict[str, Any]:
    return {
        "type": "extension-definition",
        "spec_version": "2.1",
        "id": EXTENSION,
        "created_by_ref": _identity_id(_AUTHOR),
        "created": _MADE,
        "modified": _MADE,
        "name": "A signal as Causeway's feed carries it",
        "schema": "One JSON object, `signal`; its fields stand in Causeway's reference of signal formats.",
        "version": "1.0.0",
        "extension_types": ["property-extension"],
    }


def _marking(handling: Handling) -> dict[str, Any]:
    level = handling.label.removeprefix("TLP:").lower()
    return {
        "type": "marking-definition",
        "spec_version": "2.1",
        "id": TLP[handling],
        "created": _TLP_CREATED,
        "name": handling.label,
        "extensions": {TLP_EXTENSION: {"extension_type": "property-extension", "tlp_2_0": level}},
    }


def _time(moment: datetime) -> str:
    """STIX 2.1, section 3.2: `created` and `modified` are precise to the millisecond."""
    text = moment.astimezone(UTC).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")
