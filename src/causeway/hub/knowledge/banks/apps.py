"""The app that keeps banks."""

from django.apps import AppConfig


class BanksConfig(AppConfig):
    name = "causeway.hub.knowledge.banks"
    label = "banks"
