"""Placing a legal hold, and releasing it."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from causeway.hub.base.acting.doors import check
from causeway.hub.base.acting.errors import Conflict, Invalid
from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.pages import blame
from causeway.hub.road.referrals.queries.attachments import attachment
from causeway.hub.road.retention.commands.hold import hold_case, hold_file, hold_referral, release_hold
from causeway.hub.road.retention.forms import ReasonForm


def _with_a_reason(
    request: MemberRequest, do: Callable[[str], object], context: dict[str, str], done: str
) -> HttpResponseBase:
    check(request.actor, Permission.PLACE_HOLD)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            do(form.cleaned_data["reason"])
        except (Invalid, Conflict) as fault:
            blame(form, fault)
        else:
            messages.success(request, done)
            return redirect("retention:rules")
    return render(request, "retention/act.html", {"form": form, "caption": _("Retention"), **context})


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def new_for_referral(request: MemberRequest, referral_id: UUID) -> HttpResponseBase:
    """Hold a referral."""
    return _with_a_reason(
        request, lambda reason: hold_referral(request.actor, referral_id, reason), _placing(), _("It is held back.")
    )


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def new_for_file(request: MemberRequest, attachment_id: UUID) -> HttpResponseBase:
    """Hold a referral for the sake of one of its files."""
    fact = attachment(request.actor, attachment_id)
    intro = _(
        "The file is kept with the whole of referral %(reference)s, which alone explains it, until another person than "
        "you has released the hold."
    ) % {"reference": fact.reference}
    context = {**_placing(), "title": _("Hold this file back from erasing"), "caption": fact.name, "intro": intro}
    return _with_a_reason(
        request, lambda reason: hold_file(request.actor, attachment_id, reason), context, _("It is held back.")
    )


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def new_for_case(request: MemberRequest, case_id: UUID) -> HttpResponseBase:
    """Hold a case."""
    return _with_a_reason(
        request, lambda reason: hold_case(request.actor, case_id, reason), _placing(), _("It is held back.")
    )


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def release(request: MemberRequest, hold_id: UUID) -> HttpResponseBase:
    """Release a hold that somebody else placed."""
    context = {
        "title": _("Release the hold"),
        "intro": _("What is at its end is told of anew, and erased thirty days later."),
        "button": _("Release"),
    }
    return _with_a_reason(
        request, lambda reason: release_hold(request.actor, hold_id, reason), context, _("It is held back no more.")
    )


def _placing() -> dict[str, str]:
    return {
        "title": _("Hold it back from erasing"),
        "intro": _("Nothing of it is erased, for anybody, until another person than you has released the hold."),
        "button": _("Hold it back"),
    }
