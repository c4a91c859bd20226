"""Columns read whole, for pages that count a hundred thousand rows: a Python object for each value costs more than all
that is then done with them.

PostgreSQL packs each column into one array in its binary form (`array_send`), whose elements all have the same size,
so that NumPy reads it as it stands. Policies and managers bind such a read like any other.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import numpy as np
from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BigIntegerField,
    BinaryField,
    DateTimeField,
    F,
    Func,
    IntegerField,
    QuerySet,
    TextField,
    UUIDField,
    Value,
)
from django.db.models.functions import Cast, Coalesce
from numpy.typing import NDArray

_HEADER_BYTES = 20
"""Of an array with one dimension: dimensions, whether it has nulls, type, length, lower bound, four bytes each."""
_NEVER = datetime(9999, 12, 31, tzinfo=UTC)
_NO_KEY = UUID(int=0)
_EPOCH_MICROSECONDS = int(datetime(2000, 1, 1, tzinfo=UTC).timestamp()) * 1_000_000
"""PostgreSQL counts from the year 2000."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: an expression that is never null, the form in which PostgreSQL sends a value, and how it is read."""

    expression: Any
    sent_as: str
    read: Callable[[NDArray[Any]], NDArray[Any]]


def key(name: str) -> Column:
    """A UUID as its 16 bytes; none is empty."""
    return Column(Coalesce(F(name), Value(_NO_KEY), output_field=UUIDField()), "S16", np.ascontiguousarray)


def moment(name: str) -> Column:
    """A moment in seconds since 1970; none is NaN."""
    return Column(Coalesce(F(name), Value(_NEVER), output_field=DateTimeField()), ">i8", _seconds)


def number(name: str, none: int = -1) -> Column:
    """A whole number or a yes and no."""
    whole = Coalesce(Cast(F(name), IntegerField()), Value(none), output_field=IntegerField())
    return Column(whole, ">i4", lambda sent: sent.astype(np.int32))


def hashed(name: str) -> Column:
    """A text as a number that stands for it (`hashtextextended`)."""
    return Column(hash_of(name), ">i8", lambda sent: sent.astype(np.int64))


def hash_of(name: str) -> Func:
    """The same number as an expression, to read the texts themselves by."""
    return Func(F(name), Value(0), function="hashtextextended", output_field=BigIntegerField())


def code(name: str, codes: Sequence[StrEnum]) -> Column:
    """A word as its place in a list; -1 where it is none of them."""
    listed = Value([each.value for each in codes], output_field=ArrayField(TextField()))
    place = Func(listed, Cast(F(name), TextField()), function="array_position", output_field=IntegerField())
    return Column(Coalesce(place, Value(0), output_field=IntegerField()), ">i4", lambda sent: sent.astype(np.int32) - 1)


def read_columns(rows: QuerySet[Any], **columns: Column) -> NDArray[np.void]:
    """These columns of the rows, in one query, as an array with a field for each; in no order. Runs inside the caller's
    transaction.
    """
    packed = {
        name: Func(ArrayAgg(column.expression), function="array_send", output_field=BinaryField())
        for name, column in columns.items()
    }
    sent = rows.order_by().aggregate(**packed)
    found = {name: column.read(_unpacked(sent[name], column.sent_as)) for name, column in columns.items()}
    whole = np.empty(len(next(iter(found.values()))), dtype=[(name, values.dtype) for name, values in found.items()])
    for name, values in found.items():
        whole[name] = values
    return whole


def uuid_of(bytes_of_key: bytes) -> UUID:
    """The UUID of a key; the array has stripped the zeros at its end."""
    return UUID(bytes=bytes_of_key.ljust(16, b"\0"))


def pair_keys(first: NDArray[np.bytes_], second: NDArray[np.bytes_]) -> NDArray[np.bytes_]:
    """One key for each two."""
    halves = [np.ascontiguousarray(each).view(np.uint8).reshape(-1, 16) for each in (first, second)]
    return np.ascontiguousarray(np.hstack(halves)).view("S32").reshape(-1)


def places_among(keys: NDArray[np.bytes_], among: NDArray[np.bytes_]) -> NDArray[np.int64]:
    """Where each key stands in an array of different ones; -1 where it does not."""
    if not len(among) or not len(keys):
        return np.full(len(keys), -1, dtype=np.int64)
    sought: NDArray[Any] = _beginnings(keys)
    there: NDArray[Any] = _beginnings(among)
    order = np.argsort(there)
    if (np.diff(there[order]) == 0).any():
        # Two keys begin alike, as two of a pair do and random ones hardly ever: compare them whole.
        sought, there = keys, among
        order = np.argsort(there)
    place = order[np.minimum(np.searchsorted(there, sought, sorter=order), len(there) - 1)]
    return np.where(among[place] == keys, place, -1)


def newest_of_each(rows: NDArray[np.void], of: str, *, by: Sequence[str]) -> NDArray[np.void]:
    """Of the rows that have the same key, the one that comes last by these columns."""
    ordered = rows[np.lexsort([rows[name] for name in (*reversed(by), of)])]
    is_last = np.ones(len(ordered), dtype=bool)
    is_last[:-1] = ordered[of][1:] != ordered[of][:-1]
    return ordered[is_last]


def _beginnings(keys: NDArray[np.bytes_]) -> NDArray[np.int64]:
    """The first eight bytes of each key as a number, which is sorted many times as fast."""
    words: NDArray[np.int64] = np.ascontiguousarray(keys).view(np.int64).reshape(len(keys), -1)
    return words[:, 0]


def _seconds(sent: NDArray[Any]) -> NDArray[Any]:
    never = int(_NEVER.timestamp()) * 1_000_000 - _EPOCH_MICROSECONDS
    micros = sent.astype(np.int64)
    return np.where(micros == never, np.nan, (micros + _EPOCH_MICROSECONDS) / 1e6)


def _unpacked(sent: bytes | memoryview | None, sent_as: str) -> NDArray[Any]:
    if sent is None:
        return np.empty(0, dtype=sent_as)
    element = np.dtype([("length", ">i4"), ("value", sent_as)])
    return np.frombuffer(sent, dtype=element, offset=_HEADER_BYTES)["value"]
