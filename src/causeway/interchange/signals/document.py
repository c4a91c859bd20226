"""A signal and a change as JSON: the one form in which our own feed, files and programs carry them.

What is not stated is left out. A reader refuses a field that it does not know: a mark that it overlooked might have
been the one that says not to use the signal.
"""

from collections.abc import Callable, Set
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, TypeVar

from causeway.interchange.signals.errors import PageDamaged
from causeway.interchange.signals.json_values import (
    object_of,
    objects_of,
    optional_count,
    optional_text,
    text_of,
)
from causeway.interchange.signals.times import time_in, time_text
from causeway.interchange.signals.values import LONGEST_REFERENCE, value_fault
from causeway.vocabulary.handling import Handling
from causeway.vocabulary.organisations import Purpose
from causeway.vocabulary.signals import (
    Opinions,
    Signal,
    SignalCategory,
    SignalChange,
    SignalChangeKind,
    SignalKind,
    SignalOrigin,
    SignalProvenance,
    SignalState,
)

MOST_CONFIDENT: Final = 100
MOST_OPINIONS: Final = 2**31 - 1
HIGHEST_CURSOR: Final = 2**63 - 1
E = TypeVar("E", bound=StrEnum)

SIGNAL_FIELDS: Final[dict[str, Callable[[Signal], Any]]] = {
    "kind": lambda signal: signal.kind.value,
    "value": lambda signal: signal.value,
    "reference": lambda signal: signal.reference,
    "organisation": lambda signal: signal.provenance.organisation,
    "source": lambda signal: signal.provenance.source,
    "origin": lambda signal: signal.provenance.origin and signal.provenance.origin.value,
    "state": lambda signal: signal.state.value,
    "category": lambda signal: signal.category and signal.category.code,
    "scheme": lambda signal: signal.category and signal.category.scheme,
    "confidence": lambda signal: signal.confidence,
    "purposes": lambda signal: [purpose.value for purpose in signal.purposes] or None,
    "handling": lambda signal: signal.handling and signal.handling.value,
    "added_at": lambda signal: signal.added_at and time_text(signal.added_at),
    "changed_at": lambda signal: signal.changed_at and time_text(signal.changed_at),
    "expires_at": lambda signal: signal.expires_at and time_text(signal.expires_at),
    "opinions": lambda signal: _opinions_document(signal.opinions),
    "note": lambda signal: signal.note,
}
"""Each field of a signal's document and where its value stands."""
CHANGE_FIELDS: Final = ("cursor", "what", "reference", "signals")


def signal_document(signal: Signal) -> dict[str, Any]:
    """The signal as JSON's values."""
    stated = ((name, read(signal)) for name, read in SIGNAL_FIELDS.items())
    return {name: value for name, value in stated if value is not None}


def change_document(change: SignalChange) -> dict[str, Any]:
    """The change as JSON's values; a signal does not repeat the reference."""
    signals = [signal_document(signal) for signal in change.signals]
    for document, signal in zip(signals, change.signals, strict=True):
        if signal.reference == change.reference:
            del document["reference"]
    document = {"what": change.what.value, "reference": change.reference, "signals": signals}
    return document if change.cursor is None else {"cursor": change.cursor, **document}


def change_from(document: dict[str, Any], place: str) -> SignalChange:
    """The change that a document gives. Raises PageDamaged with the place and field."""
    _refuse_unknown(document, frozenset(CHANGE_FIELDS), place)
    reference = text_of(document, "reference", place, longest=LONGEST_REFERENCE)
    signals = tuple(
        signal_from(each, f"{place}, signal {number}", reference=reference)
        for number, each in enumerate(objects_of(document, "signals", place), start=1)
    )
    return SignalChange(
        what=_member(SignalChangeKind, text_of(document, "what", place), "what", place),
        reference=reference,
        signals=signals,
        cursor=optional_count(document, "cursor", place, most=HIGHEST_CURSOR),
    )


def signal_from(document: dict[str, Any], place: str, *, reference: str | None = None) -> Signal:
    """The signal that a document gives; `reference` is the change's. Raises PageDamaged with the place and field."""
    _refuse_unknown(document, SIGNAL_FIELDS.keys(), place)
    kind = _member(SignalKind, text_of(document, "kind", place), "kind", place)
    value = text_of(document, "value", place)
    if fault := value_fault(kind, value):
        raise PageDamaged(fault[0], fault[1], place=place)
    own = optional_text(document, "reference", place, longest=LONGEST_REFERENCE) or reference
    if own is None:
        raise PageDamaged("missing", "reference is missing or empty", place=place)
    return Signal(
        kind=kind,
        value=value,
        reference=own,
        provenance=_provenance(document, place),
        state=_optional(SignalState, document, "state", place) or SignalState.ADDED,
        category=_category(document, place),
        confidence=optional_count(document, "confidence", place, most=MOST_CONFIDENT),
        purposes=_purposes(document, place),
        handling=_optional(Handling, document, "handling", place),
        added_at=_time(document, "added_at", place),
        changed_at=_time(document, "changed_at", place),
        expires_at=_time(document, "expires_at", place),
        opinions=_opinions(document, place),
        note=optional_text(document, "note", place),
    )


def _opinions_document(opinions: Opinions) -> dict[str, int] | None:
    stated = {"right": opinions.right, "wrong": opinions.wrong, "seen_again": opinions.seen_again}
    return {name: count for name, count in stated.items() if count} or None


def _provenance(document: dict[str, Any], place: str) -> SignalProvenance:
    return SignalProvenance(
        organisation=text_of(document, "organisation", place),
        source=optional_text(document, "source", place),
        origin=_optional(SignalOrigin, document, "origin", place),
    )


def _category(document: dict[str, Any], place: str) -> SignalCategory | None:
    code, scheme = optional_text(document, "category", place), optional_text(document, "scheme", place)
    if not code and not scheme:
        return None
    if not code or not scheme:
        raise PageDamaged("missing", "category and scheme stand together or not at all", place=place)
    return SignalCategory(code=code, scheme=scheme)


def _purposes(document: dict[str, Any], place: str) -> tuple[Purpose, ...]:
    stated = document.get("purposes", [])
    if not isinstance(stated, list) or not all(isinstance(each, str) for each in stated):
        raise PageDamaged("bad_type", "purposes is not an array of texts", place=place)
    return tuple(_member(Purpose, each, "purposes", place) for each in stated)


def _opinions(document: dict[str, Any], place: str) -> Opinions:
    stated = object_of(document, "opinions", place)
    if not stated:
        return Opinions()
    _refuse_unknown(stated, {"right", "wrong", "seen_again"}, place)
    return Opinions(**{name: optional_count(stated, name, place, most=MOST_OPINIONS) or 0 for name in stated})


def _time(document: dict[str, Any], key: str, place: str) -> datetime | None:
    text = optional_text(document, key, place)
    moment = time_in(text) if text is not None else None
    if text is not None and moment is None:
        raise PageDamaged("bad_time", f"{key} is not a time with its zone", place=place)
    return moment


def _optional(kind: type[E], document: dict[str, Any], key: str, place: str) -> E | None:
    text = optional_text(document, key, place)
    return _member(kind, text, key, place) if text is not None else None


def _member(kind: type[E], text: str, key: str, place: str) -> E:
    try:
        return kind(text)
    except ValueError:
        raise PageDamaged("bad_value", f"{key} is none of: {', '.join(kind)}", place=place) from None


def _refuse_unknown(document: dict[str, Any], known: Set[str], place: str) -> None:
    if not document.keys() <= known:
        raise PageDamaged("unknown_field", "it has a field that this version does not know", place=place)
