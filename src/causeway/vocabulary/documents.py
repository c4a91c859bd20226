"""Values of the vocabulary from documents that somebody else wrote, such as TOML or JSON, and back, without a library
that a small installation lacks.

Reading is strict: an unknown field, a wrong type or a time without a zone is a fault that names the field. It says what
is wrong with a value, never what the value is. In writing, what is left at its default is left out.
"""

import types
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from math import isfinite
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")

_PLAIN = {str: "text", int: "a whole number", float: "a number", bool: "true or false"}
_LONGEST_NAME = 60
_LONGEST_TEXT = 200_000
_MOST_ITEMS = 10_000


class DocumentInvalid(Exception):
    """A document does not fit. `path` names the field, as in `parties[0].role`; `fault` says what is wrong there."""

    def __init__(self, path: str, fault: str) -> None:
        self.path, self.fault = path.lstrip("."), fault
        super().__init__(f"{self.path or 'the document'} {fault}")


def read_document(kind: type[T], document: object, path: str = "") -> T:
    """The value of a frozen dataclass that a document of tables, lists and plain values holds.

    Raises:
        DocumentInvalid: naming the field and what is wrong with it.
    """
    made: T = _read(kind, document, path)
    return made


def to_document(value: object) -> Any:
    """The tables, lists and plain values that `read_document` takes."""
    if is_dataclass(value) and not isinstance(value, type):
        stated = ((field, getattr(value, field.name)) for field in fields(value))
        return {field.name: to_document(item) for field, item in stated if not _is_default(field, item)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (tuple, list, frozenset)):
        return [to_document(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): to_document(item) for key, item in value.items()}
    return value


def _is_default(field: "Field[Any]", value: object) -> bool:
    return field.default is not MISSING and bool(field.default == value)


def _read(kind: Any, document: object, path: str) -> Any:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        (only,) = (one for one in get_args(kind) if one is not types.NoneType)
        return None if document is None else _read(only, document, path)
    if origin is tuple:
        return _read_tuple(get_args(kind), document, path)
    if origin is dict:
        return _read_dict(get_args(kind), document, path)
    if is_dataclass(kind):
        return _read_dataclass(kind, document, path)
    return _read_plain(kind, document, path)


def _read_tuple(kinds: Sequence[Any], document: object, path: str) -> tuple[Any, ...]:
    if not isinstance(document, list):
        raise DocumentInvalid(path, "must be a list")
    if len(document) > _MOST_ITEMS:
        raise DocumentInvalid(path, f"holds more than {_MOST_ITEMS} items")
    if kinds[-1] is Ellipsis:
        kinds = [kinds[0]] * len(document)
    if len(kinds) != len(document):
        raise DocumentInvalid(path, f"must hold {len(kinds)} values")
    return tuple(
        _read(kind, item, f"{path}[{place}]") for place, (kind, item) in enumerate(zip(kinds, document, strict=True))
    )


def _read_dict(kinds: Sequence[Any], document: object, path: str) -> dict[str, Any]:
    if not isinstance(document, Mapping):
        raise DocumentInvalid(path, "must be a table")
    return {key: _read(kinds[1], item, f"{path}.{key[:_LONGEST_NAME]}") for key, item in document.items()}


def _read_dataclass(kind: Any, document: object, path: str) -> Any:
    if not isinstance(document, Mapping):
        raise DocumentInvalid(path, "must be a table")
    known = {field.name: field for field in fields(kind)}
    if unknown := sorted(set(document) - set(known)):
        raise DocumentInvalid(f"{path}.{unknown[0][:_LONGEST_NAME]}", "is no field of it")
    for name, field in known.items():
        if name not in document and field.default is MISSING and field.default_factory is MISSING:
            raise DocumentInvalid(f"{path}.{name}", "is missing")
    hints = _hints(kind)
    return kind(**{name: _read(hints[name], item, f"{path}.{name}") for name, item in document.items()})


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _read_plain(kind: Any, document: object, path: str) -> Any:
    if kind is datetime:
        return _read_time(document, path)
    if kind is date:
        if type(document) is date:
            return document
        return _parsed(date.fromisoformat, document, path, "must be a date such as 2026-11-02")
    if issubclass(kind, Enum):
        return _parsed(kind, document, path, f"must be one of {', '.join(str(one.value) for one in kind)}")
    if kind is float and type(document) is int:
        document = float(document)
    if type(document) is not kind or (isinstance(document, float) and not isfinite(document)):
        raise DocumentInvalid(path, f"must be {_PLAIN[kind]}")
    if isinstance(document, str) and (len(document) > _LONGEST_TEXT or not _is_text(document)):
        raise DocumentInvalid(path, f"must be well-formed text of at most {_LONGEST_TEXT} characters")
    return document


def _read_time(document: object, path: str) -> datetime:
    fault = "must be a time with its zone, such as 2026-11-02T08:00:00Z"
    at = document if isinstance(document, datetime) else _parsed(datetime.fromisoformat, document, path, fault)
    if at.utcoffset() is None:
        raise DocumentInvalid(path, fault)
    return at


def _parsed(read: Any, document: object, path: str, fault: str) -> Any:
    if not isinstance(document, str):
        raise DocumentInvalid(path, fault)
    try:
        return read(document)
    except ValueError as error:
        raise DocumentInvalid(path, fault) from error


def _is_text(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
