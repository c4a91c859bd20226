"""Signing webhooks as the Standard Webhooks specification 1.0 asks, so that its published libraries verify ours.

Signed is `id.timestamp.body` by HMAC-SHA256; the headers are `webhook-id`, `webhook-timestamp` and `webhook-signature:
v1,<base64>`.
"""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime
from uuid import UUID

from causeway.hub.state import secret

_PREFIX = "whsec_"
"""By which the specification marks a symmetric secret."""


def new_salt() -> str:
    """A fresh salt: 256 random bits, from which one webhook's secret is derived."""
    return secrets.token_hex(32)


def secret_of(salt: str) -> str:
    """The webhook's secret in the specification's form: `whsec_` and 32 bytes in base64."""
    key = hmac.new(secret("webhooks.key"), salt.encode(), hashlib.sha256).digest()
    return _PREFIX + base64.b64encode(key).decode()


def signature(whsec: str, notice_id: UUID, at: datetime, body: bytes) -> str:
    """The `webhook-signature` of a body sent at this moment."""
    key = base64.b64decode(whsec.removeprefix(_PREFIX))
    signed = f"{notice_id}.{int(at.timestamp())}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def signed_headers(whsec: str, notice_id: UUID, at: datetime, body: bytes) -> dict[str, str]:
    """The three headers by which a receiver checks a delivery and tells a repeat."""
    return {
        "webhook-id": str(notice_id),
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": signature(whsec, notice_id, at, body),
    }
