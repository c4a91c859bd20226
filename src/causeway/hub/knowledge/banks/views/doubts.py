"""What may name a child: the curator's list, and the decision on each."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from causeway.hub.base.acting.errors import Conflict, Invalid
from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.organisations.pages import blame
from causeway.hub.knowledge.banks.commands.decide_doubt import decide_doubt
from causeway.hub.knowledge.banks.forms.doubts import DoubtForm
from causeway.hub.knowledge.banks.queries.doubts import DoubtView, doubt_view, doubts
from causeway.hub.knowledge.banks.words import KIND_NAMES


@for_members
@require_safe
def doubt_list(request: MemberRequest) -> HttpResponse:
    """What waits for a decision, or was decided."""
    is_decided = request.GET.get("show") == "decided"
    lines = [_line(view) for view in doubts(request.actor, is_decided=is_decided)]
    return render(request, "banks/doubts.html", {"lines": lines, "is_decided": is_decided})


def _line(view: DoubtView) -> dict[str, object]:
    return {"view": view, "kind": KIND_NAMES[view.kind]}


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def decide_page(request: MemberRequest, doubt_id: UUID) -> HttpResponseBase:
    """One value, and the form that decides it."""
    view = doubt_view(request.actor, doubt_id)
    form = DoubtForm(request.POST if request.method == "POST" else None, may_let_in=view.may_let_in)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            decide_doubt(request.actor, doubt_id, is_let_in=given["decision"] == "let_in", reasons=given["reasons"])
        except (Invalid, Conflict) as fault:
            blame(form, fault)
        else:
            messages.success(request, _("This is decided."))
            return redirect("banks:doubts")
    return render(request, "banks/doubt.html", {**_line(view), "form": form}, status=422 if form.errors else 200)
