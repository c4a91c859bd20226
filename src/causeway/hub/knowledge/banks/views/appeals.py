"""Appeals: the public pages, which know nobody, and the desk's."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.errors import Conflict, Invalid
from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.organisations.limits import Limit, one_visitor
from causeway.hub.base.organisations.pages import blame
from causeway.hub.base.organisations.queries.public_door import public_doors
from causeway.hub.knowledge.banks.commands.decide_appeal import decide_appeal
from causeway.hub.knowledge.banks.commands.make_appeal import new_code
from causeway.hub.knowledge.banks.commands.receive_appeal import receive_appeal
from causeway.hub.knowledge.banks.forms.appeals import AppealForm, DecisionForm, FollowForm
from causeway.hub.knowledge.banks.queries.appeals import (
    AppealView,
    appeal_view,
    appeals,
    followed_appeals,
    undecided_until,
)
from causeway.hub.knowledge.banks.words import KIND_NAMES

_MAKING = Limit("appeals", most=5, seconds=3_600)
"""One person seldom appeals five times in an hour, and every appeal takes something out of use."""
_ALL_MAKING = Limit("appeals_of_all", most=500, seconds=86_400)
"""In a day at one door, from all visitors together: more than the people of a desk could read."""
_FOLLOWING = Limit("appeal_codes", most=20, seconds=900)
"""A secret cannot be guessed; this keeps guessing from being a load."""


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def appeal_page(request: HttpRequest) -> HttpResponseBase:
    """Appeal. The answer is the same whether anything was listed or not."""
    doors = [door for door, _country in public_doors()]
    if not doors:
        raise Http404("No organisation stands behind this page.")
    form = AppealForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        if refusal := _refusal(request, doors[0]):
            form.add_error(None, refusal)
            return _shown(request, "appeal", {"form": form}, 429)
        code = new_code()
        receive_appeal(doors[0], form.new_appeal(), code)
        return _shown(request, "appealed", {"code": code})
    return _shown(request, "appeal", {"form": form}, 422 if form.is_bound else 200)


def _refusal(request: HttpRequest, door: Actor) -> str:
    """Why no appeal is taken now; empty where one is."""
    if _is_too_much(_MAKING, request):
        return _("Too many appeals came from here. Keep this page open and send it again in an hour.")
    if _ALL_MAKING.wait_seconds(str(door.organisation_id), timezone.now()):
        return _("Too many appeals came today. Keep this page open and send it again tomorrow.")
    return ""


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def follow_page(request: HttpRequest) -> HttpResponseBase:
    """Where an appeal stands, for whoever has its code. The code is posted and stands in no address."""
    form = FollowForm(request.POST if request.method == "POST" else None)
    if not (form.is_bound and form.is_valid()):
        return _shown(request, "follow", {"form": form}, 422 if form.is_bound else 200)
    if _is_too_much(_FOLLOWING, request):
        form.add_error(None, _("Too many tries from here. Try again in a quarter of an hour."))
        return _shown(request, "follow", {"form": form}, 429)
    given = form.cleaned_data
    doors = [door for door, _country in public_doors()]
    found = [each for door in doors for each in followed_appeals(door, given["reference"], given["secret"])]
    if not found:
        form.add_error(None, _("We do not know this code. Check both parts letter by letter."))
        return _shown(request, "follow", {"form": form}, 422)
    waits_until = undecided_until(found)
    context = {"found": [] if waits_until else found, "waits_until": waits_until}
    return _shown(request, "followed", {**context, "reference": given["reference"].strip().upper()})


def _is_too_much(limit: Limit, request: HttpRequest) -> bool:
    return bool(limit.wait_seconds(one_visitor(str(request.META.get("REMOTE_ADDR", ""))), timezone.now()))


def _shown(request: HttpRequest, page: str, context: dict[str, object], status: int = 200) -> HttpResponse:
    return render(request, f"banks/public/{page}.html", context, status=status)


@for_members
@require_safe
def appeal_list(request: MemberRequest) -> HttpResponse:
    """The desk's appeals."""
    is_decided = request.GET.get("show") == "decided"
    lines = [_line(view) for view in appeals(request.actor, is_decided=is_decided)]
    return render(request, "banks/appeals.html", {"lines": lines, "is_decided": is_decided, "now": timezone.now()})


def _line(view: AppealView) -> dict[str, object]:
    return {"view": view, "kind": KIND_NAMES[view.kind] if view.kind else ""}


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def decide_page(request: MemberRequest, appeal_id: UUID) -> HttpResponseBase:
    """One appeal, and the form that decides it."""
    view = appeal_view(request.actor, appeal_id)
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            decide_appeal(request.actor, appeal_id, is_upheld=given["decision"] == "upheld", reasons=given["reasons"])
        except (Invalid, Conflict) as fault:
            blame(form, fault)
        else:
            messages.success(request, _("The appeal is decided. Whoever made it can read your reasons."))
            return redirect("banks:appeals")
    context = {**_line(view), "form": form, "now": timezone.now()}
    return render(request, "banks/appeal.html", context, status=422 if form.errors else 200)
