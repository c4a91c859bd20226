"""What can be wrong with the vault. A message never names content."""

from causeway.hub.base.acting.errors import HubError


class VaultError(HubError):
    """The root of the vault's faults."""

    code = "vault"
    status = 500


class VaultFull(VaultError):
    """There is no room for the bytes. Nothing of them was kept."""

    code = "vault_full"
    status = 507


class VaultUnavailable(VaultError):
    """The place where the bytes lie cannot be written or read."""

    code = "vault_unavailable"
    status = 503


class TooLarge(VaultError):
    """The object is longer than the caller allows."""

    code = "too_large"
    status = 413


class SealBroken(VaultError):
    """The sealed bytes are not those that were sealed, or are gone."""

    code = "seal_broken"


class Erased(VaultError):
    """The object's key was dropped; its bytes can never be read again."""

    code = "erased"
    status = 410
