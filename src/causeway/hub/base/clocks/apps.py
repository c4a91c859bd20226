"""The app that keeps clocks."""

from django.apps import AppConfig


class ClocksConfig(AppConfig):
    name = "causeway.hub.base.clocks"
    label = "clocks"
