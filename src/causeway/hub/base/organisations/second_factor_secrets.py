"""The secrets of second factors lie sealed in the database: who reads it alone has no second factor of anybody."""

import secrets
from typing import ClassVar

from allauth.mfa.adapter import DefaultMFAAdapter
from django.utils.translation import gettext_lazy as _

from causeway.hub.sealed_words import open_words, seal_words

USE = "second-factor"


class SealedSecretsAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Seals the secret of an authenticator app and the seed of recovery codes."""

    error_messages: ClassVar = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is not right. Enter the one that the app shows now."),
    }

    def encrypt(self, text: str) -> str:
        """The secret, sealed."""
        return seal_words(USE, text)

    def decrypt(self, encrypted_text: str) -> str:
        """The secret. What this installation did not seal, written into the table by somebody, opens nothing: it stands
        for a secret that nobody knows.
        """
        opened = open_words(USE, encrypted_text)
        return secrets.token_hex(20).translate(_AS_BASE32) if opened is None else opened


_AS_BASE32 = str.maketrans("0189", "ghij")
"""Base 32 (RFC 4648, section 6), in which these secrets are written, has no such digits."""
