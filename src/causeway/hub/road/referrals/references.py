"""The reference by which people name a referral: `CW-` and eight random characters that cannot be misread.

Crockford's base 32 leaves out I, L, O and U; read back, I and L count as 1 and O as 0. Forty random bits tell nobody
how many referrals there are.
"""

import re
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
PREFIX = "CW-"
_LENGTH = 8
_READ_AS = str.maketrans({"I": "1", "L": "1", "O": "0"})
_SHAPE = re.compile(rf"CW[{ALPHABET}]{{{_LENGTH}}}")


def new_reference() -> str:
    """A fresh reference, such as `CW-7K3D9QXA`."""
    return PREFIX + "".join(secrets.choice(ALPHABET) for _ in range(_LENGTH))


def read_reference(text: str) -> str | None:
    """The reference that somebody typed, mended where they misread a character, or None when it cannot be one."""
    letters = re.sub(r"[\s\-_.]", "", text).upper()
    mended = letters[:2] + letters[2:].translate(_READ_AS)
    return f"{PREFIX}{mended[2:]}" if _SHAPE.fullmatch(mended) else None
