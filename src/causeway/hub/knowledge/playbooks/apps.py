"""The app that keeps playbooks."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlaybooksConfig(AppConfig):
    name = "causeway.hub.knowledge.playbooks"
    label = "playbooks"

    def ready(self) -> None:
        """Stand in the navigation, and hear of new versions."""
        from causeway.hub.base.acting.permissions import Permission
        from causeway.hub.base.theme.navigation import PRACTICE, Section, register_section
        from causeway.hub.knowledge.playbooks import followers  # noqa: F401

        needed = frozenset({Permission.READ_PLAYBOOKS.value})
        section = Section(
            label=_("Playbooks"), url_name="playbooks:library", permissions=needed, order=55, group=PRACTICE
        )
        register_section(section)
