"""The tab of a case that says whether another force is already there."""

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.road.cases.panels import Panel, PanelContent
from causeway.hub.road.deconfliction.queries.overlaps import of_case


def _load(actor: Actor, case_id: UUID) -> PanelContent:
    if not may(actor, Permission.READ_INTERESTS):
        return PanelContent()
    own, met = of_case(actor.organisation_id, case_id, timezone.now())
    return PanelContent(
        context={
            "case_id": case_id,
            "interests": own,
            "overlaps": met,
            "may_read": True,
            "may_register": may(actor, Permission.REGISTER_INTERESTS),
        },
        count=len(own),
        subjects={view.asking_id: view.label for view in own} | {view.id: view.other for view in met},
    )


INTERESTS_PANEL = Panel(
    code="interests", label=_("Other forces"), template="deconfliction/parts/case_panel.html", load=_load, order=20
)
