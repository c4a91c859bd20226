"""The app that keeps notices."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "causeway.hub.base.notices"
    label = "notices"
