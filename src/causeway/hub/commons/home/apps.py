"""The app that keeps start pages and search."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "causeway.hub.commons.home"
    label = "home"

    def ready(self) -> None:
        """Stand in the navigation, and bring the panels of the steps below."""
        from causeway.hub.base.theme.navigation import Section, register_section
        from causeway.hub.commons.home.panels import (
            base,
            capability,
            cases,
            correspondence,
            playbooks,
            road,
            survey_reports,
            surveys,
            training,
        )

        register_section(Section(label=_("Start"), url_name="home:home", order=0))
        register_section(
            Section(
                label=_("Search"),
                url_name="home:search",
                permissions=frozenset({"referrals.read"}),
                is_in_header=True,
            )
        )
        for panels in (base, cases, road, correspondence, playbooks, training, capability, surveys, survey_reports):
            panels.register()
