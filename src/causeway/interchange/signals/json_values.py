"""JSON from anybody: bounded, without repeated keys, and every value asked for by type; a fault says its place."""

import json
from typing import Any, Final, NoReturn

from causeway.interchange.signals.errors import PageDamaged

MAX_PAGE_BYTES: Final = 64 * 1024 * 1024
"""Ten thousand entries of a few kilobytes each; no honest page comes near."""
LONGEST_TEXT: Final = 4_000
"""No value that we keep is longer."""


def json_object(data: bytes, *, place: str, max_bytes: int = MAX_PAGE_BYTES) -> dict[str, Any]:
    """The one JSON object that the bytes are. Raises PageDamaged."""
    if len(data) > max_bytes:
        raise PageDamaged("too_large", f"it is longer than {max_bytes} bytes", place=place)
    try:
        value = _DECODER.decode(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise PageDamaged("bad_json", "it is no whole and valid JSON in UTF-8", place=place) from None
    if not isinstance(value, dict):
        raise PageDamaged("bad_json", "it is not a JSON object", place=place)
    return value


def text_of(document: dict[str, Any], key: str, place: str, *, longest: int = LONGEST_TEXT) -> str:
    """The text that must stand there."""
    value = optional_text(document, key, place, longest=longest)
    if not value:
        raise PageDamaged("missing", f"{key} is missing or empty", place=place)
    return value


def optional_text(document: dict[str, Any], key: str, place: str, *, longest: int = LONGEST_TEXT) -> str | None:
    """The text that may stand there; a lone surrogate is none."""
    value = document.get(key)
    if value is None:
        return None
    if not isinstance(value, str) or len(value) > longest or not (value.isascii() or _is_unicode(value)):
        raise PageDamaged("bad_type", f"{key} is not a text of at most {longest} characters", place=place)
    return value


def optional_count(document: dict[str, Any], key: str, place: str, *, most: int) -> int | None:
    """The whole number from 0 to `most` that may stand there; JSON's true is none."""
    value = document.get(key)
    if value is None:
        return None
    if type(value) is not int or not 0 <= value <= most:
        raise PageDamaged("bad_type", f"{key} is not a whole number from 0 to {most}", place=place)
    return value


def objects_of(document: dict[str, Any], key: str, place: str) -> list[dict[str, Any]]:
    """The objects in an array; none where it is absent."""
    value = document.get(key, [])
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise PageDamaged("bad_type", f"{key} is not an array of objects", place=place)
    return value


def object_of(document: dict[str, Any], key: str, place: str) -> dict[str, Any]:
    """The object that stands there; an empty one where it is absent."""
    value = document.get(key, {})
    if not isinstance(value, dict):
        raise PageDamaged("bad_type", f"{key} is not an object", place=place)
    return value


def _is_unicode(text: str) -> bool:
    """Whether no half of a surrogate pair stands alone in it."""
    return not any("\ud800" <= character <= "\udfff" for character in text)


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A repeated key would say one thing to one reader and another to the next."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("repeated key")
    return found


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)


_DECODER: Final = json.JSONDecoder(object_pairs_hook=_once_each, parse_constant=_no_number)
