"""All alerts that nobody has answered."""

from django.core.paginator import Paginator
from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from causeway.hub.base.acting.pages import MemberRequest, for_members, page_number
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.road.queues.queries.alerts import ALERTS_A_PAGE, open_alerts


@for_members
@require_safe
def alerts_page(request: MemberRequest) -> HttpResponseBase:
    """The page. One that lies past the end, because somebody answered meanwhile, is the last that there is."""
    number = page_number(request)
    found = open_alerts(request.actor, most=ALERTS_A_PAGE, page=number)
    page = Paginator(range(found.total), ALERTS_A_PAGE).get_page(number)
    if page.number != number:
        found = open_alerts(request.actor, most=ALERTS_A_PAGE, page=page.number)
    context = {"found": found, "page": page, "may_acknowledge": may(request.actor, Permission.ACKNOWLEDGE_ALERT)}
    return render(request, "queues/alerts.html", context)
