"""Routes that people changed: which rules err most, and what the rules of today would make of it."""

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.road.routes.queries.corrections import rules_that_erred
from causeway.hub.road.routes.words import BASIS_NAMES
from causeway.routing import FEWEST, RuleErred, Verdict


@for_members
@require_safe
def corrections(request: MemberRequest) -> HttpResponseBase:
    """The page."""
    rules = rules_that_erred(request.actor)
    lines = [
        {
            "name": _name(rule),
            "corrections": rule.corrections,
            **{verdict.value: rule.verdicts[verdict] for verdict in Verdict},
        }
        for rule in rules
    ]
    return render(request, "routes/corrections.html", {"lines": lines, "fewest": FEWEST})


def _name(rule: RuleErred) -> str:
    if rule.is_rest:
        return _("Rules with few corrections, together")
    return str(BASIS_NAMES[rule.basis]) if rule.basis else _("No rule named a force")
