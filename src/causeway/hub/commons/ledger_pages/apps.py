"""The app that keeps the ledger's pages."""

from django.apps import AppConfig


class LedgerPagesConfig(AppConfig):
    name = "causeway.hub.commons.ledger_pages"
    label = "ledger_pages"

    def ready(self) -> None:
        """Stand in the organisation's navigation."""
        from django.utils.translation import gettext_lazy as _

        from causeway.hub.base.acting.permissions import Permission
        from causeway.hub.base.theme.navigation import SideItem, register_side_item

        needed = frozenset({Permission.READ_LEDGER.value})
        register_side_item("organisation", SideItem(label=_("Ledger"), url_name="ledger", permissions=needed, order=70))
