"""The app that keeps evidence."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "causeway.hub.road.evidence"
    label = "evidence"
