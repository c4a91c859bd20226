"""The group ristretto255 with SHA-512 (RFC 9496; RFC 9497, section 4.1), its elements and scalars as 32 bytes each.

Arithmetic with secrets is libsodium's and takes the same time whatever they are. What comes from elsewhere passes
`element` or `scalar` first: they let one encoding of each value through, and never the identity or zero.
"""

import hashlib
from collections.abc import Callable
from typing import Final

from causeway.blinding._errors import BadElement, BadInput, BadScalar
from causeway.blinding._sodium import rbcl

ELEMENT_BYTES: Final = 32
SCALAR_BYTES: Final = 32
HASH_BYTES: Final = 64
_BLOCK_BYTES: Final = 128
"""Of SHA-512's input (FIPS 180-4, section 1)."""
_ORDER: Final = 2**252 + 27742317777372353535851937790883648493
"""RFC 9496, section 4.4."""
_IDENTITY: Final = bytes(ELEMENT_BYTES)

RandomBytes = Callable[[int], bytes]
"""Gives so many bytes that nobody can guess, as `secrets.token_bytes` does."""


def element(given: bytes) -> bytes:
    """A group element as it was sent, checked.

    Raises:
        BadElement: another length than 32 bytes, not the canonical encoding of an element, or the identity.
    """
    if len(given) != ELEMENT_BYTES:
        raise BadElement(f"an element has {ELEMENT_BYTES} bytes, not {len(given)}")
    if given == _IDENTITY:
        raise BadElement("the identity element is not allowed")
    if not rbcl.crypto_core_ristretto255_is_valid_point(bytes(given)):
        raise BadElement("not the canonical encoding of an element")
    return bytes(given)


def scalar(given: bytes, *, may_be_zero: bool = False) -> bytes:
    """A scalar as it was sent, checked.

    Raises:
        BadScalar: another length than 32 bytes, not reduced by the group's order, or zero.
    """
    if len(given) != SCALAR_BYTES:
        raise BadScalar(f"a scalar has {SCALAR_BYTES} bytes, not {len(given)}")
    value = int.from_bytes(given, "little")
    if value >= _ORDER:
        raise BadScalar("not reduced by the group's order")
    if value == 0 and not may_be_zero:
        raise BadScalar("zero is not allowed")
    return bytes(given)


def random_scalar(random_bytes: RandomBytes) -> bytes:
    """A scalar, uniform and not zero, from 64 bytes of randomness.

    Raises:
        BadScalar: the randomness is not random: it gives zero time after time.
    """
    for _ in range(4):
        found: bytes = rbcl.crypto_core_ristretto255_scalar_reduce(random_bytes(HASH_BYTES))
        if any(found):
            return found
    raise BadScalar("the randomness gives zero only")


def multiply(by: bytes, point: bytes) -> bytes:
    """`by` times an element; both have been checked.

    Raises:
        BadElement: the product is the identity.
    """
    try:
        product: bytes = rbcl.crypto_scalarmult_ristretto255(by, point)
    except RuntimeError:
        raise BadElement("the product is the identity element") from None
    return product


def multiply_base(by: bytes) -> bytes:
    """`by`, which is not zero, times the generator."""
    product: bytes = rbcl.crypto_scalarmult_ristretto255_base(by)
    return product


def multiply_or_identity(by: bytes, point: bytes | None = None) -> bytes:
    """`by` times an element, or the generator without one, where the identity is a lawful result: in a proof."""
    if not any(by):
        return _IDENTITY
    return multiply_base(by) if point is None else multiply(by, point)


def add(left: bytes, right: bytes) -> bytes:
    """The sum of two elements, of which either may be the identity."""
    total: bytes = rbcl.crypto_core_ristretto255_add(left, right)
    return total


def inverse(of: bytes) -> bytes:
    """1 / `of`, which is not zero."""
    found: bytes = rbcl.crypto_core_ristretto255_scalar_invert(of)
    return found


def minus_product(start: bytes, left: bytes, right: bytes) -> bytes:
    """The scalar `start` - `left` x `right`."""
    product = rbcl.crypto_core_ristretto255_scalar_mul(left, right)
    found: bytes = rbcl.crypto_core_ristretto255_scalar_sub(start, product)
    return found


def hash_to_group(message: bytes, tag: bytes) -> bytes:
    """The element that a message maps to, under the tag of its use.

    Raises:
        BadInput: it maps to the identity.
    """
    found: bytes = rbcl.crypto_core_ristretto255_from_hash(expand(message, tag))
    if found == _IDENTITY:
        raise BadInput("the input maps to the identity element")
    return found


def hash_to_scalar(message: bytes, tag: bytes) -> bytes:
    """The scalar that a message maps to, under the tag of its use."""
    found: bytes = rbcl.crypto_core_ristretto255_scalar_reduce(expand(message, tag))
    return found


def expand(message: bytes, tag: bytes) -> bytes:
    """64 bytes from a message (`expand_message_xmd` of RFC 9380, section 5.3.1, with SHA-512; one block is enough)."""
    suffix = tag + bytes([len(tag)])
    first = hashlib.sha512(bytes(_BLOCK_BYTES) + message + HASH_BYTES.to_bytes(2, "big") + b"\0" + suffix).digest()
    return hashlib.sha512(first + b"\x01" + suffix).digest()
