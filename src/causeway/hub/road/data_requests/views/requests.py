"""Asking a service, and the service's own pages."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from causeway.hub.base.acting.errors import Conflict, Invalid, NotAgreed
from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.base.clocks.words import term_in_words
from causeway.hub.base.organisations.pages import blame
from causeway.hub.base.theme.components import Row
from causeway.hub.knowledge.training.held_acts import HeldAct
from causeway.hub.road.cases.views.holding import at_work
from causeway.hub.road.data_requests.commands.answer_data_request import answer_data_request, open_data_request
from causeway.hub.road.data_requests.commands.make_data_request import make_data_request
from causeway.hub.road.data_requests.commands.pause_request import pause_data_request, resume_data_request
from causeway.hub.road.data_requests.forms import AnswerForm, DataRequestForm
from causeway.hub.road.data_requests.queries.requests import (
    RequestView,
    request_made,
    request_proposal,
    requests_received,
)
from causeway.hub.road.data_requests.views.acting import act_on_request
from causeway.hub.road.data_requests.words import ANSWER_NAMES, KIND_NAMES, RequestKind
from causeway.hub.road.evidence.queries.held import standing_at_act
from causeway.hub.road.queues.forms import PauseForm


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def new_page(request: MemberRequest, referral_id: UUID) -> HttpResponseBase:
    """Ask a service about a referral; the form begins with the accounts that it names. Where a colleague works on it,
    the page says so before anything is asked.
    """
    proposal = request_proposal(request.actor, referral_id)
    initial = {
        "kind": RequestKind.PRESERVE.value,
        "service_id": str(proposal.services[0][0]) if proposal.services else None,
        "identifiers": "\n".join(proposal.identifiers),
        "contact": proposal.contact,
        "do_not_alert_until": proposal.do_not_alert_until,
    }
    form = DataRequestForm(request.POST if request.method == "POST" else None, proposal=proposal, initial=initial)
    held = at_work(request, referral_id)
    if request.method == "POST" and form.is_valid() and held.lets(request, form):
        try:
            request_id = make_data_request(request.actor, referral_id, form.request())
        except (Invalid, Conflict, NotAgreed) as fault:
            blame(form, fault)
        else:
            messages.success(request, _("The service is asked, and its clock runs."))
            return redirect("data_requests:request", request_id)
    context = {
        "form": form,
        "proposal": proposal,
        "held": held,
        "acknowledge_within": term_in_words(proposal.acknowledge_within),
        "answer_within": term_in_words(proposal.answer_within),
        "training": standing_at_act(request.actor, HeldAct.ASK_SERVICE, referral_id),
        "may_override": may(request.actor, Permission.OVERRIDE_SKILL),
    }
    return render(request, "data_requests/new.html", context, status=422 if form.errors else 200)


@for_members
@require_safe
def received_page(request: MemberRequest) -> HttpResponseBase:
    """What the service was asked."""
    views, now = requests_received(request.actor), timezone.now()
    context = {
        "waiting": [_line(view) for view in views if not view.is_over],
        "over": [_line(view) for view in views if view.is_over],
        "late": [view for view in views if not view.is_over and view.is_late(now)],
        "now": now,
    }
    return render(request, "data_requests/received.html", context)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def request_page(request: MemberRequest, request_id: UUID) -> HttpResponseBase:
    """One request: for the service with the form to answer it, for the force to read."""
    is_service = may(request.actor, Permission.ANSWER_DATA_REQUEST)
    view = (open_data_request if is_service else request_made)(request.actor, request_id)
    form = AnswerForm(request.POST if request.method == "POST" else None, view=view)
    if request.method == "POST" and is_service and form.is_valid():
        try:
            answer_data_request(request.actor, request_id, form.answer(request.POST.get("asked_at", "")))
        except (Invalid, Conflict) as fault:
            blame(form, fault)
        else:
            messages.success(request, _("Thank you. The force sees your answer."))
            return redirect("data_requests:request", request_id)
    context = {
        "view": view,
        "form": form,
        "is_service": is_service,
        "kind_name": KIND_NAMES[view.kind],
        "rows": _rows(view),
        "may_pause": not is_service and view.kind is RequestKind.QUESTION and view.met_at is None,
        "may_let_go": not is_service and view.kind is RequestKind.PRESERVE and view.released_at is None,
        "answers": [(ANSWER_NAMES[answer.kind], answer) for answer in view.answers],
    }
    return render(request, "data_requests/request.html", context, status=422 if form.errors else 200)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def pause_page(request: MemberRequest, request_id: UUID) -> HttpResponseBase:
    """Let its clock stand, with the reason."""
    view = request_made(request.actor, request_id)
    if request.method != "POST" and view.is_paused:
        messages.warning(request, _("The clock stands."))
        return redirect("data_requests:request", request_id)
    form = PauseForm(request.POST if request.method == "POST" else None)
    return act_on_request(
        request,
        view,
        form,
        lambda: pause_data_request(request.actor, request_id, form.cleaned_data["reason"]),
        template="data_requests/pause.html",
        done=_("The clock stands."),
    )


@for_members
@require_POST
def resume_page(request: MemberRequest, request_id: UUID) -> HttpResponseBase:
    """Let it run on."""
    try:
        resume_data_request(request.actor, request_id)
    except Conflict as fault:
        messages.warning(request, fault.message)
    else:
        messages.success(request, _("The clock runs on."))
    return redirect("data_requests:request", request_id)


def _line(view: RequestView) -> dict[str, object]:
    return {"view": view, "kind": KIND_NAMES[view.kind]}


def _rows(view: RequestView) -> list[Row]:
    # A day that nobody set is no permission: a subject who is warned can harm a child or destroy proof.
    unset = _("No day was set: ask the force before you tell anybody")
    until = date_format(view.do_not_alert_until, "SHORT_DATE_FORMAT") if view.do_not_alert_until else unset
    rows = [
        Row(_("Accounts"), "\n".join(view.identifiers)),
        Row(_("What exactly"), view.text or _("Everything of these accounts")),
        Row(_("Power"), view.legal_basis),
        Row(_("Asked by"), view.force),
        Row(_("Whom to ask"), view.contact),
        Row(_("Do not alert the subject until"), until),
    ]
    if view.released_at:
        return [*rows, Row(_("No longer needed since"), view.released_at)]
    if not view.preserve_until:
        return rows
    if view.sure_until and view.sure_until < view.preserve_until:
        sure = Row(_("Preserved until"), view.sure_until)
        return [*rows, sure, Row(_("Asked to preserve until, not confirmed"), view.preserve_until)]
    return [*rows, Row(_("Preserve until"), view.preserve_until)]
