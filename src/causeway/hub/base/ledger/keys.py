"""The key that signs the ledger's checkpoints, kept outside the database."""

from django.conf import settings

from causeway.hub.state import secret
from causeway.transparency import SigningKey

_KEY_BYTES = 32
"""RFC 8032: an Ed25519 private key is 32 random bytes."""


def signing_key() -> SigningKey:
    """This installation's Ed25519 key, made at first use; its name is the ledger's origin."""
    return SigningKey.from_seed(settings.CAUSEWAY_LEDGER_ORIGIN, secret("ledger.ed25519", size_bytes=_KEY_BYTES))
