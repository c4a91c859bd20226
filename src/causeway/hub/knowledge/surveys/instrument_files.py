"""Instruments as files, TOML or JSON: the keys are the vocabulary's own names, and an unknown key is refused.

A file may hold an instrument that is not finished; `checking` says what it still lacks.
"""

import json
import math
import tomllib
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import tomli_w
from django.utils.translation import gettext as _
from pydantic import ValidationError

from causeway.hub.base.acting.problems import path_of
from causeway.hub.base.acting.reasons import can_be_kept
from causeway.hub.base.rows.documents import from_document, to_document
from causeway.vocabulary.instruments import Instrument

LARGEST_FILE_BYTES = 1024 * 1024
"""The police instrument in three languages has less than a tenth of it."""


class FileKind(StrEnum):
    """In what form an instrument is written down."""

    TOML = "toml"
    JSON = "json"


class InstrumentFileInvalid(Exception):
    """The file cannot be read as an instrument. `place` is the path of the fault; the message is safe to show."""

    code = "instrument_file_invalid"

    def __init__(self, place: str, message: str) -> None:
        super().__init__(f"{place}: {message}")
        self.place = place
        self.message = message


def read_instrument(text: str | bytes, kind: FileKind | str) -> Instrument:
    """The instrument that a file holds.

    Raises:
        InstrumentFileInvalid: too large, not UTF-8, not of this form, a key unknown, missing or of a wrong type.
    """
    if len(text) > LARGEST_FILE_BYTES:
        raise InstrumentFileInvalid(
            "file", _("The file is larger than %(most)s KiB.") % {"most": LARGEST_FILE_BYTES // 1024}
        )
    document = _parsed(_decoded(text), FileKind(kind))
    if not isinstance(document, dict):
        raise InstrumentFileInvalid("file", _("The file holds no instrument."))
    _refuse_unknown(document, Instrument, "")
    _refuse_unkeepable(document, "")
    try:
        return from_document(Instrument, document)
    except ValidationError as fault:
        first = fault.errors(include_url=False, include_context=False, include_input=False)[0]
        raise InstrumentFileInvalid(path_of(first["loc"]), f"{first['msg']}.") from fault


def write_instrument(instrument: Instrument, kind: FileKind) -> str:
    """The instrument as a file that `read_instrument` reads back as the same."""
    document = _without_empty(to_document(instrument))
    if kind is FileKind.JSON:
        return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    return tomli_w.dumps(document, multiline_strings=False)


@cache
def shipped_instruments() -> dict[str, Instrument]:
    """The instruments that come with this version, by code: starting points for an organisation's own."""
    folder = files(__package__) / "data"
    texts = [entry.read_text(encoding="utf-8") for entry in folder.iterdir() if entry.name.endswith(".toml")]
    found = sorted((read_instrument(text, FileKind.TOML) for text in texts), key=lambda one: one.code)
    return {instrument.code: instrument for instrument in found}


def _decoded(text: str | bytes) -> str:
    if isinstance(text, str):
        return text.removeprefix("\ufeff")
    try:
        return text.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise InstrumentFileInvalid(
            "file", _("The file is not UTF-8 text (byte %(byte)d).") % {"byte": fault.start}
        ) from fault


def _parsed(text: str, kind: FileKind) -> Any:
    try:
        return tomllib.loads(text) if kind is FileKind.TOML else json.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise InstrumentFileInvalid("file", _("The file is not TOML: %(fault)s.") % {"fault": fault}) from fault
    except ValueError as fault:
        raise InstrumentFileInvalid("file", _("The file is not JSON: %(fault)s.") % {"fault": fault}) from fault
    except RecursionError as fault:
        raise InstrumentFileInvalid("file", _("The file is nested too deeply.")) from fault


def _refuse_unknown(document: Any, kind: Any, place: str) -> None:
    """Pydantic passes over keys that a dataclass does not have; a misspelt key must not vanish."""
    if get_origin(kind) in {Union, UnionType}:
        kind = next(one for one in get_args(kind) if one is not type(None))
    if get_origin(kind) is tuple and isinstance(document, list):
        for number, item in enumerate(document):
            _refuse_unknown(item, get_args(kind)[0], f"{place}[{number}]")
    elif is_dataclass(kind) and isinstance(document, Mapping):
        hints = get_type_hints(kind)
        known = {field.name for field in fields(kind)}
        for key, value in document.items():
            path = f"{place}.{key}" if place else str(key)
            if key not in known:
                raise InstrumentFileInvalid(path, _("This key is not known."))
            _refuse_unknown(value, hints[key], path)


def _refuse_unkeepable(value: Any, place: str) -> None:
    """What JSON in PostgreSQL does not hold: the character NUL, lone surrogates, numbers that are none."""
    if isinstance(value, dict):
        for key, item in value.items():
            _refuse_unkeepable(str(key), place)
            _refuse_unkeepable(item, f"{place}.{key}" if place else str(key))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            _refuse_unkeepable(item, f"{place}[{number}]")
    elif isinstance(value, str) and not can_be_kept(value):
        raise InstrumentFileInvalid(place, _("This text holds a character that cannot be kept."))
    elif isinstance(value, float) and not math.isfinite(value):
        raise InstrumentFileInvalid(place, _("This is not a number."))


def _without_empty(value: Any) -> Any:
    """TOML has no null; what is absent or empty is left out."""
    if isinstance(value, dict):
        return {key: _without_empty(item) for key, item in value.items() if not _says_nothing(item)}
    return [_without_empty(item) for item in value] if isinstance(value, list) else value


def _says_nothing(value: Any) -> bool:
    return value is None or value is False or value == []
