"""The vault's own keys, kept outside the database: who steals one has nothing without the other.

Each object is sealed to a fresh key of its own, and that key is sealed to the installation's identity. Dropping an
object's sealed key therefore erases it, in every backup of the bytes as well. The format is age v1 (C2SP `age.md`),
X25519 recipients.
"""

import hashlib
import hmac
from uuid import UUID

from django.utils.translation import gettext as _
from pyrage import DecryptError, IdentityError, decrypt, encrypt, x25519

from causeway.hub.base.vault.errors import SealBroken, VaultUnavailable
from causeway.hub.base.vault.places import default_backend
from causeway.hub.state import private_folder, secret, write_once

_IDENTITY_FILE = "vault.age"


def vault_identity() -> x25519.Identity:
    """This installation's identity, made at first use as an ordinary age identity file.

    Raises:
        VaultUnavailable: the file is not an age identity, or it is gone while the vault holds what it sealed.
    """
    path = private_folder("secrets") / _IDENTITY_FILE
    if not path.exists():
        if next(default_backend().stored(), None) is not None:
            raise VaultUnavailable(
                _(
                    "The file secrets/%(file)s is gone, and nothing else opens what the vault holds. "
                    "Bring it back from a backup."
                )
                % {"file": _IDENTITY_FILE}
            )
        _make_identity()
    try:
        return x25519.Identity.from_str(path.read_text(encoding="ascii").strip())
    except (IdentityError, UnicodeDecodeError) as fault:
        raise VaultUnavailable(
            _("The file secrets/%(file)s is not an age identity.") % {"file": _IDENTITY_FILE}
        ) from fault


def _make_identity() -> None:
    """Write a new identity; of two processes that start together the first wins, and both read the same afterwards."""
    path = private_folder("secrets") / _IDENTITY_FILE
    write_once(path, f"{x25519.Identity.generate()}\n".encode("ascii"))


def seal_key(key: x25519.Identity) -> bytes:
    """An object's secret key, sealed to the installation."""
    return bytes(encrypt(str(key).encode("ascii"), [vault_identity().to_public()]))


def unseal_key(sealed_key: bytes) -> x25519.Identity:
    """The object's secret key.

    Raises:
        SealBroken: it was not sealed to this installation's identity.
    """
    try:
        return x25519.Identity.from_str(decrypt(sealed_key, [vault_identity()]).decode("ascii"))
    except (DecryptError, IdentityError, OSError, UnicodeDecodeError) as fault:
        raise SealBroken(_("The object's key does not open with this installation's vault identity.")) from fault


def address_of(object_id: UUID) -> str:
    """Where an object lies: a keyed digest (HMAC-SHA-256) of its identifier, so that the names in the vault tell
    nothing of rows or content.
    """
    return hmac.new(secret("vault.address"), object_id.bytes, hashlib.sha256).hexdigest()
