"""Reads a STIX 2.1 bundle: an indicator whose pattern is one value becomes a signal."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final

from causeway.interchange.hashlists import RowFault
from causeway.interchange.signals import PageDamaged, SignalPage, signal_from, value_fault
from causeway.interchange.signals.json_values import (
    json_object,
    object_of,
    objects_of,
    optional_count,
    optional_text,
    text_of,
)
from causeway.interchange.signals.times import time_in
from causeway.interchange.stix._patterns import value_in
from causeway.interchange.stix.mapping import EXTENSION, TLP, TLP_1
from causeway.vocabulary.handling import Handling, strictest
from causeway.vocabulary.signals import (
    REPORTED,
    Signal,
    SignalChange,
    SignalChangeKind,
    SignalOrigin,
    SignalProvenance,
    SignalState,
)

_NOT_ONE_VALUE: Final = ("bad_pattern", "the pattern is not one value of a kind that is known")
_MARKINGS: Final = {identifier: handling for handling, identifier in TLP.items()} | TLP_1

_BEFORE_ALL: Final = datetime.min.replace(tzinfo=UTC)


def read_stix(data: bytes, *, source: str | None = None) -> SignalPage[None]:
    """The changes in a bundle, one an indicator; a revoked one is withdrawn. `source` is whose feed it came by.

    An indicator whose pattern is not one value of a kind that we know is a fault. Raises PageDamaged.
    """
    document = json_object(data, place="the bundle")
    if document.get("type") != "bundle":
        raise PageDamaged("other_document", "it is no STIX bundle", place="the bundle")
    objects = objects_of(document, "objects", "the bundle")
    names = {
        str(each.get("id")): text_of(each, "name", "an identity", longest=200)
        for each in objects
        if each.get("type") == "identity"
    }
    faults: list[RowFault] = []
    changes = [
        change for row, each in _newest(objects) if (change := _change(each, row, names, source, faults)) is not None
    ]
    return SignalPage(changes=tuple(changes), cursor=None, has_more=False, faults=tuple(faults))


def _newest(objects: list[dict[str, Any]]) -> list[tuple[int, dict[str, Any]]]:
    """The indicators with their rows. Of several versions of one the last that was modified counts alone (STIX 2.1,
    section 3.6), whatever their order.
    """
    found: dict[str, tuple[datetime, int, dict[str, Any]]] = {}
    for row, each in enumerate(objects, start=1):
        if each.get("type") != "indicator":
            continue
        place = f"object {row}"
        name = optional_text(each, "id", place) or place
        modified = _time(each, "modified", place) or _BEFORE_ALL
        if name not in found or modified >= found[name][0]:
            found[name] = modified, row, each
    return sorted(((row, each) for _, row, each in found.values()), key=lambda version: version[0])


def _change(
    indicator: dict[str, Any], row: int, names: dict[str, str], source: str | None, faults: list[RowFault]
) -> SignalChange | None:
    place = f"object {row}"
    ours = object_of(object_of(indicator, "extensions", place), EXTENSION, place)
    signal = _ours(indicator, object_of(ours, "signal", place), place) if ours else None
    if signal is None:
        signal = _foreign(indicator, row, names, source, faults)
    if signal is None:
        return None
    if indicator.get("revoked") is True and signal.state in REPORTED:
        signal = replace(signal, state=SignalState.WITHDRAWN)  # others revoke without knowing our extension
    is_gone = signal.state not in REPORTED
    what = SignalChangeKind.WITHDRAWN if is_gone else SignalChangeKind.UPDATED
    return SignalChange(what=what, reference=signal.reference, signals=(signal,))


def _ours(indicator: dict[str, Any], document: dict[str, Any], place: str) -> Signal:
    """A signal of ours as it was written. Whoever passed it on may have marked it more strictly, or ended it sooner."""
    signal = signal_from(document, place)
    marks = [mark for mark in (signal.handling, _handling(indicator, place)) if mark is not None]
    ends = [end for end in (signal.expires_at, _time(indicator, "valid_until", place)) if end is not None]
    return replace(signal, handling=strictest(marks) if marks else None, expires_at=min(ends, default=None))


def _foreign(
    indicator: dict[str, Any], row: int, names: dict[str, str], source: str | None, faults: list[RowFault]
) -> Signal | None:
    """An indicator that carries no signal of ours."""
    place = f"object {row}"
    found = value_in(text_of(indicator, "pattern", place, longest=100_000))
    fault = value_fault(*found) if found else None
    if found is None or fault is not None:
        code, message = fault or _NOT_ONE_VALUE
        faults.append(RowFault(row=row, code=code, message=message, field="pattern"))
        return None
    author = optional_text(indicator, "created_by_ref", place) or "not stated"
    return Signal(
        kind=found[0],
        value=found[1],
        reference=text_of(indicator, "id", place, longest=300),
        provenance=SignalProvenance(organisation=names.get(author, author), source=source, origin=SignalOrigin.FEED),
        state=SignalState.WITHDRAWN if indicator.get("revoked") is True else SignalState.ADDED,
        confidence=optional_count(indicator, "confidence", place, most=100),
        handling=_handling(indicator, place),
        added_at=_time(indicator, "valid_from", place),
        changed_at=_time(indicator, "modified", place),
        expires_at=_time(indicator, "valid_until", place),
    )


def _handling(indicator: dict[str, Any], place: str) -> Handling | None:
    """A marking that we do not know may forbid anything: it counts as the strictest."""
    refs = indicator.get("object_marking_refs", [])
    if not isinstance(refs, list) or not all(isinstance(each, str) for each in refs):
        raise PageDamaged("bad_type", "object_marking_refs is not an array of texts", place=place)
    return strictest([_MARKINGS.get(each, Handling.RED) for each in refs]) if refs else None


def _time(indicator: dict[str, Any], key: str, place: str) -> datetime | None:
    text = optional_text(indicator, key, place)
    moment = time_in(text) if text is not None else None
    if text is not None and moment is None:
        raise PageDamaged("bad_time", f"{key} is not a time with its zone", place=place)
    return moment
