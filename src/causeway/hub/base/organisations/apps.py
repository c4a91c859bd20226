"""The app that holds organisations and their members."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "causeway.hub.base.organisations"
    label = "organisations"
