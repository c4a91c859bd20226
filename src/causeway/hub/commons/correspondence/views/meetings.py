"""Meetings of a working group: calling one, its minutes, and actions that are done."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from causeway.hub.base.acting.errors import Conflict, HubError
from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.base.organisations.pages import blame
from causeway.hub.commons.correspondence.commands.meet import call_meeting, finish_action, write_minutes
from causeway.hub.commons.correspondence.group_forms import MeetingForm, MinutesForm
from causeway.hub.commons.correspondence.queries.groups import open_group_page


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def call_page(request: MemberRequest, group_id: UUID) -> HttpResponseBase:
    """Call a meeting."""
    view = open_group_page(request.actor, group_id)
    form = MeetingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            meeting_id = call_meeting(request.actor, group_id, form.meeting())
        except HubError as fault:
            blame(form, fault)
        else:
            messages.success(request, _("Called. The members see it now."))
            return redirect("correspondence:meeting", group_id, meeting_id)
    context = {"form": form, "view": view}
    return render(request, "correspondence/meeting_call.html", context, status=422 if form.errors else 200)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_page(request: MemberRequest, group_id: UUID, meeting_id: UUID) -> HttpResponseBase:
    """A meeting, and its minutes. A POST adds minutes."""
    view = open_group_page(request.actor, group_id)
    meeting = next((each for each in view.meetings if each.id == meeting_id), None)
    if meeting is None:
        raise Http404(_("There is no such meeting."))
    form = MinutesForm(request.POST if request.method == "POST" else None, members=view.members)
    if request.method == "POST" and form.is_valid():
        try:
            write_minutes(request.actor, meeting_id, form.cleaned_data["text"], form.actions())
        except HubError as fault:
            blame(form, fault)
        else:
            messages.success(request, _("The minutes are added."))
            return redirect("correspondence:meeting", group_id, meeting_id)
    goes_on = view.closed_at is None and not view.has_left
    context = {
        "form": form,
        "view": view,
        "meeting": meeting,
        "may_write": goes_on and may(request.actor, Permission.WRITE_CORRESPONDENCE),
    }
    return render(request, "correspondence/meeting.html", context, status=422 if form.errors else 200)


@for_members
@require_POST
def done_page(request: MemberRequest, group_id: UUID, action_id: UUID) -> HttpResponseBase:
    """Say that what we took on is done."""
    try:
        finish_action(request.actor, action_id)
    except Conflict as fault:
        messages.warning(request, fault.message)
    else:
        messages.success(request, _("Done. The others see it."))
    return redirect("correspondence:group", group_id)
