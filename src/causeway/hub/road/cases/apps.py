"""The app that keeps cases."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "causeway.hub.road.cases"
    label = "cases"
