"""The app that keeps referrals."""

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "causeway.hub.road.referrals"
    label = "referrals"
