"""The app that keeps interests and overlaps."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from causeway.hub.base.theme.navigation import FIGURES, REFERRALS, Section, register_section


class DeconflictionConfig(AppConfig):
    name = "causeway.hub.road.deconfliction"
    label = "deconfliction"

    def ready(self) -> None:
        """Wake the followers and turns, stand in the navigation, and show a tab in a case."""
        from causeway.hub.road.cases.panels import register_panel
        from causeway.hub.road.deconfliction import followers, rounds  # noqa: F401
        from causeway.hub.road.deconfliction.case_panel import INTERESTS_PANEL

        register_panel(INTERESTS_PANEL)
        register_section(
            Section(
                label=_("Interests"),
                url_name="deconfliction:interests",
                permissions=frozenset({"deconfliction.read"}),
                order=46,
                group=REFERRALS,
                further=("/overlaps/",),
            )
        )
        register_section(
            Section(
                label=_("Deconfliction"),
                url_name="deconfliction:oversight",
                permissions=frozenset({"deconfliction.oversee"}),
                order=90,
                group=FIGURES,
            )
        )
