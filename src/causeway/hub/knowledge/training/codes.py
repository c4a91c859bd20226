"""Codes by which anybody who holds one can check a certificate. The first group leads to the organisation, so that it
can be looked for inside that organisation's wall; the rest is chance.
"""

import base64
import secrets
from uuid import UUID

_PREFIX_BYTES = 5
_CHANCE_BYTES = 10
"""80 bits; the public page also counts its visitors' tries."""
_GROUP = 4
_LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
_LENGTH = (_PREFIX_BYTES + _CHANCE_BYTES) * 8 // 5


def new_code(organisation_id: UUID) -> str:
    """A code for a new certificate of this organisation, 24 letters and digits."""
    return _base32(organisation_id.bytes[:_PREFIX_BYTES]) + _base32(secrets.token_bytes(_CHANCE_BYTES))


def in_groups(code: str) -> str:
    """A code as people read it."""
    return "-".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))


def as_typed(text: str) -> str:
    """A code as somebody typed it, without groups and in capitals; "" where it can be none."""
    code = "".join(letter for letter in text.upper() if letter.isalnum())
    return code if len(code) == _LENGTH and set(code) <= _LETTERS else ""


def organisations_between(code: str) -> tuple[UUID, UUID]:
    """The lowest and the highest identifier of an organisation that a code can be of."""
    prefix = base64.b32decode(code[: _PREFIX_BYTES * 8 // 5])
    rest = 16 - _PREFIX_BYTES
    return UUID(bytes=prefix + b"\x00" * rest), UUID(bytes=prefix + b"\xff" * rest)


def _base32(data: bytes) -> str:
    return base64.b32encode(data).decode("ascii").rstrip("=")
