"""Pausing the clock of a line, and letting it run on."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from causeway.hub.base.acting.doors import check
from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.clocks.keeping import ClockKind
from causeway.hub.road.queues.commands.pause_line import pause_line, resume_line
from causeway.hub.road.queues.forms import PauseForm
from causeway.hub.road.queues.queries.referral_facts import stands_still
from causeway.hub.road.queues.views.acting_pages import act_on_page, act_once
from causeway.hub.road.queues.views.ways_back import way_back
from causeway.hub.road.referrals.commands.pause_question import pause_question, resume_question


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def pause_clock_page(request: MemberRequest, referral_id: UUID) -> HttpResponseBase:
    """Let it stand, with the reason."""
    check(request.actor, Permission.PAUSE_CLOCK)
    if request.method != "POST" and stands_still(request.actor, referral_id, ClockKind.QUEUE):
        return _paused_already(request, referral_id)
    form = PauseForm(request.POST if request.method == "POST" else None)
    return act_on_page(
        request,
        referral_id,
        form,
        lambda: pause_line(request.actor, referral_id, form.cleaned_data["reason"]),
        title=_("Pause the clock"),
        intro=_(
            "Its deadline moves by as long as it stands. It runs on by itself as soon as a child may be in danger now."
        ),
        button=_("Pause the clock"),
        done=_("The clock stands."),
    )


@for_members
@require_POST
def resume_clock_page(request: MemberRequest, referral_id: UUID) -> HttpResponseBase:
    """Let it run on."""
    return act_once(request, referral_id, lambda: resume_line(request.actor, referral_id), _("The clock runs on."))


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def pause_question_page(request: MemberRequest, referral_id: UUID, question_id: UUID) -> HttpResponseBase:
    """Let the clock of a question stand, with the reason."""
    check(request.actor, Permission.ASK_SENDER)
    if request.method != "POST" and stands_still(request.actor, question_id, ClockKind.QUESTION):
        return _paused_already(request, referral_id)
    form = PauseForm(request.POST if request.method == "POST" else None)
    return act_on_page(
        request,
        referral_id,
        form,
        lambda: pause_question(request.actor, question_id, form.cleaned_data["reason"]),
        title=_("Pause the clock of the question"),
        intro=_("Its deadline moves by as long as it stands, for the sender too. The sender does not see why."),
        button=_("Pause the clock"),
        done=_("The clock stands."),
    )


@for_members
@require_POST
def resume_question_page(request: MemberRequest, referral_id: UUID, question_id: UUID) -> HttpResponseBase:
    """Let it run on."""
    return act_once(request, referral_id, lambda: resume_question(request.actor, question_id), _("The clock runs on."))


def _paused_already(request: MemberRequest, referral_id: UUID) -> HttpResponseBase:
    """Before anybody writes a reason that is not taken."""
    messages.warning(request, _("The clock stands."))
    return redirect(way_back(request, referral_id))
