"""The app that keeps routes."""

from django.apps import AppConfig


class RoutesConfig(AppConfig):
    name = "causeway.hub.road.routes"
    label = "routes"
