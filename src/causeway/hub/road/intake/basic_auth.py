"""HTTP Basic (RFC 7617) with an API credential."""

import base64
import binascii

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.organisations.actors import credential_actor

_LONGEST_HEADER = 1_024
"""Twice what our longest credential needs."""


def actor_from_basic(header: str) -> Actor | None:
    """Who acts with the credential in an `Authorization` header, or None."""
    scheme, _, encoded = header.partition(" ")
    if scheme.lower() != "basic" or len(header) > _LONGEST_HEADER:
        return None
    try:
        username, colon, secret = base64.b64decode(encoded.strip(), validate=True).decode("utf-8").partition(":")
    except (binascii.Error, UnicodeError):
        return None
    if not colon or not username.isprintable() or not secret.isprintable():
        return None
    return credential_actor(username, secret)
