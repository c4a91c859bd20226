"""The app that keeps cases."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from causeway.hub.base.theme.navigation import REFERRALS, Section, register_section


class CasesConfig(AppConfig):
    name = "causeway.hub.road.cases"
    label = "cases"

    def ready(self) -> None:
        """Wake the followers, stand in packages and in the navigation, and say which cases can be closed."""
        from causeway.hub.knowledge.training.held_acts import register_urgency
        from causeway.hub.knowledge.training.queries.quality import register_figure
        from causeway.hub.road.cases import followers  # noqa: F401
        from causeway.hub.road.cases.package import case_chapter, safeguarding_chapter
        from causeway.hub.road.cases.queries.finished import closable
        from causeway.hub.road.cases.skill_at_work import skill_at_work
        from causeway.hub.road.cases.skilled import is_urgent_case
        from causeway.hub.road.outcomes.finished import offers_to_close
        from causeway.hub.road.queues.packages.chapters import register_package_source

        register_figure("practice", skill_at_work)
        register_urgency(is_urgent_case)
        register_package_source("case", case_chapter, order=10)
        register_package_source("safeguarding", safeguarding_chapter, order=20)

        offers_to_close(closable)
        register_section(
            Section(
                label=_("Cases"),
                url_name="cases:list",
                permissions=frozenset({"cases.read"}),
                order=30,
                group=REFERRALS,
                further=("/packages/case/",),
            )
        )
        register_section(
            Section(
                label=_("Safeguarding"),
                url_name="safeguarding:list",
                permissions=frozenset({"safeguarding.acknowledge", "safeguarding.tell"}),
                order=40,
                group=REFERRALS,
            )
        )
