"""The app that keeps start pages and search."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "causeway.hub.commons.home"
    label = "home"

    def ready(self) -> None:
        """Stand in the navigation, and bring the panels of the steps below."""
        from causeway.hub.base.theme.navigation import Section, register_section
        from causeway.hub.commons.home import (
            base_panels,
            capability_panels,
            case_panels,
            correspondence_panels,
            playbooks_panels,
            road_panels,
            survey_reports_panels,
            surveys_panels,
            training_panels,
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
        base_panels.register()
        capability_panels.register()
        case_panels.register()
        playbooks_panels.register()
        road_panels.register()
        training_panels.register()
        surveys_panels.register()
        survey_reports_panels.register()
        correspondence_panels.register()
