"""Pages of policies of priority: what is in force, what is proposed, what it would do, and putting it live."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from causeway.hub.base.acting.doors import check
from causeway.hub.base.acting.errors import Conflict, Invalid
from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.base.organisations.pages import blame
from causeway.hub.base.theme.downloads import download
from causeway.hub.road.assessments.commands.policies import compare_anew, go_back, propose_policy, put_policy_live
from causeway.hub.road.assessments.queries.policies import PolicyView, open_policy, policy_shelf
from causeway.hub.road.queues.policies.forms import GoBackForm, ProposeForm, PutLiveForm
from causeway.hub.road.queues.policies.shown import comparison_shown
from causeway.triage import shipped_priority_policy

_TOML = "application/toml"


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def policies_page(request: MemberRequest) -> HttpResponseBase:
    """What is in force and what is proposed; propose another."""
    check(request.actor, Permission.PROPOSE_POLICY)
    form = ProposeForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            policy_id = propose_policy(request.actor, form.cleaned_data["file"], note=form.cleaned_data["note"])
        except (Invalid, Conflict) as fault:
            blame(form, fault)
        else:
            messages.success(request, _("It is proposed. What it would do on past referrals is being found out."))
            return redirect("queues:policy", policy_id)
    return _shelf(request, form, GoBackForm())


@for_members
@require_POST
def go_back_page(request: MemberRequest) -> HttpResponseBase:
    """Judge again by the policy of before."""
    form = GoBackForm(request.POST)
    if form.is_valid():
        try:
            go_back(request.actor, reason=form.cleaned_data["reason"])
        except (Invalid, Conflict) as fault:
            blame(form, fault)
        else:
            messages.success(request, _("The policy of before is in force again. What waits is judged anew."))
            return redirect("queues:policies")
    return _shelf(request, ProposeForm(), form)


def _shelf(request: MemberRequest, propose: ProposeForm, back: GoBackForm) -> HttpResponseBase:
    shelf = policy_shelf(request.actor)
    context = {
        "shelf": shelf,
        "propose": propose,
        "back": back,
        "may_put_live": may(request.actor, Permission.PUT_POLICY_LIVE),
    }
    return render(request, "queues/policies.html", context, status=422 if propose.errors or back.errors else 200)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def policy_page(request: MemberRequest, policy_id: UUID) -> HttpResponseBase:
    """What a policy would do, and putting it live."""
    found = open_policy(request.actor, policy_id)
    outcomes = (found.comparison or {}).get("outcomes")
    form = PutLiveForm(
        request.POST if request.method == "POST" else None,
        lowers_recall=outcomes["lowers_recall"] if outcomes else False,
    )
    if request.method == "POST" and form.is_valid():
        try:
            put_policy_live(
                request.actor,
                policy_id,
                live_from=_beginning(form.cleaned_data["live_from"], request.actor.zone),
                reason=form.cleaned_data["reason"],
                recall_reason=form.cleaned_data.get("recall_reason", ""),
            )
        except (Invalid, Conflict) as fault:
            blame(form, fault)
        else:
            messages.success(request, _("It is decided. What waits is judged anew once the policy is in force."))
            return redirect("queues:policies")
    return render(request, "queues/policy.html", _context(request, found, form), status=422 if form.errors else 200)


def _context(request: MemberRequest, found: PolicyView, form: PutLiveForm) -> dict[str, Any]:
    return {
        "found": found,
        "form": form,
        "shown": comparison_shown(request.actor, found.comparison) if found.comparison else None,
        "is_own": found.proposed_by_id == request.actor.member_id,
        "is_live": policy_shelf(request.actor).policy_id == found.id,
        "may_put_live": may(request.actor, Permission.PUT_POLICY_LIVE),
    }


def _beginning(day: date | None, zone: str) -> datetime | None:
    return datetime.combine(day, time(), ZoneInfo(zone)) if day else None


@for_members
@require_POST
def compare_again(request: MemberRequest, policy_id: UUID) -> HttpResponseBase:
    """Compare once more."""
    compare_anew(request.actor, policy_id)
    return redirect("queues:policy", policy_id)


@for_members
@require_safe
def policy_file(request: MemberRequest, policy_id: UUID) -> HttpResponseBase:
    """The policy as TOML."""
    found = open_policy(request.actor, policy_id)
    return download(f"priority-{found.version}.toml", found.text, _TOML)


@for_members
@require_safe
def shipped_file(request: MemberRequest) -> HttpResponseBase:
    """The policy that ships as TOML, to begin one with."""
    check(request.actor, Permission.PROPOSE_POLICY)
    return download("priority.toml", shipped_priority_policy(), _TOML)
