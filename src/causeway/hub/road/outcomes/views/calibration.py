"""The page that shows how well priority did."""

from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.road.outcomes import calibration_shown as shown
from causeway.hub.road.outcomes.queries.calibration import calibration


@for_members
@require_safe
def calibration_page(request: MemberRequest) -> HttpResponseBase:
    """Reliability, order, drift, agreement, and the bands by groups of senders."""
    found = calibration(request.actor)
    context = {
        "found": found,
        "reliability": shown.reliability_rows(found),
        "reliability_plot": shown.reliability_plot(found),
        "ranks": shown.rank_rows(found),
        "drift": shown.drift_rows(found),
        "drift_plot": shown.drift_plot(found),
        "groups": shown.group_tables(found),
        "bands": shown.band_names(),
    }
    return render(request, "outcomes/calibration.html", context)
