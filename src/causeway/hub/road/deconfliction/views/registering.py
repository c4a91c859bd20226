"""Registering interests: from a case, by one button, or typed in."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from causeway.hub.base.acting.doors import check
from causeway.hub.base.acting.errors import Conflict, HubError, Invalid
from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.pages import blame
from causeway.hub.base.organisations.queries.lookup import listing_by_id
from causeway.hub.road.deconfliction.commands.register import register_selectors
from causeway.hub.road.deconfliction.evaluator import EvaluatorFails, TooMany
from causeway.hub.road.deconfliction.forms import CaseForm, TypedForm
from causeway.hub.road.deconfliction.queries.case_selectors import case_selectors
from causeway.hub.road.deconfliction.registering import Registered
from causeway.hub.road.deconfliction.words import Way

_REFUSALS = (Invalid, Conflict, TooMany, EvaluatorFails)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def case_page(request: MemberRequest, case_id: UUID) -> HttpResponseBase:
    """Register selectors of a case: they are in the hub already, so the hub blinds them."""
    back = reverse("cases:case", args=[case_id]) + "#interests"
    try:
        case = case_selectors(request.actor, case_id)
    except Conflict as fault:
        messages.warning(request, fault.message)
        return redirect(back)
    form = CaseForm(request.POST if request.method == "POST" else None, selectors=case.selectors)
    if form.is_bound and form.is_valid():
        terms = form.terms(case_id=case_id)
        refused = _register(
            request, lambda: register_selectors(request.actor, terms, form.named(), Way.CASE, now=timezone.now())
        )
        if refused is None:
            return redirect(back)
        blame(form, refused)
    context = {"form": form, "back": back, "reference": case.reference, "selectors": case.selectors}
    return render(request, "deconfliction/case.html", context, status=422 if form.errors else 200)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def typed_page(request: MemberRequest) -> HttpResponseBase:
    """Register selectors that are typed in: the hub sees them while it blinds them, and keeps none."""
    check(request.actor, Permission.REGISTER_INTERESTS)
    own = listing_by_id(request.actor.organisation_id)
    form = TypedForm(request.POST if request.method == "POST" else None, region=own.country if own else "")
    if form.is_bound and form.is_valid():
        terms = form.terms(case_reference=form.cleaned_data["case_reference"])
        refused = _register(
            request, lambda: register_selectors(request.actor, terms, form.named(), Way.TYPED, now=timezone.now())
        )
        if refused is None:
            return redirect("deconfliction:interests")
        blame(form, refused)
    return render(request, "deconfliction/new.html", {"form": form}, status=422 if form.errors else 200)


def _register(request: MemberRequest, register: Callable[[], Registered]) -> HubError | None:
    """Register, and say what came of it; gives the refusal where there is one."""
    try:
        done = register()
    except _REFUSALS as fault:
        return fault
    new = len(set(done.interest_ids)) - len(done.known)
    if new:
        said = ngettext("%(new)d interest is registered.", "%(new)d interests are registered.", new) % {"new": new}
        messages.success(request, f"{said} {_('Whether somebody else is there shows here within a minute.')}")
    for known in done.known:
        named = {"label": known.label, "case": known.case_reference}
        messages.info(request, _("Your force had it already: %(label)s, case %(case)s. It is renewed.") % named)
    return None
