"""How an entry commits to details that may later be erased: a salted hash over one canonical text of them.

Canonical JSON here is UTF-8, keys sorted by code point, no spaces, finite numbers only. Without the salt a commitment
says nothing about what it covers, so that erasing salt and details keeps the proof and loses the content.
"""

import json
import math
from hashlib import sha256
from typing import Final

from causeway.transparency.errors import NotCanonical

MAX_DEPTH: Final = 64
"""Deeper nesting than any entry has; it bounds the recursion on hostile input."""
MIN_SALT_BYTES: Final = 16
"""128 bits: a shorter salt would let short details be guessed."""
_PLAIN: Final = frozenset({type(None), bool, int, str})


def canonical_json(value: object) -> bytes:
    """The one JSON text of a value made of objects with string keys, arrays, strings, finite numbers, booleans and
    null.

    A tuple counts as an array. Floats are written by their shortest round-trip form, as Python writes them. Raises
    NotCanonical for anything else.
    """
    _require_plain(value, 0)
    try:
        text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
        return text.encode()
    except (UnicodeEncodeError, ValueError):  # a lone surrogate; an integer beyond what Python writes out
        raise NotCanonical("a string is not valid Unicode, or a number is too long") from None


def commit(salt: bytes, details: object) -> str:
    """SHA-256 over the salt and the canonical JSON of the details, in lower-case hex."""
    if len(salt) < MIN_SALT_BYTES:
        raise NotCanonical("a salt has at least 16 bytes")
    return sha256(salt + canonical_json(details)).hexdigest()


def _require_plain(value: object, depth: int) -> None:
    if depth > MAX_DEPTH:
        raise NotCanonical("the value is nested too deeply")
    if type(value) in _PLAIN:  # nearly all there is; a match by classes takes three times as long
        return
    match value:
        case None | bool() | int() | str():
            return
        case float():
            if not math.isfinite(value):
                raise NotCanonical("a number is not finite")
        case dict():
            for key, each in value.items():
                if not isinstance(key, str):
                    raise NotCanonical("a key is not a string")
                _require_plain(each, depth + 1)
        case list() | tuple():
            for each in value:
                _require_plain(each, depth + 1)
        case _:
            raise NotCanonical(f"{type(value).__name__} has no canonical JSON form")
