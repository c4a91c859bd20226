"""The app that keeps contact points."""

from django.apps import AppConfig


class ContactsConfig(AppConfig):
    name = "causeway.hub.base.contacts"
    label = "contacts"

    def ready(self) -> None:
        """Stand in the navigation."""
        from django.utils.translation import gettext_lazy as _

        from causeway.hub.base.theme.navigation import (
            PARTNERS,
            Section,
            SideItem,
            register_section,
            register_side_item,
        )

        section = Section(
            label=_("Contacts"), url_name="contacts:directory", order=95, group=PARTNERS, further=("/organisations/",)
        )
        register_section(section)
        register_side_item("organisation", SideItem(label=_("Contact points"), url_name="contacts:own", order=15))
