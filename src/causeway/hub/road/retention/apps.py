"""The app that keeps retention."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from causeway.hub.base.theme.navigation import PARTNERS, Section, register_section


class RetentionConfig(AppConfig):
    name = "causeway.hub.road.retention"
    label = "retention"

    def ready(self) -> None:
        """Stand on the worker's round and in the navigation."""
        from causeway.hub.road.retention import rounds  # noqa: F401

        register_section(
            Section(
                label=_("Retention"),
                url_name="retention:rules",
                permissions=frozenset({"retention.read"}),
                order=80,
                group=PARTNERS,
            )
        )
