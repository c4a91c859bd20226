"""The app that keeps banks."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BanksConfig(AppConfig):
    name = "causeway.hub.knowledge.banks"
    label = "banks"

    def ready(self) -> None:
        """Stand in the navigation of those who keep banks."""
        from causeway.hub.base.acting.permissions import Permission
        from causeway.hub.base.theme.navigation import REFERRALS, Section, register_section

        needed = frozenset({Permission.MANAGE_BANKS.value})
        register_section(
            Section(label=_("Banks"), url_name="banks:banks", permissions=needed, order=60, group=REFERRALS)
        )
