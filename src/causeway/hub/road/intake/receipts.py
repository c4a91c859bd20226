"""Receipt codes: sixteen letters and digits, in fours, that are hard to mistake and can be read out."""

import hashlib
import hmac
import re

from django.conf import settings

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U."""

LENGTH = 16
"""Eighty bits."""

_LOOKALIKES = str.maketrans("OIL", "011")


def code_for(form_key: str) -> str:
    """The code of one filled-in form: the same form sent twice has one, so a double click loses nobody's receipt."""
    digest = hmac.digest(settings.SECRET_KEY.encode(), b"causeway receipt:" + form_key.encode(), "sha256")
    number = int.from_bytes(digest, "big")
    letters = [ALPHABET[(number >> (5 * place)) % 32] for place in range(LENGTH)]
    return "-".join("".join(letters[start : start + 4]) for start in range(0, LENGTH, 4))


def digest_of(code: str) -> str:
    """Under which a code is kept: however it was typed, in small letters, without dashes, with O for 0."""
    plain = re.sub(r"[^0-9A-Z]", "", code.upper()).translate(_LOOKALIKES)
    return hashlib.sha256(plain.encode()).hexdigest()
