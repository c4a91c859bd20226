"""Appeals of account holders: the list, the form that a member fills in, and the page on which one is answered."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from causeway.hub.base.acting.doors import check
from causeway.hub.base.acting.errors import Conflict, Invalid, NotPermitted
from causeway.hub.base.acting.pages import MemberRequest, for_members, page_number
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.base.organisations.pages import blame
from causeway.hub.base.theme.components import Row
from causeway.hub.road.candidates.appeal_forms import AnswerForm, AppealForm
from causeway.hub.road.candidates.commands.answer_appeal import answer_appeal, take_appeal
from causeway.hub.road.candidates.commands.receive_appeal import receive_appeal
from causeway.hub.road.candidates.queries.appeals import (
    APPEALS_A_PAGE,
    AppealLine,
    AppealView,
    appeals_page,
    open_account_appeal,
)
from causeway.hub.road.candidates.queries.candidate_fact import candidate_fact
from causeway.hub.road.candidates.words import (
    CORRECTION_NAMES,
    DECIDED_NAMES,
    DECISION_COLOURS,
    MEASURE_NAMES,
    OUTCOME_COLOURS,
    OUTCOME_NAMES,
)


@for_members
@require_safe
def appeals_list_page(request: MemberRequest) -> HttpResponseBase:
    """Those that wait for an answer; or with `?answered` those that have one."""
    are_open, number = "answered" not in request.GET, page_number(request)
    found = appeals_page(request.actor, are_open=are_open, page=number)
    context = {
        "rows": [appeal_row(line) for line in found.lines],
        "are_open": are_open,
        "open_count": found.open_count,
        "is_alone": found.is_alone,
        "may_invite": may(request.actor, Permission.MANAGE_MEMBERS),
        "page": Paginator(range(found.total), APPEALS_A_PAGE).get_page(number),
    }
    return render(request, "candidates/appeals.html", context)


def appeal_row(line: AppealLine) -> dict[str, Any]:
    """A line with its words."""
    return {
        "line": line,
        "measure": MEASURE_NAMES[line.measure],
        "outcome": OUTCOME_NAMES[line.outcome] if line.outcome else "",
        "colour": OUTCOME_COLOURS[line.outcome] if line.outcome else "",
    }


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def appeal_form_page(request: MemberRequest, candidate_id: UUID) -> HttpResponseBase:
    """A member fills in what an account's holder says."""
    check(request.actor, Permission.SEND_CANDIDATE)
    form = AppealForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            received = receive_appeal(request.actor, candidate_id, form.appeal())
        except Invalid as fault:
            blame(form, fault)
        except Conflict as fault:
            messages.warning(request, fault.message)
            return redirect("candidates:candidate", candidate_id)
        else:
            messages.success(request, _("The appeal %(reference)s is kept.") % {"reference": received.reference})
            return redirect("candidates:appeal", received.id)
    context = {
        "fact": candidate_fact(request.actor, candidate_id),
        "form": form,
        "title": _("An appeal of the account’s holder"),
        "intro": _(
            "Somebody at this desk who did not decide on the candidate answers it, with reasons, in a set time."
        ),
        "button": _("Keep the appeal"),
    }
    return render(request, "candidates/act.html", context, status=422 if form.errors else 200)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def appeal_page(request: MemberRequest, appeal_id: UUID) -> HttpResponseBase:
    """One appeal. A POST is the answer of whoever holds it."""
    view = open_account_appeal(request.actor, appeal_id)
    form: AnswerForm | None = None
    if view.line.is_mine:
        given = request.POST if request.method == "POST" else None
        form = AnswerForm(given, decision=view.decision, has_referral=view.has_referral)
    if request.method == "POST":
        if form is None:
            messages.warning(request, _("You do not work on this appeal. Take it on first."))
            return redirect("candidates:appeal", appeal_id)
        if form.is_valid() and _answered(request, appeal_id, form):
            return redirect("candidates:appeal", appeal_id)
    context = {**_context(view, form), "may_invite": may(request.actor, Permission.MANAGE_MEMBERS)}
    return render(request, "candidates/appeal.html", context, status=422 if form and form.errors else 200)


def _answered(request: MemberRequest, appeal_id: UUID, form: AnswerForm) -> bool:
    try:
        answer_appeal(request.actor, appeal_id, form.answer())
    except Invalid as fault:
        blame(form, fault)
        return False
    except (Conflict, NotPermitted) as fault:
        messages.warning(request, fault.message)
        return True
    messages.success(request, _("The appeal is answered. Your service tells the account’s holder your reasons."))
    return True


def _context(view: AppealView, form: AnswerForm | None) -> dict[str, Any]:
    return {
        "view": view,
        "form": form,
        "row": appeal_row(view.line),
        "facts": [
            Row(_("What your service did"), MEASURE_NAMES[view.line.measure]),
            Row(_("Appealed"), view.made_at),
            Row(_("Received"), view.line.received_at),
            Row(_("Your own reference"), view.service_reference or None),
        ],
        "judgements": [
            {"one": one, "decision": DECIDED_NAMES[one.decision], "colour": DECISION_COLOURS[one.decision]}
            for one in view.judgements
        ],
        "corrected_to": CORRECTION_NAMES[view.corrected_to] if view.corrected_to else "",
    }


@for_members
@require_POST
def take_appeal_page(request: MemberRequest, appeal_id: UUID) -> HttpResponseBase:
    """Take it on."""
    try:
        take_appeal(request.actor, appeal_id)
    except (Conflict, NotPermitted) as fault:
        messages.warning(request, fault.message)
    return redirect("candidates:appeal", appeal_id)
