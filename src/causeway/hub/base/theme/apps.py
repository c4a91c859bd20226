"""Registers the theme with Django."""

from django.apps import AppConfig

from causeway.hub.base.theme.months import write_months_as_languages_do


class ThemeConfig(AppConfig):
    """Templates, static files and components; no models."""

    name = "causeway.hub.base.theme"
    label = "theme"

    def ready(self) -> None:
        """Months are written as the reader's language writes them."""
        write_months_as_languages_do()
