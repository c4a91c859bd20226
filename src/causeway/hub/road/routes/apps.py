"""The app that keeps routes."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from causeway.hub.base.theme.navigation import FIGURES, PARTNERS, REFERRALS, Section, register_section


class RoutesConfig(AppConfig):
    name = "causeway.hub.road.routes"
    label = "routes"

    def ready(self) -> None:
        """Follow the ledger, and stand in the navigation."""
        from causeway.hub.road.routes import followers  # noqa: F401

        register_section(
            Section(
                label=_("Changed routes"),
                url_name="routes:corrections",
                permissions=frozenset({"routes.replay"}),
                order=60,
                group=FIGURES,
            )
        )
        register_section(
            Section(
                label=_("Central desks"),
                url_name="routes:central_desks",
                permissions=frozenset({"routes.read_central_desks"}),
                order=96,
                group=PARTNERS,
            )
        )
        register_section(
            Section(
                label=_("Schools and places"),
                url_name="routes:places",
                permissions=frozenset({"routes.read_places"}),
                order=75,
                group=REFERRALS,
            )
        )
