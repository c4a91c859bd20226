"""A sheet of answers on its way: written down, padded to the wave's one length, sealed to the wave's key, and back.

Every sheet of a wave has the same length before it is sealed, so that a long answer cannot be told by its size. The
format of the seal is age v1 (C2SP `age.md`); the stratum stands inside.
"""

import json
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from pydantic import ValidationError
from pyrage import DecryptError, IdentityError, RecipientError, decrypt, encrypt, x25519

from causeway.hub.base.rows.documents import from_document, to_document
from causeway.vocabulary.answering import LONGEST_TEXT
from causeway.vocabulary.instruments import Instrument, Question, QuestionKind
from causeway.vocabulary.waves import OpenedAnswer

LONGEST_STRATUM = 100
"""Characters of a force, rank or role."""
_UTF8_BYTES = 4
"""A character's bytes in UTF-8, at most; JSON escapes of what a form lets through (quotes, line ends) are shorter."""
_STEP = 1024
_NUMBER_BYTES = 32
_PUNCTUATION_BYTES = 8


class KeyInvalid(Exception):
    """What was given as a wave's key is none, or opens another wave; the message is safe to show."""

    code = "wave_key_invalid"


class SheetBroken(Exception):
    """A sealed sheet does not open with the wave's key, or what is in it is no sheet."""

    code = "sheet_broken"


@dataclass(frozen=True, slots=True)
class WaveKey:
    """A wave's key pair, fresh. The private half exists only here and in the file that is handed over."""

    private: str
    recipient: str


def new_key() -> WaveKey:
    """Make a key pair."""
    identity = x25519.Identity.generate()
    return WaveKey(private=str(identity), recipient=str(identity.to_public()))


def identity_in(text: str, recipient: str) -> x25519.Identity:
    """The identity in a key file (age's own form: one line; lines with # are remarks), which must be this wave's.

    Raises:
        KeyInvalid: there is none, or it is of another wave.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    try:
        (line,) = lines
        identity = x25519.Identity.from_str(line)
    except (ValueError, IdentityError) as fault:
        raise KeyInvalid(_("This file holds no key of a wave.")) from fault
    if str(identity.to_public()) != recipient:
        raise KeyInvalid(_("This is the key of another wave."))
    return identity


def sheet_length(instrument: Instrument) -> int:
    """How many bytes the fullest sheet of an instrument can have, rounded up."""
    names = sum(len(question.code) + _PUNCTUATION_BYTES for question in instrument.questions)
    answers = sum(_longest_answer(question) for question in instrument.questions)
    length = names + answers + 3 * (LONGEST_STRATUM * _UTF8_BYTES + _PUNCTUATION_BYTES) + _STEP
    return -(-length // _STEP) * _STEP


def seal_sheet(sheet: OpenedAnswer, length: int, recipient: str) -> bytes:
    """The sheet, padded and sealed.

    Raises:
        ValueError: the sheet is longer than any of its instrument can be, or the recipient is none.
    """
    written = json.dumps(to_document(sheet), ensure_ascii=False, separators=(",", ":")).encode()
    if len(written) > length:
        raise ValueError("The sheet is longer than the wave's sheets are.")
    try:
        return bytes(encrypt(written.ljust(length), [x25519.Recipient.from_str(recipient)]))
    except RecipientError as fault:
        raise ValueError("The wave has no key.") from fault


def open_sheet(sealed: bytes, identity: x25519.Identity) -> OpenedAnswer:
    """The sheet in a seal.

    Raises:
        SheetBroken: it does not open, or holds no sheet.
    """
    try:
        document: Any = json.loads(decrypt(sealed, [identity]))
        return from_document(OpenedAnswer, document)
    except (DecryptError, OSError, ValueError, ValidationError) as fault:
        raise SheetBroken(_("A sealed answer cannot be opened.")) from fault


def _longest_answer(question: Question) -> int:
    longest_code = max((len(option.code) for option in question.options), default=0) + _PUNCTUATION_BYTES
    match question.kind:
        case QuestionKind.TEXT:
            return LONGEST_TEXT * _UTF8_BYTES
        case QuestionKind.MULTIPLE:
            return len(question.options) * longest_code
        case QuestionKind.MATRIX:
            return sum(len(row.code) + _PUNCTUATION_BYTES + longest_code for row in question.rows)
        case QuestionKind.SINGLE:
            return longest_code
        case QuestionKind.SCALE | QuestionKind.NUMBER:
            return _NUMBER_BYTES
