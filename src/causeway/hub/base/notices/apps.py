"""The app that keeps notices."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "causeway.hub.base.notices"
    label = "notices"

    def ready(self) -> None:
        """Carry the mail of organisations, and stand in their navigation."""
        from django.utils.translation import gettext_lazy as _

        from causeway.hub.base.acting.permissions import Permission
        from causeway.hub.base.notices import followers  # noqa: F401
        from causeway.hub.base.notices.commands.owe import owe_letter, owe_mail
        from causeway.hub.base.organisations.letters import carry_by
        from causeway.hub.base.theme.navigation import SideItem, register_side_item

        carry_by(owe_mail, owe_letter)
        needed = frozenset({Permission.MANAGE_WEBHOOKS.value})
        register_side_item(
            "organisation", SideItem(label=_("Webhooks"), url_name="webhooks", permissions=needed, order=50)
        )
