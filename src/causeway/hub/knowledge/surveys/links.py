"""One-time links: a token that only this installation can make, of which the database holds a digest.

The token is derived (HMAC-SHA-256) from the row's random identifier under a key outside the database, so that a
reminder carries the same link as the invitation, and a copy of the database opens none.
"""

import base64
import hashlib
import hmac
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from causeway.hub.base.organisations.actors import hash_secret
from causeway.hub.state import secret

_TOKEN_CHARACTERS = 43
"""256 bits in base64 without padding."""


def token_of(invited_id: UUID) -> str:
    """The token in this person's link."""
    digest = hmac.new(secret("survey_links.key"), invited_id.bytes, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode("ascii")[:_TOKEN_CHARACTERS]


def token_digest(token: str) -> str:
    """What the database holds of a token."""
    return hash_secret(token)


def link_of(organisation_id: UUID, invited_id: UUID) -> str:
    """The whole link."""
    return settings.BASE_URL.rstrip("/") + reverse("answering:start", args=[organisation_id, token_of(invited_id)])
