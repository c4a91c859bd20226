"""Checks with known answers: one's own, and for a supervisor those that are kept and how far people agree."""

from datetime import timedelta
from math import isnan
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from causeway.hub.base.acting.doors import check
from causeway.hub.base.acting.errors import Conflict
from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.road.candidates.commands.keep_check import keep_check, withdraw_check
from causeway.hub.road.candidates.forms import CheckForm
from causeway.hub.road.candidates.queries.candidate_fact import candidate_fact
from causeway.hub.road.candidates.queries.checks import check_figures, my_checks
from causeway.hub.road.candidates.queries.figures import today
from causeway.hub.road.candidates.words import DECIDED_NAMES, DECISION_COLOURS, SOURCE_NAMES

_DAYS = 365
"""Checks are few: a shorter time would say nothing."""


@for_members
@require_safe
def my_checks_page(request: MemberRequest) -> HttpResponseBase:
    """The checks that one answered, with what was agreed."""
    rows = [
        {
            "one": one,
            "source": SOURCE_NAMES[one.source],
            "answered": DECIDED_NAMES[one.answered],
            "agreed": DECIDED_NAMES[one.agreed],
            "colour": DECISION_COLOURS[one.agreed],
        }
        for one in my_checks(request.actor)
    ]
    return render(request, "candidates/my_checks.html", {"rows": rows})


@for_members
@require_safe
def checks_page(request: MemberRequest) -> HttpResponseBase:
    """What is kept as a check, and how far people agree."""
    found = check_figures(request.actor, today() - timedelta(days=_DAYS - 1), today())
    context: dict[str, Any] = {
        "kept": [
            {
                "one": one,
                "source": SOURCE_NAMES[one.source],
                "agreed": DECIDED_NAMES[one.agreed],
                "colour": DECISION_COLOURS[one.agreed],
            }
            for one in found.kept
        ],
        "are_few": found.are_few,
        "shares": [
            {"one": one, "source": SOURCE_NAMES[one.source], "percents": _percents(one.share, one.low, one.high)}
            for one in found.shares
        ],
        "opinions": found.opinions,
        # Where everybody decided the same there is nothing to agree about, and the coefficient has no value.
        "is_told": found.opinions is not None and not isnan(found.opinions.value),
    }
    return render(request, "candidates/checks.html", context)


def _percents(*shares: float) -> list[int]:
    return [round(100 * share) for share in shares]


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def keep_page(request: MemberRequest, candidate_id: UUID) -> HttpResponseBase:
    """Keep a decided candidate as a check."""
    check(request.actor, Permission.SUPERVISE_CANDIDATES)
    form = CheckForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        told = form.cleaned_data
        try:
            keep_check(request.actor, candidate_id, told["agreed"], told["why"])
        except Conflict as fault:
            form.add_error(None, fault.message)
        else:
            messages.success(request, _("It may come to others as a check."))
            return redirect("candidates:checks")
    context = {
        "fact": candidate_fact(request.actor, candidate_id),
        "form": form,
        "title": _("Use a candidate as a check"),
        "intro": _(
            "It comes again to somebody who does not know it, and looks like any other. Nothing follows from what they "
            "decide; afterwards they see that it was a check, and what you say here."
        ),
        "button": _("Use it as a check"),
    }
    return render(request, "candidates/act.html", context, status=422 if form.errors else 200)


@for_members
@require_POST
def withdraw_page(request: MemberRequest, candidate_id: UUID) -> HttpResponseBase:
    """Let it come to nobody any more."""
    withdraw_check(request.actor, candidate_id)
    messages.success(request, _("It comes to nobody as a check any more."))
    return redirect("candidates:checks")
