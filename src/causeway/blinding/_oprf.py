"""Oblivious pseudorandom function after RFC 9497, suite ristretto255-SHA512, in the modes OPRF and VOPRF.

One side holds a key, the other an input. The second ends with a value that only that key can make of that input; the
first learns nothing, not even whether it saw the input before. In the mode VOPRF a proof shows that the key is the one
whose public half is known.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final

from causeway.blinding._errors import BadBatch, BadInput, BadScalar
from causeway.blinding._group import (
    SCALAR_BYTES,
    RandomBytes,
    element,
    hash_to_group,
    hash_to_scalar,
    inverse,
    multiply,
    multiply_base,
    scalar,
)
from causeway.blinding._proof import prove, verify

MOST_IN_A_BATCH: Final = 1_000
"""Elements under one proof (our choice; the standard's frames would take 65,535)."""
_LONGEST_INPUT: Final = 2**16 - 1
"""RFC 9497, section 1.2: lengths are two bytes."""


class Mode(IntEnum):
    """RFC 9497, section 3.1."""

    OPRF = 0
    VOPRF = 1

    @property
    def context(self) -> bytes:
        """What keeps values of one mode and suite apart from all others."""
        return b"OPRFV1-" + bytes([self.value]) + b"-ristretto255-SHA512"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyPair:
    """A key, 32 bytes, and its public half, 32 bytes, by which its use is proved."""

    private: bytes = field(repr=False)
    public: bytes


def derive_key_pair(seed: bytes, info: bytes, mode: Mode = Mode.VOPRF) -> KeyPair:
    """The key pair of a seed of 32 random bytes (RFC 9497, section 3.2.1). `info` is public and tells keys of one seed
    apart.

    Raises:
        BadInput: `info` is longer than two bytes can say.
        BadScalar: the seed has another length, or, with a chance of next to nothing, gives no key.
    """
    if len(seed) != SCALAR_BYTES:
        raise BadScalar(f"a seed has {SCALAR_BYTES} bytes, not {len(seed)}")
    start = seed + _framed(info)
    for counter in range(256):
        private = hash_to_scalar(start + bytes([counter]), b"DeriveKeyPair" + mode.context)
        if any(private):
            return KeyPair(private=private, public=multiply_base(private))
    raise BadScalar("the seed gives no key")


def blind(given: bytes, blinding: bytes, mode: Mode = Mode.VOPRF) -> bytes:
    """The element that hides an input from whoever does not know `blinding`, a random scalar used this once.

    Raises:
        BadInput: it is too long, or maps to the identity.
        BadScalar: the blinding is none.
    """
    _check_length(given)
    return multiply(scalar(blinding), hash_to_group(given, b"HashToGroup-" + mode.context))


def evaluate(private: bytes, blinded: Sequence[bytes]) -> tuple[bytes, ...]:
    """The key applied to each of the elements that another side sent; one multiplication each.

    Raises:
        BadBatch: none, or more than `MOST_IN_A_BATCH`.
        BadElement: one of them is none.
    """
    check_batch(blinded)
    return tuple(multiply(private, element(one)) for one in blinded)


def evaluate_with_proof(
    keys: KeyPair, blinded: Sequence[bytes], random_bytes: RandomBytes
) -> tuple[tuple[bytes, ...], bytes]:
    """The same in the mode VOPRF, with one proof of 64 bytes for all of them. Raises as `evaluate`."""
    evaluated = evaluate(keys.private, blinded)
    return evaluated, prove(keys.private, keys.public, blinded, evaluated, Mode.VOPRF.context, random_bytes)


def check_proof(public: bytes, blinded: Sequence[bytes], evaluated: Sequence[bytes], proof: bytes) -> None:
    """That the key with this public half made `evaluated` of `blinded`, each of each.

    Raises:
        ProofRefused: it did not.
        BadBatch: they are not equally many, or too many.
        BadElement, BadScalar: what was sent is none.
    """
    check_batch(blinded)
    if len(evaluated) != len(blinded):
        raise BadBatch(f"{len(blinded)} elements were sent and {len(evaluated)} came back")
    verify(element(public), blinded, [element(one) for one in evaluated], proof, Mode.VOPRF.context)


def finalise(given: bytes, blinding: bytes, evaluated: bytes) -> bytes:
    """The value of the input under the other side's key: 64 bytes, the same whatever the blinding was.

    Raises:
        BadInput, BadScalar, BadElement: an argument is none.
    """
    _check_length(given)
    return _output(given, multiply(inverse(scalar(blinding)), element(evaluated)))


def value_under_key(private: bytes, given: bytes, mode: Mode = Mode.VOPRF) -> bytes:
    """The same value, for whoever holds both key and input."""
    _check_length(given)
    return _output(given, multiply(private, hash_to_group(given, b"HashToGroup-" + mode.context)))


def check_batch(given: Sequence[object]) -> None:
    """That it holds something, and not too much. Raises BadBatch."""
    if not 0 < len(given) <= MOST_IN_A_BATCH:
        raise BadBatch(f"a batch holds 1 to {MOST_IN_A_BATCH} elements, not {len(given)}")


def _output(given: bytes, unblinded: bytes) -> bytes:
    return hashlib.sha512(_framed(given) + _framed(unblinded) + b"Finalize").digest()


def _framed(part: bytes) -> bytes:
    _check_length(part)
    return len(part).to_bytes(2, "big") + part


def _check_length(part: bytes) -> None:
    if len(part) > _LONGEST_INPUT:
        raise BadInput(f"an input has at most {_LONGEST_INPUT} bytes")
