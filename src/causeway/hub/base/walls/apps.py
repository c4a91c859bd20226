"""The app that holds database roles, policies and the embedded server."""

from django.apps import AppConfig


class WallsConfig(AppConfig):
    name = "causeway.hub.base.walls"
    label = "walls"
