"""The app that keeps surveys."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SurveysConfig(AppConfig):
    name = "causeway.hub.knowledge.surveys"
    label = "surveys"

    def ready(self) -> None:
        """Stand in the navigation of those who ask, write the letters of waves, and tell teachers what officers say."""
        from causeway.hub.base.acting.permissions import Permission
        from causeway.hub.base.notices.commands.send_due import LETTERS
        from causeway.hub.base.theme.navigation import FIGURES, Section, SideItem, register_section, register_side_item
        from causeway.hub.knowledge.surveys.commands.letters import (
            INVITATION,
            REMINDER,
            invitation_letter,
            reminder_letter,
        )
        from causeway.hub.knowledge.surveys.told_of_training import told_of_training
        from causeway.hub.knowledge.training.queries.quality import register_figure

        register_figure("survey", told_of_training)
        LETTERS[INVITATION] = invitation_letter
        LETTERS[REMINDER] = reminder_letter
        needed = frozenset({Permission.READ_SURVEY.value})
        register_section(
            Section(label=_("Surveys"), url_name="surveys:waves", permissions=needed, order=80, group=FIGURES)
        )
        for label, url_name, order in (
            (_("Waves"), "surveys:waves", 10),
            (_("Instruments"), "surveys:instruments", 20),
            (_("Reports"), "survey_reports:list", 30),
            (_("Words to code"), "survey_reports:words", 40),
        ):
            item = SideItem(label=label, url_name=url_name, permissions=needed, order=order)
            register_side_item("surveys:waves", item)
