"""The app that keeps queues."""

from django.apps import AppConfig


class QueuesConfig(AppConfig):
    name = "causeway.hub.road.queues"
    label = "queues"

    def ready(self) -> None:
        """Register what follows the ledger, what climbs on every round, and the job that wakes the worker."""
        from causeway.hub.road.queues import alerting, followers, jobs  # noqa: F401
