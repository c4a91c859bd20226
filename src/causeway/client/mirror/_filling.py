"""From changes to columns: what stands under each reference once all are made, as rows of numbers."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import blake2b, sha256
from typing import Final

import numpy as np
from numpy.typing import NDArray

from causeway.client.mirror._columns import (
    GONE,
    KINDS,
    NEVER,
    REFERENCE_BYTES,
    SILENCED_KINDS,
    STATES,
    VALUE_BYTES,
    Columns,
)
from causeway.client.mirror._names import Names
from causeway.vocabulary.organisations import Purpose
from causeway.vocabulary.signals import ABOUT_PEOPLE, REPORTED, Signal, SignalChange, SignalChangeKind, SignalKind

SCREENING_PURPOSES: Final = frozenset({Purpose.PROTECT_A_CHILD, Purpose.REVIEW_CONTENT})
"""For which a service screens. An account, URL or keyword that may serve only others is not kept."""
_GONE: Final = {SignalChangeKind.WITHDRAWN, SignalChangeKind.SUSPENDED, SignalChangeKind.EXPIRED}
_KIND_NUMBERS: Final = {kind: number for number, kind in enumerate(KINDS)}
_STATE_NUMBERS: Final = {state: number for number, state in enumerate(STATES)}
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


def columns_of(changes: Iterable[SignalChange], purposes: frozenset[Purpose] = SCREENING_PURPOSES) -> Columns:
    """What stands once the changes are made, in their order, and may serve one of these purposes; and what one of them
    listed or took out, and does not stand any more.
    """
    latest: dict[str, tuple[Signal, ...]] = {}
    gone: dict[str, dict[tuple[SignalKind, str], Signal]] = {}
    for change in changes:
        known = (*latest.get(change.reference, ()), *(change.signals if change.what in _GONE else ()))
        gone.setdefault(change.reference, {}).update({(each.kind, each.value): each for each in known})
        latest[change.reference] = () if change.what in _GONE else change.signals
    for reference, signals in latest.items():
        gone[reference].update({(each.kind, each.value): each for each in signals if each.state not in REPORTED})
    rows = [
        (reference, signal, _STATE_NUMBERS[signal.state])
        for reference, signals in latest.items()
        for signal in signals
        if _has_row(signal, purposes)
    ]
    listed = {(signal.kind, signal.value) for _reference, signal, _state in rows}
    rows += [
        (reference, signal, GONE)
        for reference, signals in gone.items()
        for value, signal in signals.items()
        if signal.kind in SILENCED_KINDS and value not in listed
    ]
    return _filled(rows, list(latest))


def stored_value(kind: SignalKind, value: str) -> bytes:
    """A digest's bytes, or SHA-256 of a text with its kind, so that the files show no account or address."""
    return sha256(f"{kind}\0{value}".encode()).digest() if kind in ABOUT_PEOPLE else bytes.fromhex(value)


def microseconds(moment: datetime) -> int:
    """Since 1970, as the column of expiry counts."""
    return (moment - _EPOCH) // _MICROSECOND


def moment_of(count: int) -> datetime | None:
    """The moment of an expiry; None where it never comes."""
    return None if count == NEVER else _EPOCH + count * _MICROSECOND


def _has_row(signal: Signal, purposes: frozenset[Purpose]) -> bool:
    """A source that names no purpose leaves it to the agreement with it; what names others is not for this mirror."""
    may_serve = signal.kind not in ABOUT_PEOPLE or not signal.purposes or not purposes.isdisjoint(signal.purposes)
    return may_serve and signal.state in REPORTED and signal.kind in _KIND_NUMBERS


def _filled(rows: Sequence[tuple[str, Signal, int]], touched: list[str]) -> Columns:
    names = Names()
    references, signals = [reference for reference, _, _ in rows], [signal for _, signal, _ in rows]
    texts = [reference.encode() for reference in references]
    values = b"".join(stored_value(each.kind, each.value).ljust(VALUE_BYTES, b"\0") for each in signals)
    organisations = [names.organisation(each.provenance.organisation) for each in signals]
    return Columns(
        kinds=np.array([_KIND_NUMBERS[each.kind] for each in signals], np.uint8),
        values=np.frombuffer(values, np.uint8).reshape(-1, VALUE_BYTES),
        references=_digests_of(references),
        states=np.array([state for _, _, state in rows], np.uint8),
        confidences=np.array([-1 if each.confidence is None else each.confidence for each in signals], np.int8),
        categories=np.array([names.category(each.category) for each in signals], np.int32),
        organisations=np.array(organisations, np.int32),
        expiries=np.array([_expiry(each) for each in signals], np.int64),
        ends=np.cumsum([len(text) for text in texts], dtype=np.int64),
        texts=np.frombuffer(b"".join(texts), np.uint8),
        touched=_digests_of(touched),
        names=names.column(),
    )


def _expiry(signal: Signal) -> int:
    return NEVER if signal.expires_at is None else microseconds(signal.expires_at)


def _digests_of(references: Iterable[str]) -> NDArray[np.uint8]:
    digests = b"".join(blake2b(each.encode(), digest_size=REFERENCE_BYTES).digest() for each in references)
    return np.frombuffer(digests, np.uint8).reshape(-1, REFERENCE_BYTES)
