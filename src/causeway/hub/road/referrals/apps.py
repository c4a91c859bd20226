"""The app that keeps referrals."""

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "causeway.hub.road.referrals"
    label = "referrals"

    def ready(self) -> None:
        """Wake the followers, and tell banks who is a child."""
        from causeway.hub.road.referrals import child_followers, children, followers  # noqa: F401
