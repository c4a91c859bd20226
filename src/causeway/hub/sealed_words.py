"""Short texts that must not lie in the clear where they are kept: in a row that no policy guards, or in an address.

Fernet (AES-128-CBC with HMAC-SHA-256, and the time of sealing) under a key of this installation, one for each use.
"""

import base64

from cryptography.fernet import Fernet, InvalidToken

from causeway.hub.state import secret

_KEY_BYTES = 32


def _fernet(use: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(secret(f"{use}.key", size_bytes=_KEY_BYTES)))


def seal_words(use: str, words: str) -> str:
    """The words, sealed; safe in an address."""
    return _fernet(use).encrypt(words.encode()).decode("ascii")


def open_words(use: str, sealed: str, *, within_seconds: int | None = None) -> str | None:
    """What was sealed for the same use, or None where this is not it, or it was sealed longer ago."""
    try:
        return _fernet(use).decrypt(sealed.encode(), ttl=within_seconds).decode()
    except InvalidToken:
        return None
