"""The app that keeps intake."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IntakeConfig(AppConfig):
    name = "causeway.hub.road.intake"
    label = "intake"

    def ready(self) -> None:
        """Keep the keys of banks' requests too, and put the form and the list of what was sent into the navigation of
        those who send.
        """
        from causeway.hub.base.acting.permissions import Permission
        from causeway.hub.base.theme.navigation import REFERRALS, Section, register_section
        from causeway.hub.road.intake import bank_repeats  # noqa: F401

        senders = frozenset({Permission.SEND_REFERRAL.value})
        register_section(Section(_("Make a referral"), "intake_drafts", senders, order=20, group=REFERRALS))
        register_section(Section(_("Sent referrals"), "sent_referrals", senders, order=21, group=REFERRALS))
