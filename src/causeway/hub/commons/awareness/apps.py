"""The app that keeps awareness work."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AwarenessConfig(AppConfig):
    name = "causeway.hub.commons.awareness"
    label = "awareness"

    def ready(self) -> None:
        """Stand in the navigation and on start pages."""
        from causeway.hub.base.acting.permissions import Permission
        from causeway.hub.base.theme.navigation import PARTNERS, Section, SideItem, register_section, register_side_item
        from causeway.hub.commons.awareness import panels

        everybody = frozenset({Permission.READ_AWARENESS.value})
        section = Section(
            label=_("Awareness"), url_name="awareness:bulletins", permissions=everybody, order=70, group=PARTNERS
        )
        register_section(section)
        asking = frozenset({Permission.ASK_FOR_HELP.value, Permission.GIVE_HELP.value})
        for order, (label, name, needed) in enumerate(
            (
                (_("Bulletins"), "awareness:bulletins", everybody),
                (_("Questions from readers"), "awareness:questions", frozenset({Permission.ISSUE_BULLETIN.value})),
                (_("Material"), "awareness:materials", everybody),
                (pgettext_lazy("awareness", "Sessions"), "awareness:sessions", everybody),
                (_("Asking for help"), "awareness:help", asking),
            )
        ):
            register_side_item(
                "awareness:bulletins", SideItem(label=label, url_name=name, permissions=needed, order=order)
            )
        panels.register()
