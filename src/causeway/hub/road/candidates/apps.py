"""The app that keeps candidates."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CandidatesConfig(AppConfig):
    name = "causeway.hub.road.candidates"
    label = "candidates"

    def ready(self) -> None:
        """Stand in the navigation of a service's reviewers."""
        from causeway.hub.base.acting.permissions import Permission
        from causeway.hub.base.theme.navigation import REFERRALS, Section, register_section

        needed = frozenset({Permission.READ_CANDIDATES.value})
        register_section(Section(_("Candidates"), "candidates:desk", needed, order=5, group=REFERRALS))
