"""What the pages on which a force acts on its request have in common."""

from collections.abc import Callable, Mapping

from django import forms
from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render

from causeway.hub.base.acting.errors import Conflict, Invalid
from causeway.hub.base.acting.pages import MemberRequest
from causeway.hub.base.organisations.pages import blame
from causeway.hub.road.data_requests.queries.requests import RequestView


def act_on_request(
    request: MemberRequest,
    view: RequestView,
    form: forms.Form,
    do: Callable[[], object],
    *,
    template: str,
    done: str,
    context: Mapping[str, object] | None = None,
) -> HttpResponseBase:
    """A page with one form: shown, checked, done, and back to the request."""
    if form.is_bound and form.is_valid():
        try:
            do()
        except (Invalid, Conflict) as fault:
            blame(form, fault)
        else:
            messages.success(request, done)
            return redirect("data_requests:request", view.id)
    shown = {"view": view, "form": form, **(context or {})}
    return render(request, template, shown, status=422 if form.errors else 200)
