"""The hub's own key, under which tokens are kept; it lies beside the database and not in it."""

import hashlib
import hmac
from uuid import UUID

from causeway.blinding import kept_token
from causeway.hub.state import secret

_NAME = "interests.key"


def kept(token: bytes, epoch: int) -> str:
    """What is stored in a token's place. Raises causeway.blinding.BadInput: it is no token."""
    return kept_token(token, epoch=epoch, key=secret(_NAME))


def pair_of(one: UUID, other: UUID) -> UUID:
    """By what two sides know that they speak of one meeting: the same whoever met whom, and of no use to find out an
    interest by.
    """
    low, high = sorted((one, other))
    digest = hmac.new(secret(_NAME), b"pair" + low.bytes + high.bytes, hashlib.sha256).digest()
    return UUID(bytes=digest[:16])
