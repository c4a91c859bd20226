"""Vocabulary values as stored documents, and back."""

from functools import cache
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter

T = TypeVar("T")


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def to_document(value: object) -> Any:
    """A vocabulary value as JSON data: dicts, lists, strings, numbers."""
    kind: Any = type(value)
    return _adapter(kind).dump_python(value, mode="json")


def from_document(kind: type[T], document: Any) -> T:
    """The value that a stored document holds. Raises `pydantic.ValidationError` where it does not fit."""
    hashable: Any = kind
    return cast("T", _adapter(hashable).validate_python(document))
