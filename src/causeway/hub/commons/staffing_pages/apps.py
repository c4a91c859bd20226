"""The app of staffing pages."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StaffingPagesConfig(AppConfig):
    name = "causeway.hub.commons.staffing_pages"
    label = "staffing_pages"

    def ready(self) -> None:
        """Stand in the navigation of those who plan, and offer figures as evidence."""
        from causeway.hub.base.acting.permissions import Permission
        from causeway.hub.base.theme.navigation import FIGURES, Section, register_section
        from causeway.hub.commons.staffing_pages import evidence

        needed = frozenset({Permission.USE_STAFFING.value})
        register_section(
            Section(label=_("Staffing"), url_name="staffing:what_if", permissions=needed, order=75, group=FIGURES)
        )
        evidence.offer()
