"""The app that holds organisations and their members."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "causeway.hub.base.organisations"
    label = "organisations"

    def ready(self) -> None:
        """Stand in the navigation, and hear of changed passwords and second factors."""
        from django.utils.translation import gettext_lazy as _

        from causeway.hub.base.acting.permissions import Permission
        from causeway.hub.base.organisations.account_changes import watch
        from causeway.hub.base.theme.navigation import Section, SideItem, register_section, register_side_item

        watch()
        register_section(Section(label=_("Organisation"), url_name="organisation", order=900))
        items = (
            (_("About us"), "organisation", None, 10),
            (_("Members"), "members", Permission.MANAGE_MEMBERS, 20),
            (_("Agreements"), "agreements", Permission.MANAGE_AGREEMENTS, 30),
            (_("API credentials"), "credentials", Permission.MANAGE_CREDENTIALS, 40),
            (_("Requests to join"), "joining_requests", Permission.VET_JOINING, 60),
        )
        for label, url_name, permission, order in items:
            needed = frozenset({permission.value}) if permission else frozenset()
            register_side_item(
                "organisation", SideItem(label=label, url_name=url_name, permissions=needed, order=order)
            )
