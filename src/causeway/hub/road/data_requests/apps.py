"""The app that keeps data requests."""

from django.apps import AppConfig


class DataRequestsConfig(AppConfig):
    name = "causeway.hub.road.data_requests"
    label = "data_requests"
