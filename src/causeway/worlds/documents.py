"""Values of the vocabulary as JSON data and back, without a library that a small installation lacks.

What is left at its default is left out. Reading is strict: an unknown field, a wrong type or a time without a zone is
an error that names the field.
"""

import types
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from causeway.worlds.errors import WorldError

T = TypeVar("T")
_LONGEST_TEXT = 200_000
_MOST_ITEMS = 10_000


def to_plain(value: object) -> Any:
    """Dicts, lists, strings, numbers."""
    if is_dataclass(value) and not isinstance(value, type):
        stated = ((field, getattr(value, field.name)) for field in fields(value))
        return {field.name: to_plain(item) for field, item in stated if not _is_default(field, item)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (tuple, list, frozenset)):
        return [to_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): to_plain(item) for key, item in value.items()}
    return value


def from_plain(kind: type[T], document: object, path: str = "") -> T:
    """The value of a dataclass that a document holds.

    Raises:
        WorldError: `bad_document`; the message names the field and what is wrong with it, not what stands in it.
    """
    made: T = _read(kind, document, path)
    return made


def _is_default(field: "Field[Any]", value: object) -> bool:
    return field.default is not MISSING and bool(field.default == value)


def _read(kind: Any, document: object, path: str) -> Any:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _read_optional(get_args(kind), document, path)
    if origin is tuple:
        return _read_tuple(get_args(kind), document, path)
    if origin is dict:
        return _read_dict(get_args(kind), document, path)
    if isinstance(kind, type) and is_dataclass(kind):
        return _read_dataclass(kind, document, path)
    return _read_plain(kind, document, path)


def _read_optional(kinds: Sequence[Any], document: object, path: str) -> Any:
    if document is None:
        return None
    (kind,) = (one for one in kinds if one is not types.NoneType)
    return _read(kind, document, path)


def _read_tuple(kinds: Sequence[Any], document: object, path: str) -> tuple[Any, ...]:
    if not isinstance(document, list):
        raise _fault(path, "must be a list")
    if len(document) > _MOST_ITEMS:
        raise _fault(path, f"holds more than {_MOST_ITEMS} items")
    if kinds[-1] is Ellipsis:
        return tuple(_read(kinds[0], item, f"{path}[{place}]") for place, item in enumerate(document))
    if len(document) != len(kinds):
        raise _fault(path, f"must hold {len(kinds)} items")
    return tuple(_read(kind, item, f"{path}[{place}]") for place, (kind, item) in enumerate(zip(kinds, document)))  # noqa: B905


def _read_dict(kinds: Sequence[Any], document: object, path: str) -> dict[str, Any]:
    if not isinstance(document, dict):
        raise _fault(path, "must be an object")
    return {key: _read(kinds[1], item, f"{path}.{key}") for key, item in document.items()}


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _read_dataclass(kind: Any, document: object, path: str) -> Any:
    if not isinstance(document, dict):
        raise _fault(path, "must be an object")
    known = {field.name: field for field in fields(kind)}
    if unknown := sorted(set(document) - set(known)):
        raise _fault(f"{path}.{unknown[0][:60]}", "is no field of it")
    for name, field in known.items():
        if name not in document and field.default is MISSING and field.default_factory is MISSING:
            raise _fault(f"{path}.{name}", "is missing")
    hints = _hints(kind)
    return kind(**{name: _read(hints[name], item, f"{path}.{name}") for name, item in document.items()})


def _read_plain(kind: Any, document: object, path: str) -> Any:
    if kind is datetime:
        return _read_time(document, path)
    if kind is date:
        return _parsed(date.fromisoformat, document, path, "must be a date such as 2026-11-02")
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _parsed(kind, document, path, f"is no {kind.__name__}")
    if kind is float and isinstance(document, int) and not isinstance(document, bool):
        return float(document)
    if type(document) is not kind:
        raise _fault(path, f"must be {_NAMES.get(kind, 'something else')}")
    if isinstance(document, str) and (len(document) > _LONGEST_TEXT or not _is_text(document)):
        raise _fault(path, f"must be well-formed text of at most {_LONGEST_TEXT} characters")
    return document


_NAMES = {str: "text", int: "a whole number", float: "a number", bool: "true or false"}


def _read_time(document: object, path: str) -> datetime:
    at: datetime = _parsed(datetime.fromisoformat, document, path, "must be a time such as 2026-11-02T08:00:00+00:00")
    if at.utcoffset() is None:
        raise _fault(path, "must say its time zone")
    return at


def _parsed(read: Any, document: object, path: str, fault: str) -> Any:
    if not isinstance(document, str):
        raise _fault(path, fault)
    try:
        return read(document)
    except ValueError as error:
        raise _fault(path, fault) from error


def _is_text(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _fault(path: str, what: str) -> WorldError:
    return WorldError("bad_document", f"{path.lstrip('.') or 'the document'} {what}")
