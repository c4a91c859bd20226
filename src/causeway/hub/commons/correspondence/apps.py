"""The app that keeps exchange between organisations."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from causeway.hub.base.theme.navigation import PARTNERS, Section, register_section


class CorrespondenceConfig(AppConfig):
    name = "causeway.hub.commons.correspondence"
    label = "correspondence"

    def ready(self) -> None:
        """Wake the followers, stand in the navigation, in packages and in a case."""
        from causeway.hub.commons.correspondence import followers  # noqa: F401
        from causeway.hub.commons.correspondence.case_panel import MESSAGES_PANEL
        from causeway.hub.commons.correspondence.package import messages_chapter
        from causeway.hub.road.cases.panels import register_panel
        from causeway.hub.road.queues.packages.chapters import register_package_source

        register_package_source("messages", messages_chapter, order=50)
        register_panel(MESSAGES_PANEL)
        register_section(
            Section(
                label=_("Messages"),
                url_name="correspondence:list",
                permissions=frozenset({"correspondence.read"}),
                order=50,
                group=PARTNERS,
            )
        )
