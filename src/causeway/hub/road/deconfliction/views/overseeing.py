"""The oversight body's page: who registered how much, and what was unusual. A force's supervisor sees its own."""

from datetime import timedelta

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.road.deconfliction.limits import LOOK_BACK, PER_MEMBER, PER_ORGANISATION
from causeway.hub.road.deconfliction.queries.overseeing import Use, overseen
from causeway.hub.road.deconfliction.words import PATTERN_NAMES, Way
from causeway.vocabulary.organisations import OrganisationKind

_PERIODS = {"1": timedelta(days=1), "7": timedelta(days=7), "30": LOOK_BACK, "365": timedelta(days=365)}


@for_members
@require_safe
def oversight_page(request: MemberRequest) -> HttpResponseBase:
    """The figures of a period."""
    chosen = request.GET.get("days", "30")
    period = _PERIODS.get(chosen, LOOK_BACK)
    found = overseen(request.actor, since=timezone.now() - period)
    context = {
        "lines": [_line(use) for use in found.uses],
        "unusual": [(PATTERN_NAMES[one.pattern], one) for one in found.unusual],
        "periods": [(days, str(days) == str(period.days)) for days in _PERIODS],
        "is_oversight": request.actor.organisation_kind is OrganisationKind.OVERSIGHT,
        "per_member": PER_MEMBER,
        "per_organisation": PER_ORGANISATION,
    }
    return render(request, "deconfliction/oversight.html", context)


def _line(use: Use) -> dict[str, object]:
    return {
        "use": use,
        "by_hub": use.by_way[Way.CASE] + use.by_way[Way.TYPED],
        "by_program": use.by_way[Way.PROGRAM],
    }
