"""The app that keeps banks."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BanksConfig(AppConfig):
    name = "causeway.hub.knowledge.banks"
    label = "banks"

    def ready(self) -> None:
        """Wake the followers, and stand in the navigation of those who read banks."""
        from causeway.hub.base.acting.permissions import Permission
        from causeway.hub.base.theme.navigation import REFERRALS, Section, register_section
        from causeway.hub.knowledge.banks import followers  # noqa: F401

        needed = frozenset({Permission.READ_BANKS.value})
        register_section(
            Section(label=_("Banks"), url_name="banks:banks", permissions=needed, order=60, group=REFERRALS)
        )
