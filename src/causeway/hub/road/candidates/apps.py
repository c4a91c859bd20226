"""The app that keeps candidates."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CandidatesConfig(AppConfig):
    name = "causeway.hub.road.candidates"
    label = "candidates"

    def ready(self) -> None:
        """Follow the ledger, and stand in the navigation of a service's reviewers, and of those who tell them."""
        from causeway.hub.base.acting.permissions import Permission
        from causeway.hub.base.theme.navigation import REFERRALS, Section, register_section
        from causeway.hub.road.candidates import followers, signal_followers  # noqa: F401

        needed = frozenset({Permission.READ_CANDIDATES.value})
        register_section(Section(_("Candidates"), "candidates:desk", needed, order=5, group=REFERRALS))
        senders = frozenset({Permission.SEND_CANDIDATE.value})
        register_section(Section(_("Put up a candidate"), "candidates:report", senders, order=22, group=REFERRALS))
