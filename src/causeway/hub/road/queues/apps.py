"""The app that keeps queues."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from causeway.hub.base.theme.navigation import REFERRALS, Section, register_section


class QueuesConfig(AppConfig):
    name = "causeway.hub.road.queues"
    label = "queues"

    def ready(self) -> None:
        """Register what follows the ledger, what climbs on every round, and the job that wakes the worker."""
        from causeway.hub.road.queues import alerting, followers, hand_over_followers, jobs, rounds  # noqa: F401

        register_section(
            Section(
                label=_("Queue"),
                url_name="queues:queue",
                permissions=frozenset({"queues.read"}),
                order=10,
                group=REFERRALS,
                further=("/referrals/", "/files/", "/outcomes/"),
            )
        )
