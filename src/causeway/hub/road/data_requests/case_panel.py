"""The tab of a case that shows what services were asked."""

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.road.cases.panels import Panel, PanelContent
from causeway.hub.road.cases.queries.finding import referrals_of
from causeway.hub.road.data_requests.queries.requests import requests_about
from causeway.hub.road.data_requests.standing import state_name
from causeway.hub.road.data_requests.words import KIND_NAMES


def _load(actor: Actor, case_id: UUID) -> PanelContent:
    referral_ids = referrals_of(case_id)
    views, now = requests_about(referral_ids, force_id=actor.organisation_id), timezone.now()
    late = {view.id for view in views if view.is_late(now)}
    lines = [
        {
            "view": view,
            "kind": KIND_NAMES[view.kind],
            "state": state_name(view, now),
            "last": view.answers[-1].text if view.answers else "",
        }
        for view in views
    ]
    return PanelContent(
        context={"lines": lines, "late": late, "referral_ids": referral_ids},
        count=len(views),
        needs_attention=len(late),
        subjects={view.id: f"{view.reference}, {view.service}" for view in views},
    )


REQUESTS_PANEL = Panel(
    code="requests", label=_("Requests"), template="data_requests/parts/case_panel.html", load=_load, order=10
)
