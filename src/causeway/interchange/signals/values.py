"""Whether a value is one of its kind: what no rule lets through would match everything, or nothing."""

import re
from typing import Final

from causeway.interchange.hashlists import digest_fault
from causeway.vocabulary.findings import DigestKind
from causeway.vocabulary.signals import SignalKind

LONGEST_REFERENCE: Final = 300
"""Sources' identifiers are UUIDs, numbers or short names."""
_DIGESTS: Final = {
    SignalKind.MD5: DigestKind.MD5,
    SignalKind.SHA1: DigestKind.SHA1,
    SignalKind.SHA256: DigestKind.SHA256,
    SignalKind.PDQ: DigestKind.PDQ,
    SignalKind.VPDQ_FRAME: DigestKind.PDQ,
}
_FORMS: Final = {
    SignalKind.PHOTODNA: (re.compile(r"[A-Za-z0-9+/]{100,1000}={0,2}"), "base64 of a PhotoDNA value"),
    SignalKind.ACCOUNT: (re.compile(r"[^\s#@]{1,100}[#@]\S[^\n\r\t]{0,299}"), "service#identifier or service@handle"),
    SignalKind.URL: (re.compile(r"[a-z][a-z0-9+.-]{0,20}://\S{1,2000}"), "an address with its scheme"),
    SignalKind.KEYWORD: (re.compile(r"\S[^\n\r\t]{0,199}"), "a word or phrase of at most 200 characters"),
}


def value_fault(kind: SignalKind, value: str) -> tuple[str, str] | None:
    """The code and message of what is wrong with a value in its normal form; None where nothing is."""
    if kind in _DIGESTS:
        return digest_fault(_DIGESTS[kind], value)
    form, words = _FORMS[kind]
    if not value.isprintable() or not form.fullmatch(value):
        return "bad_value", f"a signal of kind {kind} is {words}"
    return None
