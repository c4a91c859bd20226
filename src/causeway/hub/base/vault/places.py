"""Which backend this installation uses."""

from pathlib import Path

from django.conf import settings

from causeway.hub.base.vault.backend import Backend, FolderBackend


def default_backend() -> Backend:
    """The folder that the settings name."""
    return FolderBackend(Path(settings.CAUSEWAY_VAULT))
