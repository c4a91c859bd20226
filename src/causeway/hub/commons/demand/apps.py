"""The app that shows demand."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemandConfig(AppConfig):
    name = "causeway.hub.commons.demand"
    label = "demand"

    def ready(self) -> None:
        """Wake the follower, stand in the navigation, and on the start page."""
        from causeway.hub.base.acting.permissions import Permission
        from causeway.hub.base.theme.navigation import FIGURES, Section, SideItem, register_section, register_side_item
        from causeway.hub.commons.demand import (
            followers,  # noqa: F401
            panels,
        )
        from causeway.hub.commons.demand.staff import register_staff_figures
        from causeway.hub.commons.demand.trained import trained_people

        register_staff_figures("training", trained_people)
        panels.register()
        reads = frozenset({Permission.READ_DEMAND.value})
        measures = frozenset({Permission.MEASURE_WORK.value})
        register_section(
            Section(label=_("Demand"), url_name="demand:overview", permissions=reads, order=70, group=FIGURES)
        )
        for order, (label, name, needed) in enumerate(
            (
                (_("What came and waits"), "overview", reads),
                (_("Change over time"), "change", reads),
                (_("Fair comparison"), "compare", reads),
                (_("Partners"), "partners", reads),
                (_("Work for each child"), "work", measures),
                (_("Published figures"), "public", reads),
            )
        ):
            register_side_item(
                "demand:overview",
                SideItem(label=label, url_name=f"demand:{name}", permissions=needed, order=10 * order),
            )
