"""The app that keeps assessments."""

from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "causeway.hub.road.assessments"
    label = "assessments"
