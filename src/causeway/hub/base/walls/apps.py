"""The app that holds database roles, policies and the embedded server."""

from django.apps import AppConfig


class WallsConfig(AppConfig):
    name = "causeway.hub.base.walls"
    label = "walls"

    def ready(self) -> None:
        """Let lists of any length go to the database."""
        from causeway.hub.base.walls.long_lists import send_lists_as_arrays

        send_lists_as_arrays()
