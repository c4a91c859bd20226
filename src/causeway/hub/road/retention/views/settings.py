"""How long things are kept: the rules with their sources, what ends next, what was erased, what is held back."""

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from causeway.hub.base.acting.doors import check
from causeway.hub.base.acting.errors import Invalid
from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.road.retention.commands.choose import choose_retention
from causeway.hub.road.retention.forms import RetentionForm
from causeway.hub.road.retention.queries.holds import holds_in_force
from causeway.hub.road.retention.queries.report import ending_soon, erased_lately
from causeway.hub.road.retention.queries.rules import SET_BY_THE_DESK, RuleInForce, rules_in_force
from causeway.hub.road.retention.words import KEPT_NAMES, STARTS
from causeway.timing import WARN_DAYS, Kept


@for_members
@require_safe
def rules(request: MemberRequest) -> HttpResponseBase:
    """The page."""
    actor = request.actor
    context = {
        "rules": [_row(each) for each in rules_in_force(actor)],
        "soon": [{"name": KEPT_NAMES[each.kept], "fact": each} for each in ending_soon(actor)],
        "erased": [{"name": KEPT_NAMES[each.kept], "fact": each} for each in erased_lately(actor)],
        "holds": holds_in_force(actor),
        "own_id": actor.member_id,
        "may_manage": may(actor, Permission.MANAGE_RETENTION),
        "may_hold": may(actor, Permission.PLACE_HOLD),
        "warn_days": WARN_DAYS,
    }
    return render(request, "retention/rules.html", context)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: MemberRequest, kept: str) -> HttpResponseBase:
    """Keep one kind of thing longer or shorter."""
    check(request.actor, Permission.MANAGE_RETENTION)
    found = next((each for each in rules_in_force(request.actor) if each.rule.kept == kept), None)
    if found is None or found.rule.kept in SET_BY_THE_DESK:
        raise Http404
    form = RetentionForm(request.POST or None, rule=found.rule, initial={"days": found.days})
    if request.method == "POST" and form.is_valid():
        try:
            choose_retention(request.actor, kept, form.cleaned_data["days"], form.cleaned_data["reason"])
        except Invalid as fault:
            form.add_error(fault.field, fault.message)
        else:
            messages.success(request, _("It is kept so long from now on."))
            return redirect("retention:rules")
    name = KEPT_NAMES[Kept(kept)]
    context = {
        "form": form,
        "title": name,
        "intro": found.rule.source,
        "button": _("Change"),
        "caption": _("Retention"),
    }
    return render(request, "retention/act.html", context)


def _row(rule: RuleInForce) -> dict[str, object]:
    kept = rule.rule.kept
    return {
        "code": kept.value,
        "name": KEPT_NAMES[kept],
        "from": STARTS[kept],
        "fact": rule,
        "is_set_by_the_desk": kept in SET_BY_THE_DESK,
    }
