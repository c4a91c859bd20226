"""The app that keeps assessments of capability."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CapabilityConfig(AppConfig):
    name = "causeway.hub.knowledge.capability"
    label = "capability"

    def ready(self) -> None:
        """Stand in the navigation of those who may read them."""
        from causeway.hub.base.acting.permissions import Permission
        from causeway.hub.base.theme.navigation import PRACTICE, Section, register_section

        needed = frozenset({Permission.READ_CAPABILITY.value})
        section = Section(
            label=_("Capability"), url_name="capability:list", permissions=needed, order=70, group=PRACTICE
        )
        register_section(section)
