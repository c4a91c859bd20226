"""The app that keeps evidence."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "causeway.hub.road.evidence"
    label = "evidence"

    def ready(self) -> None:
        """Let banks count what matched, and follow what becomes of it there."""
        from causeway.hub.road.evidence import counting, followers  # noqa: F401
