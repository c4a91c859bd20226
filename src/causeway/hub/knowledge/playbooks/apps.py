"""The app that keeps playbooks."""

from django.apps import AppConfig


class PlaybooksConfig(AppConfig):
    name = "causeway.hub.knowledge.playbooks"
    label = "playbooks"
