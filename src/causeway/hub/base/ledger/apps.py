"""The app that holds the ledger."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "causeway.hub.base.ledger"
    label = "ledger"
