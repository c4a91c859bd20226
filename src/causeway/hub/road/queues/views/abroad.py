"""Referrals for other countries: which wait for a central desk, and which are handed over by hand."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from causeway.hub.base.acting.doors import check
from causeway.hub.base.acting.errors import HubError, Invalid
from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.base.organisations.pages import blame
from causeway.hub.base.theme.said import said_country
from causeway.hub.road.queues.commands.send_waiting import send_waiting
from causeway.hub.road.queues.outside_forms import SendWaitingForm
from causeway.hub.road.queues.queries.abroad import SHOWN, by_hand, countries_waiting, lines_for


@for_members
@require_safe
def abroad_page(request: MemberRequest) -> HttpResponseBase:
    """The page."""
    found = countries_waiting(request.actor)
    context = {
        "countries": [{"waits": each, "name": said_country(each.country)} for each in found],
        "by_hand": [{"line": each, "country": said_country(each.outside.country)} for each in by_hand(request.actor)],
        "may_keep": may(request.actor, Permission.KEEP_CENTRAL_DESKS),
    }
    return render(request, "queues/abroad.html", context)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def send_waiting_page(request: MemberRequest, country: str, central_desk_id: UUID) -> HttpResponseBase:
    """Which wait for one country; those that stay ticked are sent to one of its central desks."""
    check(request.actor, Permission.CHANGE_ROUTE)
    waits = next((each for each in countries_waiting(request.actor) if each.country == country), None)
    desk = next((each for each in waits.desks if each.id == central_desk_id), None) if waits else None
    if waits is None or desk is None:
        raise Http404(_("Nothing waits for this central desk."))
    lines = lines_for(request.actor, country)
    form = SendWaitingForm(request.POST if request.method == "POST" else None)
    kept = set(request.POST.getlist("referral"))
    ticked = {line.referral_id for line in lines if request.method != "POST" or str(line.referral_id) in kept}
    if request.method == "POST" and form.is_valid():
        try:
            if not ticked:
                raise Invalid(_("Tick at least one referral."))
            sent = send_waiting(request.actor, central_desk_id, sorted(ticked), form.cleaned_data["reason"])
        except HubError as fault:
            blame(form, fault)
        else:
            words = ngettext("%(n)d referral was sent to %(name)s.", "%(n)d referrals were sent to %(name)s.", sent)
            messages.success(request, words % {"n": sent, "name": desk.name})
            return redirect("queues:abroad")
    context = {"form": form, "lines": lines, "ticked": ticked, "desk": desk, "waits": waits, "most": SHOWN}
    context["country"] = said_country(country)
    return render(request, "queues/send_waiting.html", context, status=422 if form.errors else 200)
