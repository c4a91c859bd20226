"""What a reviewer does with a candidate besides deciding: take it on, give it back, take it over, start anew."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from causeway.hub.base.acting.errors import Conflict, Invalid
from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.road.candidates.commands.deal_with_others import deal_with_others
from causeway.hub.road.candidates.commands.make_referral import make_referral_again, reopen_candidate
from causeway.hub.road.candidates.commands.spare_people import hand_on_candidate
from causeway.hub.road.candidates.commands.take_candidate import (
    release_candidate,
    take_candidate,
    take_over_candidate,
)
from causeway.hub.road.candidates.forms import TakeOverForm
from causeway.hub.road.candidates.queries.candidate_fact import candidate_fact


def _do(request: MemberRequest, candidate_id: UUID, act: Callable[[], object], done: str) -> bool:
    try:
        act()
    except (Conflict, Invalid) as fault:
        messages.warning(request, fault.message)
        return False
    if done:
        messages.success(request, done)
    return True


@for_members
@require_POST
def take_page(request: MemberRequest, candidate_id: UUID) -> HttpResponseBase:
    """Take it on."""
    _do(request, candidate_id, lambda: take_candidate(request.actor, candidate_id), "")
    return redirect("candidates:candidate", candidate_id)


@for_members
@require_POST
def release_page(request: MemberRequest, candidate_id: UUID) -> HttpResponseBase:
    """Give it back."""
    _do(request, candidate_id, lambda: release_candidate(request.actor, candidate_id), _("It is back at the desk."))
    return redirect("candidates:desk")


@for_members
@require_POST
def hand_on_page(request: MemberRequest, candidate_id: UUID) -> HttpResponseBase:
    """Leave it to somebody else, without a reason."""
    done = _("It goes to somebody else. You will not be given it again.")
    _do(request, candidate_id, lambda: hand_on_candidate(request.actor, candidate_id), done)
    return redirect("candidates:desk")


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def take_over_page(request: MemberRequest, candidate_id: UUID) -> HttpResponseBase:
    """Take over what somebody else works on, with a reason."""
    form = TakeOverForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _do(
        request,
        candidate_id,
        lambda: take_over_candidate(request.actor, candidate_id, form.cleaned_data["reason"]),
        _("You took it over."),
    ):
        return redirect("candidates:candidate", candidate_id)
    context = {
        "fact": candidate_fact(request.actor, candidate_id),
        "form": form,
        "title": _("Take over a candidate"),
        "intro": _("Somebody else works on it now, and may be about to decide."),
        "button": _("Take it over"),
    }
    return render(request, "candidates/act.html", context, status=422 if form.errors else 200)


@for_members
@require_POST
def remake_page(request: MemberRequest, candidate_id: UUID) -> HttpResponseBase:
    """Fill in a referral anew that was deleted before it was sent."""
    if _do(request, candidate_id, lambda: make_referral_again(request.actor, candidate_id), ""):
        return redirect("intake_check", draft_id=candidate_id)
    return redirect("candidates:candidate", candidate_id)


@for_members
@require_POST
def deal_page(request: MemberRequest, candidate_id: UUID) -> HttpResponseBase:
    """Deal with the account's other warnings under this one."""
    done = _("The other warnings of this account are dealt with under this one.")
    _do(request, candidate_id, lambda: deal_with_others(request.actor, candidate_id), done)
    return redirect("candidates:candidate", candidate_id)


@for_members
@require_POST
def reopen_page(request: MemberRequest, candidate_id: UUID) -> HttpResponseBase:
    """Open it again, to be decided anew."""
    _do(request, candidate_id, lambda: reopen_candidate(request.actor, candidate_id), _("It waits at the desk again."))
    return redirect("candidates:candidate", candidate_id)
