"""The app that keeps data requests."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from causeway.hub.base.theme.navigation import REFERRALS, Section, register_section


class DataRequestsConfig(AppConfig):
    name = "causeway.hub.road.data_requests"
    label = "data_requests"

    def ready(self) -> None:
        """Wake the followers, stand in the navigation and in packages, and show requests in a case."""
        from causeway.hub.base.clocks.keeping import ClockKind
        from causeway.hub.road.cases.panels import register_panel
        from causeway.hub.road.data_requests import followers  # noqa: F401
        from causeway.hub.road.data_requests.case_panel import REQUESTS_PANEL
        from causeway.hub.road.data_requests.package import request_chapter
        from causeway.hub.road.data_requests.telling import tell_of_preservation, tell_of_request
        from causeway.hub.road.queues.clock_telling import register_telling
        from causeway.hub.road.queues.packages.chapters import register_package_source

        register_telling(ClockKind.DATA_REQUEST, tell_of_request)
        register_telling(ClockKind.PRESERVATION, tell_of_preservation)
        register_package_source("requests", request_chapter, order=30)
        register_panel(REQUESTS_PANEL)
        register_section(
            Section(
                label=_("Data requests"),
                url_name="data_requests:received",
                permissions=frozenset({"data_requests.answer"}),
                order=45,
                group=REFERRALS,
            )
        )
        register_section(
            Section(
                label=_("Preserved data"),
                url_name="data_requests:preserved",
                permissions=frozenset({"data_requests.make"}),
                order=46,
                group=REFERRALS,
            )
        )
