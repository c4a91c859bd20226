"""Working groups: their list, one group, founding, joining, leaving, closing, and a new topic."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from causeway.hub.base.acting.doors import check
from causeway.hub.base.acting.errors import Conflict, HubError
from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.base.organisations.pages import blame
from causeway.hub.base.vault.bodies import takes_body
from causeway.hub.commons.correspondence.commands.begin_thread import Receiver
from causeway.hub.commons.correspondence.commands.keep_group import (
    add_member,
    begin_topic,
    close_group,
    found_group,
    remove_member,
)
from causeway.hub.commons.correspondence.documents import Offered, forget, seal_documents
from causeway.hub.commons.correspondence.group_forms import GroupForm, MemberForm, TopicForm
from causeway.hub.commons.correspondence.queries.groups import GroupView, groups, open_group_page, possible_members
from causeway.hub.commons.correspondence.views.begin import LONGEST_UPLOAD_BYTES, at_a_field


@for_members
@require_safe
def list_page(request: MemberRequest) -> HttpResponseBase:
    """The groups in which we take part."""
    context = {"lines": groups(request.actor), "may_lead": may(request.actor, Permission.LEAD_GROUPS)}
    return render(request, "correspondence/groups.html", context)


@for_members
@require_safe
def group_page(request: MemberRequest, group_id: UUID) -> HttpResponseBase:
    """One group: its members, topics, meetings and actions."""
    view = open_group_page(request.actor, group_id)
    goes_on = view.closed_at is None and not view.has_left
    context = {
        "view": view,
        "may_write": goes_on and may(request.actor, Permission.WRITE_CORRESPONDENCE),
        "may_lead": goes_on and view.is_led_by_us and may(request.actor, Permission.LEAD_GROUPS),
        "may_leave": goes_on and not view.is_led_by_us and may(request.actor, Permission.LEAD_GROUPS),
        "own_id": request.actor.organisation_id,
        "not_reached": [one.name for one in view.members if one.left_at is None and not one.is_reached],
    }
    return render(request, "correspondence/group.html", context)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def found_page(request: MemberRequest) -> HttpResponseBase:
    """Found a group."""
    listings = possible_members(request.actor)
    form = GroupForm(request.POST if request.method == "POST" else None, listings=listings)
    if request.method == "POST" and form.is_valid():
        try:
            group_id = found_group(request.actor, form.group(), [UUID(each) for each in form.cleaned_data["to"]])
        except HubError as fault:
            blame(form, fault)
        else:
            messages.success(request, _("The group is founded. Its members see it now."))
            return redirect("correspondence:group", group_id)
    context = {"form": form, "listings": listings}
    return render(request, "correspondence/group_found.html", context, status=422 if form.errors else 200)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def member_page(request: MemberRequest, group_id: UUID) -> HttpResponseBase:
    """Bring an organisation in."""
    listings = possible_members(request.actor, not_in=group_id)
    form = MemberForm(request.POST if request.method == "POST" else None, listings=listings)
    if request.method == "POST" and form.is_valid():
        receiver = Receiver(organisation_id=UUID(form.cleaned_data["to"]), addresses=form.people())
        try:
            passed = add_member(request.actor, group_id, receiver)
        except HubError as fault:
            blame(form, fault)
        else:
            said = ngettext(
                "They are in. They can read %(n)d message that was written before.",
                "They are in. They can read %(n)d messages that were written before.",
                passed,
            )
            messages.success(request, said % {"n": passed})
            return redirect("correspondence:group", group_id)
    context = {"form": form, "view": open_group_page(request.actor, group_id), "listings": listings}
    return render(request, "correspondence/group_member.html", context, status=422 if form.errors else 200)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def end_page(request: MemberRequest, group_id: UUID, organisation_id: UUID) -> HttpResponseBase:
    """Leave, or end the part of another, once asked again."""
    check(request.actor, Permission.LEAD_GROUPS)
    view = open_group_page(request.actor, group_id)
    if request.method == "POST":
        try:
            remove_member(request.actor, group_id, organisation_id)
        except Conflict as fault:
            messages.warning(request, fault.message)
        else:
            messages.success(request, _("Done. Nothing new reaches them; what they got they keep."))
        return redirect("correspondence:group", group_id)
    context = {"view": view, "member": _member(view, organisation_id), "own_id": request.actor.organisation_id}
    return render(request, "correspondence/group_end.html", context)


def _member(view: GroupView, organisation_id: UUID) -> str:
    return next((one.name for one in view.members if one.organisation_id == organisation_id), "")


@for_members
@require_POST
def close_page(request: MemberRequest, group_id: UUID) -> HttpResponseBase:
    """Close a group that we lead."""
    close_group(request.actor, group_id)
    messages.success(request, _("Closed. All keep what they got."))
    return redirect("correspondence:group", group_id)


@takes_body(LONGEST_UPLOAD_BYTES)
@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def topic_page(request: MemberRequest, group_id: UUID) -> HttpResponseBase:
    """A new topic."""
    view = open_group_page(request.actor, group_id)
    posted = request.method == "POST"
    form = TopicForm(request.POST if posted else None, request.FILES if posted else None)
    if posted and form.is_valid() and (thread_id := _begun(request, group_id, form)):
        messages.success(request, _("Sent. You see here when they open it."))
        return redirect("correspondence:thread", thread_id)
    context = {"form": form, "view": view}
    return render(request, "correspondence/group_topic.html", context, status=422 if form.errors else 200)


def _begun(request: MemberRequest, group_id: UUID, form: TopicForm) -> UUID | None:
    documents: list[Offered] = []
    try:
        documents = seal_documents(form.cleaned_data["documents"])
        return begin_topic(request.actor, group_id, form.cleaned_data["subject"], form.message(documents))
    except HubError as fault:
        forget(documents)
        blame(form, at_a_field(fault))
        return None
