"""The app that keeps outcomes."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from causeway.hub.base.theme.navigation import REFERRALS, Section, register_section


class OutcomesConfig(AppConfig):
    name = "causeway.hub.road.outcomes"
    label = "outcomes"

    def ready(self) -> None:
        """Stand in the navigation and in packages, and on the worker's round, and follow the ledger."""
        from causeway.hub.road.outcomes import followers, rounds, webhooks  # noqa: F401
        from causeway.hub.road.outcomes.package import outcome_chapter
        from causeway.hub.road.outcomes.queries.calibration import gains_of
        from causeway.hub.road.queues.packages.chapters import register_package_source
        from causeway.hub.road.queues.policies.known_outcomes import register_outcomes

        register_outcomes(gains_of)
        register_package_source("outcomes", outcome_chapter, order=40)
        register_section(
            Section(
                label=_("Feedback"),
                url_name="outcomes:feedback",
                permissions=frozenset({"outcomes.read_feedback"}),
                order=50,
                group=REFERRALS,
            )
        )
        register_section(
            Section(
                label=_("Letters about completeness"),
                url_name="outcomes:letters_due",
                permissions=frozenset({"outcomes.release_letter"}),
                order=90,
                group=REFERRALS,
            )
        )
        register_section(
            Section(
                label=_("Senders"),
                url_name="outcomes:senders",
                permissions=frozenset({"outcomes.release_letter"}),
                order=89,
                group=REFERRALS,
            )
        )
