"""Registers the theme with Django."""

from django.apps import AppConfig


class ThemeConfig(AppConfig):
    """Templates, static files and components; no models."""

    name = "causeway.hub.base.theme"
    label = "theme"
