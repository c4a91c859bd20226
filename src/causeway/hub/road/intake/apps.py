"""The app that keeps intake."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "causeway.hub.road.intake"
    label = "intake"
