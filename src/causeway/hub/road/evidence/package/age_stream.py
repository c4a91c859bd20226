"""The age format, version 1 (C2SP age.md), written as a stream: the library at hand encrypts to a passphrase in memory
only.

Header, one stanza (scrypt for a passphrase, X25519 for a public key), its HMAC, then ChaCha20-Poly1305 over pieces of
64 KiB.
"""

import hmac
import secrets
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

import pyrage
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

_VERSION: Final = b"age-encryption.org/v1"
_SCRYPT_LABEL: Final = b"age-encryption.org/v1/scrypt"
_X25519_LABEL: Final = b"age-encryption.org/v1/X25519"
_FILE_KEY_BYTES: Final = 16
_SCRYPT_LOG_COST: Final = 17
"""2^17 with r = 8 and p = 1: 128 MiB, OWASP's first choice (Password Storage Cheat Sheet)."""
_PIECE_BYTES: Final = 64 * 1024
_NO_NONCE: Final = bytes(12)
_BECH32: Final = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_BECH32_CHECKSUM_CHARACTERS: Final = 6
_STANZA_COLUMNS: Final = 64


class BadRecipient(Exception):
    """A text that is no age public key."""

    code = "bad_recipient"


@dataclass(frozen=True, slots=True)
class Stanza:
    """The file's key, wrapped for one reader."""

    arguments: tuple[bytes, ...]
    body: bytes


Lock = Callable[[bytes], Stanza]
"""Wraps a file's key."""


def PassphraseLock(passphrase: str) -> Lock:  # noqa: N802 (named for what it makes)
    """Opened by whoever knows the passphrase."""

    def wrap(file_key: bytes) -> Stanza:
        salt = secrets.token_bytes(16)
        stretched = Scrypt(salt=_SCRYPT_LABEL + salt, length=32, n=1 << _SCRYPT_LOG_COST, r=8, p=1)
        key = stretched.derive(passphrase.encode())
        sealed = ChaCha20Poly1305(key).encrypt(_NO_NONCE, file_key, None)
        return Stanza((b"scrypt", _base64(salt), str(_SCRYPT_LOG_COST).encode()), sealed)

    return wrap


def PublicKeyLock(recipient: str) -> Lock:  # noqa: N802 (named for what it makes)
    """Opened by whoever holds the private key of `recipient` ("age1...").

    Raises:
        BadRecipient: it is no such key.
    """
    public = _public_key(recipient.strip())

    def wrap(file_key: bytes) -> Stanza:
        ephemeral = X25519PrivateKey.generate()
        share = ephemeral.public_key().public_bytes_raw()
        shared = ephemeral.exchange(X25519PublicKey.from_public_bytes(public))
        key = _derived(shared, salt=share + public, label=_X25519_LABEL)
        return Stanza((b"X25519", _base64(share)), ChaCha20Poly1305(key).encrypt(_NO_NONCE, file_key, None))

    return wrap


def encrypted(plain: Iterable[bytes], lock: Lock) -> Iterator[bytes]:
    """The age file of a stream, piece by piece."""
    file_key = secrets.token_bytes(_FILE_KEY_BYTES)
    yield _header(file_key, lock(file_key))
    nonce = secrets.token_bytes(16)
    yield nonce
    cipher = ChaCha20Poly1305(_derived(file_key, salt=nonce, label=b"payload"))
    for number, (piece, is_last) in enumerate(_pieces(plain)):
        yield cipher.encrypt(number.to_bytes(11, "big") + bytes([is_last]), piece, None)


def _pieces(plain: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Full pieces and a last one, which is empty only where all is empty."""
    waiting = bytearray()
    for chunk in plain:
        waiting += chunk
        while len(waiting) > _PIECE_BYTES:
            yield bytes(waiting[:_PIECE_BYTES]), False
            del waiting[:_PIECE_BYTES]
    yield bytes(waiting), True


def _header(file_key: bytes, stanza: Stanza) -> bytes:
    text = _base64(stanza.body)
    lines = [text[at : at + _STANZA_COLUMNS] for at in range(0, len(text) + 1, _STANZA_COLUMNS)]
    head = b"\n".join([_VERSION, b" ".join((b"->", *stanza.arguments)), *lines, b"---"])
    mac = hmac.new(_derived(file_key, salt=b"", label=b"header"), head, sha256).digest()
    return head + b" " + _base64(mac) + b"\n"


def _derived(secret: bytes, *, salt: bytes, label: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=label).derive(secret)


def _base64(data: bytes) -> bytes:
    return b64encode(data).rstrip(b"=")


def _public_key(recipient: str) -> bytes:
    """The 32 bytes of an age public key, whose checksum the library has checked."""
    try:
        pyrage.x25519.Recipient.from_str(recipient)
    except pyrage.RecipientError as fault:
        raise BadRecipient("This is not an age public key (age1…).") from fault
    letters = recipient.lower().removeprefix("age1")[:-_BECH32_CHECKSUM_CHARACTERS]
    bits = "".join(f"{_BECH32.index(letter):05b}" for letter in letters)
    return int(bits[: 32 * 8], 2).to_bytes(32, "big")
