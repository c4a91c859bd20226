"""The app that keeps training."""

from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "causeway.hub.knowledge.training"
    label = "training"

    def ready(self) -> None:
        """Stand in the navigation of everybody who learns here."""
        from causeway.hub.knowledge.training.navigation import register_navigation

        register_navigation()
