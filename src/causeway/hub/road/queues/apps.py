"""The app that keeps queues."""

from django.apps import AppConfig


class QueuesConfig(AppConfig):
    name = "causeway.hub.road.queues"
    label = "queues"
