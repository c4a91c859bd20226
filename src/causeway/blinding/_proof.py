"""The proof that one key was used for a whole batch: equality of discrete logarithms (RFC 9497, section 2.2).

All elements of the batch are folded into two by weights that nobody can choose, so that the proof stays 64 bytes.
"""

import hashlib
import hmac
from collections.abc import Sequence
from typing import Final

from causeway.blinding._errors import BadScalar, ProofRefused
from causeway.blinding._group import (
    ELEMENT_BYTES,
    SCALAR_BYTES,
    RandomBytes,
    add,
    hash_to_scalar,
    minus_product,
    multiply,
    multiply_base,
    multiply_or_identity,
    random_scalar,
    scalar,
)

PROOF_BYTES: Final = 2 * SCALAR_BYTES
_IDENTITY: Final = bytes(ELEMENT_BYTES)


def prove(
    private: bytes,
    public: bytes,
    blinded: Sequence[bytes],
    evaluated: Sequence[bytes],
    context: bytes,
    random_bytes: RandomBytes,
) -> bytes:
    """A proof that `private` made each of `evaluated` of each of `blinded`; 64 bytes. All elements have been checked.

    The prover folds the blinded ones only: the key times their sum is the sum of the others.
    """
    weights = _weights(public, blinded, evaluated, context)
    folded = _fold(weights, blinded)
    folded_evaluated = multiply(private, folded)
    nonce = random_scalar(random_bytes)
    commitments = multiply_base(nonce), multiply(nonce, folded)
    challenge = _challenge(public, folded, folded_evaluated, commitments, context)
    return challenge + minus_product(nonce, challenge, private)


def verify(public: bytes, blinded: Sequence[bytes], evaluated: Sequence[bytes], proof: bytes, context: bytes) -> None:
    """That the proof holds. All elements have been checked.

    Raises:
        BadScalar: the proof has another length, or a part that is not reduced.
        ProofRefused: it does not hold.
    """
    if len(proof) != PROOF_BYTES:
        raise BadScalar(f"a proof has {PROOF_BYTES} bytes, not {len(proof)}")
    challenge, answer = (scalar(part, may_be_zero=True) for part in (proof[:SCALAR_BYTES], proof[SCALAR_BYTES:]))
    weights = _weights(public, blinded, evaluated, context)
    folded, folded_evaluated = _fold(weights, blinded), _fold(weights, evaluated)
    commitments = (
        add(multiply_or_identity(answer), multiply_or_identity(challenge, public)),
        add(multiply_or_identity(answer, folded), multiply_or_identity(challenge, folded_evaluated)),
    )
    expected = _challenge(public, folded, folded_evaluated, commitments, context)
    if not hmac.compare_digest(expected, challenge):
        raise ProofRefused("the proof does not show that the committed key was used")


def _weights(public: bytes, blinded: Sequence[bytes], evaluated: Sequence[bytes], context: bytes) -> tuple[bytes, ...]:
    seed = hashlib.sha512(_framed(public) + _framed(b"Seed-" + context)).digest()
    tag = b"HashToScalar-" + context
    return tuple(
        hash_to_scalar(_framed(seed) + place.to_bytes(2, "big") + _framed(one) + _framed(other) + b"Composite", tag)
        for place, (one, other) in enumerate(zip(blinded, evaluated, strict=True))
    )


def _fold(weights: Sequence[bytes], elements: Sequence[bytes]) -> bytes:
    total = _IDENTITY
    for weight, one in zip(weights, elements, strict=True):
        total = add(total, multiply_or_identity(weight, one))
    return total


def _challenge(
    public: bytes, folded: bytes, folded_evaluated: bytes, commitments: tuple[bytes, bytes], context: bytes
) -> bytes:
    parts = (public, folded, folded_evaluated, *commitments)
    return hash_to_scalar(b"".join(map(_framed, parts)) + b"Challenge", b"HashToScalar-" + context)


def _framed(part: bytes) -> bytes:
    return len(part).to_bytes(2, "big") + part
