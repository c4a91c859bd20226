"""The app that keeps home."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "causeway.hub.commons.home"
    label = "home"
