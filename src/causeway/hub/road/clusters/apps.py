"""The app that keeps clusters."""

from django.apps import AppConfig


class ClustersConfig(AppConfig):
    name = "causeway.hub.road.clusters"
    label = "clusters"
