"""The app that keeps queues."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from causeway.hub.base.theme.navigation import REFERRALS, Section, register_section


class QueuesConfig(AppConfig):
    name = "causeway.hub.road.queues"
    label = "queues"

    def ready(self) -> None:
        """Register what follows the ledger, what climbs on every round, and the job that wakes the worker."""
        from causeway.hub.road.queues import (  # noqa: F401
            alerting,
            candidate_followers,
            followers,
            hand_over_followers,
            led_anew,
            outside_followers,
        )
        from causeway.hub.road.queues.clearing import later_tellings  # noqa: F401
        from causeway.hub.road.queues.policies import judging_again  # noqa: F401
        from causeway.hub.road.queues.working import jobs, rounds  # noqa: F401

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
        register_section(
            Section(
                label=_("Policies of priority"),
                url_name="queues:policies",
                permissions=frozenset({"assessments.propose_policy"}),
                order=80,
                group=REFERRALS,
            )
        )
