"""Oblivious tokens, by which two organisations find out that they work on the same selector without telling anybody
which (RFC 9497 on ristretto255).

Who holds what is no matter of this engine: it knows the three parts, blinding, the key and what is kept, and takes keys
and randomness from its caller. See docs/explanation/deconfliction.md for what each side can learn.
"""

from causeway.blinding._errors import BadBatch, BadElement, BadInput, BadScalar, BlindingError, ProofRefused
from causeway.blinding._group import ELEMENT_BYTES, SCALAR_BYTES, RandomBytes, element
from causeway.blinding._interest import (
    BLINDED_KINDS,
    TOKEN_BYTES,
    BlindedBatch,
    Evaluation,
    blind_selectors,
    input_of,
    kept_token,
    tokens_of,
)
from causeway.blinding._oprf import (
    MOST_IN_A_BATCH,
    KeyPair,
    Mode,
    blind,
    check_proof,
    derive_key_pair,
    evaluate,
    evaluate_with_proof,
    finalise,
    value_under_key,
)
from causeway.blinding._proof import PROOF_BYTES

__all__ = [
    "BLINDED_KINDS",
    "ELEMENT_BYTES",
    "MOST_IN_A_BATCH",
    "PROOF_BYTES",
    "SCALAR_BYTES",
    "TOKEN_BYTES",
    "BadBatch",
    "BadElement",
    "BadInput",
    "BadScalar",
    "BlindedBatch",
    "BlindingError",
    "Evaluation",
    "KeyPair",
    "Mode",
    "ProofRefused",
    "RandomBytes",
    "blind",
    "blind_selectors",
    "check_proof",
    "derive_key_pair",
    "element",
    "evaluate",
    "evaluate_with_proof",
    "finalise",
    "input_of",
    "kept_token",
    "tokens_of",
    "value_under_key",
]
