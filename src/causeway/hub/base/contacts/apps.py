"""The app that keeps contact points."""

from django.apps import AppConfig


class ContactsConfig(AppConfig):
    name = "causeway.hub.base.contacts"
    label = "contacts"

    def ready(self) -> None:
        """Stand in the navigation."""
        from django.utils.translation import gettext_lazy as _

        from causeway.hub.base.theme.navigation import Section, SideItem, register_section, register_side_item

        register_section(Section(label=_("Contacts"), url_name="contacts:directory", order=95))
        register_side_item("organisation", SideItem(label=_("Contact points"), url_name="contacts:own", order=15))
