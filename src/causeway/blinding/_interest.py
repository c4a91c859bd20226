"""From selectors to tokens: what a force blinds, what comes back, and what is kept in the token's place.

Three hands are needed. The force has the selector, the oversight body the key, the hub the tokens of others. What the
force sends to the key is a random element; what it sends to the hub is a value of 64 bytes; what the hub keeps is that
value under a key of its own, so that a copy of its database alone can be compared with nothing.
"""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from causeway.blinding._errors import BadInput
from causeway.blinding._group import HASH_BYTES, RandomBytes, random_scalar
from causeway.blinding._oprf import blind, check_batch, check_proof, finalise
from causeway.selectors import comparison_key
from causeway.vocabulary.selectors import Selector, SelectorKind

TOKEN_BYTES: Final = HASH_BYTES
BLINDED_KINDS: Final = frozenset(SelectorKind) - {SelectorKind.NAME}
"""A name is shared by many people, so that two who work on it seldom work on one person."""
_PURPOSE: Final = b"causeway/interest/1"
_KEPT_PURPOSE: Final = b"causeway/kept-token/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class BlindedBatch:
    """Selectors on their way to the key. `elements` is all that leaves; the rest stays with whoever blinded."""

    inputs: tuple[bytes, ...] = field(repr=False)
    blindings: tuple[bytes, ...] = field(repr=False)
    elements: tuple[bytes, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """What came back from the holder of the key of an epoch: an element for each, and one proof for all."""

    epoch: int
    elements: tuple[bytes, ...]
    proof: bytes


def input_of(selector: Selector) -> bytes:
    """The bytes that are blinded: purpose, kind and canonical value, each by its length, so that no two selectors of
    different kinds can ever meet. Port and time of an address are left out, as everywhere that selectors are compared.

    Raises:
        BadInput: a name, on which nobody can be deconflicted.
    """
    kind, value = comparison_key(selector)
    if kind not in BLINDED_KINDS:
        raise BadInput(f"a selector of the kind {kind.value} cannot be registered")
    parts = (_PURPOSE, kind.value.encode(), value.encode())
    return b"".join(len(part).to_bytes(2, "big") + part for part in parts)


def blind_selectors(selectors: Sequence[Selector], random_bytes: RandomBytes) -> BlindedBatch:
    """Blind selectors, each with a scalar of its own: one hash and one multiplication each, whatever they are.

    Raises:
        BadBatch: none, or more than a batch holds.
        BadInput: one of them cannot be blinded.
    """
    check_batch(selectors)
    inputs = tuple(map(input_of, selectors))
    blindings = tuple(random_scalar(random_bytes) for _ in inputs)
    elements = tuple(blind(given, by) for given, by in zip(inputs, blindings, strict=True))
    return BlindedBatch(inputs=inputs, blindings=blindings, elements=elements)


def tokens_of(batch: BlindedBatch, evaluation: Evaluation, public: bytes) -> tuple[bytes, ...]:
    """The tokens of a batch, 64 bytes each in its order, once the proof shows that the committed key was used. A holder
    of the key that used another for one force could otherwise mark what that force registers.

    Raises:
        ProofRefused: the key was another.
        BadBatch, BadElement, BadScalar: what came back is not what was asked for.
    """
    check_proof(public, batch.elements, evaluation.elements, evaluation.proof)
    parts = zip(batch.inputs, batch.blindings, evaluation.elements, strict=True)
    return tuple(finalise(given, by, evaluated) for given, by, evaluated in parts)


def kept_token(token: bytes, *, epoch: int, key: bytes) -> str:
    """What is stored in a token's place: 64 hex digits under a key of the hub's own.

    Raises:
        BadInput: it is no token.
    """
    if len(token) != TOKEN_BYTES:
        raise BadInput(f"a token has {TOKEN_BYTES} bytes, not {len(token)}")
    return hmac.new(key, _KEPT_PURPOSE + epoch.to_bytes(4, "big") + token, hashlib.sha256).hexdigest()
