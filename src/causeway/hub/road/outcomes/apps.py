"""The app that keeps outcomes."""

from django.apps import AppConfig


class OutcomesConfig(AppConfig):
    name = "causeway.hub.road.outcomes"
    label = "outcomes"
