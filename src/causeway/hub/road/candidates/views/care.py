"""A person's own page: how they are spared, and how much they have looked at. Nobody else has it."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from causeway.hub.base.acting.doors import check
from causeway.hub.base.acting.errors import Invalid
from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.road.candidates.care_forms import CareForm
from causeway.hub.road.candidates.commands.set_own_care import set_own_care
from causeway.hub.road.candidates.queries.care import my_care


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def care_page(request: MemberRequest) -> HttpResponseBase:
    """The page. A POST keeps what one wants."""
    check(request.actor, Permission.REVIEW_CANDIDATES)
    view = my_care(request.actor)
    form = CareForm(request.POST if request.method == "POST" else None, view=view)
    if form.is_valid():
        try:
            set_own_care(request.actor, form.wanted())
        except Invalid as fault:
            form.add_error(fault.field, fault.message)
        else:
            messages.success(request, _("Your settings are kept."))
            return redirect("candidates:care")
    answer = render(request, "candidates/care.html", {"view": view, "form": form}, status=422 if form.errors else 200)
    answer["Cache-Control"] = "private, no-store"
    return answer
