"""The app that holds actors, permissions and the doors."""

from django.apps import AppConfig


class ActingConfig(AppConfig):
    name = "causeway.hub.base.acting"
    label = "acting"
