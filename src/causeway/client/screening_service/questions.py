"""What a question's body may say: the digests of one file, an account, a web address, or a text. No error quotes it."""

import json
from collections.abc import Mapping
from typing import IO, Any, Final

from causeway.local_service.application import BadQuestion
from causeway.vocabulary.signals import SignalKind

LARGEST_QUESTION_BYTES: Final = 64 * 1024
"""The digests of one file, an account or an address take far less."""
LARGEST_TEXT_BYTES: Final = 4 * 1024 * 1024
"""More than the longest text that is screened takes with each character escaped; a longer one is told as such."""


def read_digests(body: IO[bytes]) -> dict[SignalKind, str]:
    """`{"pdq": "...", "md5": "..."}`: the digests of one file. Raises BadQuestion."""
    stated = _object_in(body, LARGEST_QUESTION_BYTES, "the digests of one file")
    digests = {}
    for name, value in stated.items():
        if name not in set(SignalKind):
            raise BadQuestion("bad_kind", "a field is no kind of digest")
        if not isinstance(value, str):
            raise BadQuestion("bad_digest", "this is no digest", name)
        digests[SignalKind(name)] = value.lower()
    return digests


def read_account(body: IO[bytes]) -> dict[str, str]:
    """`{"service": "...", "handle": "...", "identifier": "..."}`, with a handle, an identifier, or both. Raises
    BadQuestion.
    """
    stated = _texts_in(body, LARGEST_QUESTION_BYTES, ("service", "handle", "identifier"), needs="service")
    if not (stated.get("handle") or stated.get("identifier")):
        raise BadQuestion("missing", "an account is named by its handle, its identifier, or both", "handle")
    return stated


def read_url(body: IO[bytes]) -> str:
    """`{"url": "..."}`. Raises BadQuestion."""
    return _texts_in(body, LARGEST_QUESTION_BYTES, ("url",), needs="url")["url"]


def read_text(body: IO[bytes]) -> str:
    """`{"text": "..."}`. Raises BadQuestion."""
    return _texts_in(body, LARGEST_TEXT_BYTES, ("text",), needs="text")["text"]


def _texts_in(body: IO[bytes], largest: int, names: tuple[str, ...], *, needs: str) -> dict[str, str]:
    stated = _object_in(body, largest, " and ".join(names))
    if not stated.keys() <= set(names):
        raise BadQuestion("bad_field", f"a field is none of {', '.join(names)}")
    for name, value in stated.items():
        if not isinstance(value, str):
            raise BadQuestion("bad_value", "this is no text", name)
    if not stated.get(needs):
        raise BadQuestion("missing", "this is missing or empty", needs)
    return dict(stated)


def _object_in(body: IO[bytes], largest: int, with_what: str) -> Mapping[str, Any]:
    read = body.read(largest + 1)
    if len(read) > largest:
        raise BadQuestion("too_large", f"the question is larger than {largest} bytes")
    try:
        stated = json.loads(read)
    except (ValueError, RecursionError):
        raise BadQuestion("bad_body", "the body is no JSON") from None
    if not isinstance(stated, dict) or not stated:
        raise BadQuestion("bad_body", f"the body is no JSON object with {with_what}")
    return stated
