"""Closing a case with an outcome for each referral, and opening it again."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from causeway.hub.base.acting.doors import check
from causeway.hub.base.acting.errors import Conflict, Invalid
from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.base.organisations.pages import blame
from causeway.hub.road.cases.commands.close_case import close_case, reopen_case
from causeway.hub.road.cases.forms import CloseForm, ReopenForm
from causeway.hub.road.cases.queries.case_view import CaseView, open_to_read
from causeway.hub.road.cases.untold import untold_lines
from causeway.hub.road.outcomes.forms import OutcomeForm, initial_of


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def close_page(request: MemberRequest, case_id: UUID) -> HttpResponseBase:
    """One outcome a referral, and the reason where no body was told of the child."""
    check(request.actor, Permission.CLOSE_CASE)
    view = open_to_read(request.actor, case_id)
    if view.closed_at:
        return redirect("cases:case", case_id)
    data = request.POST if request.method == "POST" else None
    forms = _outcome_forms(view, data)
    reason = CloseForm(data)
    # Every form is checked, so that all faults show at once.
    valid = [form.is_valid() for form in (*forms.values(), reason)]
    if data is not None and all(valid):
        outcomes = {referral_id: form.outcome() for referral_id, form in forms.items()}
        try:
            close_case(
                request.actor, case_id, outcomes, no_safeguarding_reason=reason.cleaned_data["no_safeguarding_reason"]
            )
        except (Invalid, Conflict) as fault:
            _show(fault, forms, reason)
        else:
            messages.success(request, _("The case is closed. Senders are told what you chose to share."))
            return redirect("cases:case", case_id)
    faulty = any(form.errors for form in (*forms.values(), reason))
    context = {
        "case": view,
        "parts": [{"referral": item, "form": forms[item.told.id]} for item in view.referrals],
        "reason": reason,
        "untold": untold_lines(view.needs_safeguarding),
        "may_tell": may(request.actor, Permission.TELL_SAFEGUARDING),
        "faulty": faulty,
        "all_forms": [*forms.values(), reason],
    }
    return render(request, "cases/close.html", context, status=422 if faulty else 200)


@for_members
@require_POST
def close_as_recorded_page(request: MemberRequest, case_id: UUID) -> HttpResponseBase:
    """Close a case with the outcomes recorded before; where something is still asked for, the closing page asks it."""
    check(request.actor, Permission.CLOSE_CASE)
    view = open_to_read(request.actor, case_id)
    outcomes = {item.told.id: item.outcome.outcome for item in view.referrals if item.outcome}
    try:
        close_case(request.actor, case_id, outcomes)
    except Invalid as fault:
        messages.warning(request, fault.message)
        return redirect("cases:close", case_id)
    except Conflict as fault:
        messages.warning(request, fault.message)
    else:
        messages.success(request, _("The case is closed. Senders are told what you chose to share."))
    return redirect("cases:case", case_id)


def _outcome_forms(view: CaseView, data: object) -> dict[UUID, OutcomeForm]:
    return {
        item.told.id: OutcomeForm(
            data,
            prefix=str(item.told.id),
            about=item.told.reference,
            sender_kind=item.told.referral.sender_kind,
            initial=initial_of(item.outcome.outcome if item.outcome else None),
        )
        for item in view.referrals
    }


def _show(fault: Invalid | Conflict, forms: dict[UUID, OutcomeForm], reason: CloseForm) -> None:
    """A fault of one referral's outcome names it before the dot."""
    named, dot, _field = (fault.field or "").partition(".")
    if dot and UUID(named) in forms:
        blame(forms[UUID(named)], fault, prefix=f"{named}.")
    else:
        blame(reason, fault)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def reopen_page(request: MemberRequest, case_id: UUID) -> HttpResponseBase:
    """Open a closed case again, with a reason."""
    check(request.actor, Permission.CLOSE_CASE)
    form = ReopenForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            reopen_case(request.actor, case_id, form.cleaned_data["reason"])
        except (Invalid, Conflict) as fault:
            blame(form, fault)
        else:
            messages.success(request, _("The case is open again."))
            return redirect("cases:case", case_id)
    view = open_to_read(request.actor, case_id)
    return render(request, "cases/reopen.html", {"case": view, "form": form}, status=422 if form.errors else 200)
