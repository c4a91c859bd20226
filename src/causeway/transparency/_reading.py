"""Reading what comes from anybody: a fault of a line has a code and words, and no library's exception gets out."""

import hmac
import json
from typing import Any, Final, NoReturn

from causeway.transparency.commitment import commit
from causeway.transparency.errors import NotCanonical
from causeway.transparency.merkle import HASH_BYTES

MAX_LINE_BYTES: Final = 16 * 1024 * 1024
"""No honest entry comes near; a longer line is refused before it is parsed."""
_COMMITMENT_CHARACTERS: Final = 64


class LineFault(Exception):
    """What is wrong with one line or entry."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


def parse(line: str | bytes, *, max_bytes: int = MAX_LINE_BYTES) -> dict[str, Any]:
    """The JSON object in a line. Raises LineFault or NotCanonical."""
    if len(line) > max_bytes:
        raise LineFault("line_too_long", f"the line is longer than {max_bytes} bytes")
    try:
        plain = line if isinstance(line, str) else line.decode("utf-8")
        value = json.loads(plain, object_pairs_hook=_without_repeats, parse_constant=_refuse_constant)
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise LineFault("malformed_line", "the line is not JSON in UTF-8") from None
    if not isinstance(value, dict):
        raise LineFault("malformed_line", "the line is not a JSON object")
    return value


def opens(leaf: dict[str, Any], line: dict[str, Any]) -> bool:
    """Whether the line still holds the details that its leaf committed to; raises LineFault where it holds others."""
    commitment = text(leaf, "commitment")
    if len(commitment) != _COMMITMENT_CHARACTERS:
        raise LineFault("malformed_line", "the commitment is not 64 hexadecimal characters")
    if "details" not in line:
        return False
    try:
        salt = bytes.fromhex(text(line, "salt"))
    except ValueError:
        raise LineFault("malformed_line", "the salt is not hexadecimal") from None
    if not hmac.compare_digest(commit(salt, line["details"]).encode(), commitment.encode()):
        raise LineFault("details_changed", "the details are not those that the entry committed to")
    return True


def hash_in(line: dict[str, Any], key: str) -> bytes:
    """The hash that stands there in hexadecimal."""
    return as_hash(text(line, key))


def as_hash(value: object) -> bytes:
    """A hash from its hexadecimal text."""
    try:
        digest = bytes.fromhex(value) if isinstance(value, str) else b""
    except ValueError:
        digest = b""
    if len(digest) != HASH_BYTES:
        raise LineFault("malformed_line", "a hash is not 64 hexadecimal characters")
    return digest


def text(line: dict[str, Any], key: str) -> str:
    """The text that stands there."""
    value = line.get(key)
    if not isinstance(value, str):
        raise LineFault("malformed_line", f"{key} is missing or not a text")
    return value


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A repeated key would show one value to a reader and hash another."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise LineFault("repeated_key", "a JSON object names a key twice")
    return found


def _refuse_constant(name: str) -> NoReturn:
    raise NotCanonical(f"{name} is not a number in JSON")
