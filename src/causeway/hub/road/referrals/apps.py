"""The app that keeps referrals."""

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "causeway.hub.road.referrals"
    label = "referrals"

    def ready(self) -> None:
        """Wake the followers, and tell banks who is a victim."""
        from causeway.hub.road.referrals import followers, victims  # noqa: F401
