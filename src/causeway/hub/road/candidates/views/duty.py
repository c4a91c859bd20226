"""Going on duty and off, by one press at the desk."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.road.candidates.commands.keep_duty import go_off_duty, go_on_duty


@for_members
@require_POST
def on_duty_page(request: MemberRequest) -> HttpResponseBase:
    """Be on duty for a shift."""
    go_on_duty(request.actor)
    messages.success(request, _("You are on duty for eight hours. You are told by mail of what presses."))
    return redirect("candidates:desk")


@for_members
@require_POST
def off_duty_page(request: MemberRequest) -> HttpResponseBase:
    """Be on duty no more."""
    go_off_duty(request.actor)
    messages.success(request, _("You are off duty."))
    return redirect("candidates:desk")
