"""A ledger's signed head, as a checkpoint in a signed note, so that any tool of that world can read it.

The formats are C2SP `signed-note` and `tlog-checkpoint`, with Ed25519 (signature type 0x01): the text, an empty line,
then one line for each signature. Other parties' signatures on the same note are kept and not judged.
"""

import base64
import binascii
import hmac
import re
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from causeway.transparency.errors import NoteMalformed, SignatureInvalid
from causeway.transparency.merkle import HASH_BYTES

MAX_NOTE_CHARACTERS: Final = 64 * 1024
"""A checkpoint is a few hundred characters; the rest is room for other parties' signatures."""
_ED25519_TYPE: Final = b"\x01"  # C2SP signed-note, signature types
_KEY_ID_BYTES: Final = 4
_PUBLIC_KEY_BYTES: Final = 32
_SIGNATURE_MARK: Final = "\N{EM DASH} "
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A named Ed25519 public key. Its text form is C2SP's `name+keyid+base64`, which is what people pass on."""

    name: str
    public_bytes: bytes

    def __post_init__(self) -> None:
        if not self.name or "+" in self.name or any(character.isspace() for character in self.name):
            raise NoteMalformed("a key's name is empty or holds a space or a plus sign")
        if len(self.public_bytes) != _PUBLIC_KEY_BYTES:
            raise NoteMalformed("an Ed25519 public key is not 32 bytes long")

    @property
    def key_id(self) -> bytes:
        """The first four bytes of SHA-256 over name, newline, type and key."""
        return sha256(self.name.encode() + b"\n" + _ED25519_TYPE + self.public_bytes).digest()[:_KEY_ID_BYTES]

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{_encode(_ED25519_TYPE + self.public_bytes)}"

    @classmethod
    def parse(cls, text: str) -> "VerifierKey":
        """The key that a `name+keyid+base64` text gives; NoteMalformed where the parts do not belong together."""
        parts = text.strip().split("+", 2)
        if len(parts) != 3:
            raise NoteMalformed("a verifier key has three parts joined by plus signs")
        name, key_id, encoded = parts
        decoded = _decode(encoded)
        if not decoded.startswith(_ED25519_TYPE):
            raise NoteMalformed("the verifier key is not an Ed25519 key")
        key = cls(name, decoded[1:])
        if key.key_id.hex() != key_id:
            raise NoteMalformed("the verifier key's identifier does not belong to it")
        return key


class SigningKey:
    """A named Ed25519 private key; it signs checkpoints and gives out its `verifier`."""

    def __init__(self, name: str, private: Ed25519PrivateKey) -> None:
        self._private = private
        self.verifier = VerifierKey(name, private.public_key().public_bytes_raw())

    @classmethod
    def from_seed(cls, name: str, seed: bytes) -> "SigningKey":
        """The key of a 32-byte seed, which is the form in which it is stored."""
        if len(seed) != _PUBLIC_KEY_BYTES:
            raise NoteMalformed("an Ed25519 seed is not 32 bytes long")
        return cls(name, Ed25519PrivateKey.from_private_bytes(seed))

    def sign(self, message: bytes) -> bytes:
        """The Ed25519 signature, 64 bytes."""
        return self._private.sign(message)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The head of the ledger named `origin` when it had `size` entries. `root` is 32 bytes."""

    origin: str
    size: int
    root: bytes

    def __post_init__(self) -> None:
        if not self.origin or "\n" in self.origin or self.size < 0 or len(self.root) != HASH_BYTES:
            raise NoteMalformed("a checkpoint has an origin of one line, a size and a root of 32 bytes")

    def __str__(self) -> str:
        return f"{self.origin}\n{self.size}\n{_encode(self.root)}\n"


def sign_checkpoint(checkpoint: Checkpoint, key: SigningKey) -> str:
    """The checkpoint as a signed note with one signature."""
    return sign_note(str(checkpoint), key)


def open_checkpoint(note: str, key: VerifierKey) -> Checkpoint:
    """The checkpoint in a note that `key` signed; SignatureInvalid or NoteMalformed otherwise."""
    lines = open_note(note, key).split("\n")
    if len(lines) < 4 or not all(lines[:-1]):
        raise NoteMalformed("a checkpoint has an origin, a size and a root, each on its line")
    origin, size, root = lines[:3]
    if not _SIZE.fullmatch(size):
        raise NoteMalformed("a checkpoint's size is not a plain decimal number")
    return Checkpoint(origin, int(size), _decode(root))


def sign_note(text: str, key: SigningKey) -> str:
    """Any text that ends in a newline, as a signed note."""
    if not text.endswith("\n"):
        raise NoteMalformed("a note's text ends in a newline")
    signature = _encode(key.verifier.key_id + key.sign(text.encode()))
    return f"{text}\n{_SIGNATURE_MARK}{key.verifier.name} {signature}\n"


def open_note(note: str, key: VerifierKey) -> str:
    """The text of a note that `key` signed. Signatures of other keys are ignored, as C2SP asks."""
    if len(note) > MAX_NOTE_CHARACTERS:
        raise NoteMalformed("the signed note is too long")
    text, separator, signatures = note.rpartition("\n\n")
    if not separator or not text or not signatures.endswith("\n"):
        raise NoteMalformed("a signed note has a text, an empty line and signature lines")
    text += "\n"
    try:
        message = text.encode()
    except UnicodeEncodeError:
        raise NoteMalformed("the signed note is not valid Unicode") from None
    offered = [signature for line in signatures[:-1].split("\n") if (signature := _signature_of(line, key))]
    if not offered:
        raise SignatureInvalid(f"the note carries no signature of {key.name}")
    for signature in offered:
        try:
            Ed25519PublicKey.from_public_bytes(key.public_bytes).verify(signature, message)
        except InvalidSignature:
            raise SignatureInvalid(f"a signature that claims to be of {key.name} is not") from None
    return text


def _signature_of(line: str, key: VerifierKey) -> bytes | None:
    """The signature in one line if it claims to be of this key: same name, same key identifier."""
    name, separator, encoded = line.removeprefix(_SIGNATURE_MARK).partition(" ")
    if not line.startswith(_SIGNATURE_MARK) or not separator or not name:
        raise NoteMalformed("a signature line is not a dash, a name and a signature")
    decoded = _decode(encoded)
    if len(decoded) <= _KEY_ID_BYTES:
        raise NoteMalformed("a signature is too short")
    is_ours = name == key.name and hmac.compare_digest(decoded[:_KEY_ID_BYTES], key.key_id)
    return decoded[_KEY_ID_BYTES:] if is_ours else None


def _encode(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _decode(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise NoteMalformed("a part that should be base64 is not") from None
