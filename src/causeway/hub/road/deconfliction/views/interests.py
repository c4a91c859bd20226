"""The organisation's own interests, and what is done with one."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import check
from causeway.hub.base.acting.errors import Conflict, Invalid
from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.base.theme.components import Row
from causeway.hub.road.deconfliction.commands.change import (
    agree_to_be_named,
    open_interest,
    renew_interest,
    withdraw_interest,
)
from causeway.hub.road.deconfliction.evaluator import EvaluatorFails, current_epoch, is_brought_along
from causeway.hub.road.deconfliction.forms import RenewForm
from causeway.hub.road.deconfliction.queries.interests import (
    InterestView,
    Standing,
    interest,
    interests,
    under_older_keys,
)
from causeway.hub.road.deconfliction.queries.overlaps import overlaps, silent_meetings
from causeway.hub.road.deconfliction.views.paging import page_shown
from causeway.hub.road.deconfliction.words import KIND_NAMES

_MET_LAST = 10
_NAMED = 20


@for_members
@require_safe
def list_page(request: MemberRequest) -> HttpResponseBase:
    """All of them, and what they met last."""
    now = timezone.now()
    shown = page_shown(
        request,
        lambda after, part, most: interests(
            request.actor, now=now, after=after, after_standing=Standing(part) if part else None, limit=most
        ),
        part_of=lambda one: one.standing,
    )
    old, under_old = _under_old_keys(request.actor, now) if shown.is_first else ([], 0)
    context = {
        "live": [view for view in shown.items if view.standing is Standing.LIVE],
        "over": [view for view in shown.items if view.standing is not Standing.LIVE],
        "overlaps": overlaps(request.actor, now=now, limit=_MET_LAST) if shown.is_first else [],
        "silent": silent_meetings(request.actor, now=now, limit=_MET_LAST) if shown.is_first else [],
        "old": old,
        "under_old": under_old,
        "is_first": shown.is_first,
        "following": shown.following,
        "is_brought_along": is_brought_along(),
        "may_register": may(request.actor, Permission.REGISTER_INTERESTS),
    }
    return render(request, "deconfliction/interests.html", context)


@for_members
@require_safe
def interest_page(request: MemberRequest, interest_id: UUID) -> HttpResponseBase:
    """One of them."""
    now = timezone.now()
    view = interest(request.actor, interest_id, now=now)
    context = {
        "view": view,
        "rows": _rows(view),
        "form": RenewForm(),
        "overlaps": overlaps(request.actor, now=now, of_interest=view.id, limit=None),
        "silent": silent_meetings(request.actor, now=now, of_interest=view.id, limit=None),
        "may_register": may(request.actor, Permission.REGISTER_INTERESTS),
        "may_change": may(request.actor, Permission.REGISTER_INTERESTS) and view.standing is not Standing.WITHDRAWN,
    }
    return render(request, "deconfliction/interest.html", context)


@for_members
@require_POST
def renew_page(request: MemberRequest, interest_id: UUID) -> HttpResponseBase:
    """Renew it."""
    form = RenewForm(request.POST)
    try:
        if form.is_valid():
            renew_interest(request.actor, interest_id, form.cleaned_data["months"], now=timezone.now())
            messages.success(request, _("The interest is renewed."))
        else:
            messages.warning(request, _("Choose 3, 6 or 12 months."))
    except (Conflict, Invalid) as fault:
        messages.warning(request, fault.message)
    return redirect("deconfliction:interest", interest_id)


@for_members
@require_POST
def tell_page(request: MemberRequest, interest_id: UUID) -> HttpResponseBase:
    """Let it be silent no more."""
    try:
        open_interest(request.actor, interest_id)
    except Conflict as fault:
        messages.warning(request, fault.message)
    else:
        messages.success(request, _("Whoever works on the same is told of you within a minute."))
    return redirect("deconfliction:interest", interest_id)


@for_members
@require_POST
def agree_page(request: MemberRequest, meeting_id: UUID) -> HttpResponseBase:
    """Agree to be named to the owner of the other silent interest."""
    agree_to_be_named(request.actor, meeting_id, now=timezone.now())
    messages.success(request, _("You have agreed. If they agree too, you see each other under overlaps."))
    return redirect("deconfliction:interests")


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_page(request: MemberRequest, interest_id: UUID) -> HttpResponseBase:
    """Withdraw it, after a question."""
    check(request.actor, Permission.REGISTER_INTERESTS)
    view = interest(request.actor, interest_id, now=timezone.now())
    if request.method == "POST":
        withdraw_interest(request.actor, interest_id, now=timezone.now())
        messages.success(request, _("The interest is withdrawn. It meets nobody any more."))
        return redirect("deconfliction:interests")
    return render(request, "deconfliction/withdraw.html", {"view": view})


def _under_old_keys(actor: Actor, now: datetime) -> tuple[list[InterestView], int]:
    try:
        newest = current_epoch()
    except EvaluatorFails:
        return [], 0
    return under_older_keys(actor, newest, now=now, limit=_NAMED)


def _rows(view: InterestView) -> list[Row]:
    told = (
        _("Nobody but us. Who is silent about the same learns only that there is another")
        if view.is_silent
        else _("Whoever works on the same")
    )
    rows = [
        Row(_("Kind"), KIND_NAMES[view.kind]),
        Row(_("Case"), view.case_reference),
        Row(_("Who is told"), told),
        Row(_("Registered"), view.registered_at),
        Row(_("Until"), view.until),
    ]
    if view.tells_months:
        rows.append(Row(_("Still told afterwards, in months"), str(view.tells_months)))
    return rows
