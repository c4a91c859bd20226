"""The app that keeps the vault."""

from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "causeway.hub.base.vault"
    label = "vault"
