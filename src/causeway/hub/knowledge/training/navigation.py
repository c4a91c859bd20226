"""Where training stands in the navigation: one section, and at its side what each may do there."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.theme.navigation import PRACTICE, Section, SideItem, register_section, register_side_item

SECTION = "training:mine"
_LEARN, _TEAM, _WRITE = _("Learn"), _("My team"), _("Modules")
_ITEMS: tuple[tuple[Promise, str, Permission, Promise], ...] = (
    (_("My training"), "training:mine", Permission.LEARN, _LEARN),
    (_("All modules"), "training:library", Permission.LEARN, _LEARN),
    (_("My certificates"), "training:certificates", Permission.LEARN, _LEARN),
    (_("Sign as mentor"), "training:to_sign", Permission.LEARN, _LEARN),
    (_("Who holds what"), "training:team", Permission.SEE_TEAM_TRAINING, _TEAM),
    (_("Certificates to confirm"), "training:to_confirm", Permission.CONFIRM_CERTIFICATES, _TEAM),
    (_("Overrides"), "training:overrides", Permission.REVIEW_OVERRIDES, _TEAM),
    (_("Rules at tasks"), "training:rules", Permission.MANAGE_TRAINING, _TEAM),
    (_("Paths by role"), "training:paths", Permission.MANAGE_TRAINING, _TEAM),
    (_("Forces"), "training:forces", Permission.COMPARE_FORCES, _TEAM),
    (_("Write and review"), "training:writing", Permission.MANAGE_TRAINING, _WRITE),
    (_("How well they teach"), "training:qualities", Permission.READ_TEST_ANSWERS, _WRITE),
)


def register_navigation() -> None:
    """Register the section and its side items."""
    needed = frozenset({Permission.LEARN.value})
    register_section(Section(label=_("Training"), url_name=SECTION, permissions=needed, order=65, group=PRACTICE))
    for place, (label, name, permission, group) in enumerate(_ITEMS):
        item = SideItem(
            label=label, url_name=name, permissions=frozenset({permission.value}), group=group, order=10 + place
        )
        register_side_item(SECTION, item)
