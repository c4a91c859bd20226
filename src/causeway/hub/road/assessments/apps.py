"""The app that keeps assessments."""

from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "causeway.hub.road.assessments"
    label = "assessments"

    def ready(self) -> None:
        """Say where a child may be in danger now, so that no rule of training holds anything up."""
        from causeway.hub.knowledge.training.held_acts import register_urgency
        from causeway.hub.road.assessments.queries.standing import is_imminent

        register_urgency(is_imminent)
