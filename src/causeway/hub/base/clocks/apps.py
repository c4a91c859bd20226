"""The app that keeps clocks."""

from django.apps import AppConfig


class ClocksConfig(AppConfig):
    name = "causeway.hub.base.clocks"
    label = "clocks"

    def ready(self) -> None:
        """Stand in the navigation."""
        from django.utils.translation import gettext_lazy as _

        from causeway.hub.base.theme.navigation import SideItem, register_side_item

        register_side_item("organisation", SideItem(label=_("Clocks"), url_name="clocks:rules", order=25))
