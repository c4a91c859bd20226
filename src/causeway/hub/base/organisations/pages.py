"""What every page of a member needs: somebody signed in, a section's side navigation, and a refusal shown at its
field.
"""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django import forms
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.errors import HubError
from causeway.hub.base.acting.permissions import permissions_of
from causeway.hub.base.theme.navigation import side_groups_for

P = ParamSpec("P")

SECTION = "organisation"
"""The section under which an organisation looks after itself; other apps add their side items to it."""


def member_page(
    view: Callable[Concatenate[HttpRequest, Actor, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Give the view who acts, and lead a visitor to the sign-in. What the actor may do, the commands and queries
    check.
    """

    @wraps(view)
    def page(request: HttpRequest, /, *arguments: P.args, **named: P.kwargs) -> HttpResponseBase:
        actor: Actor | None = getattr(request, "actor", None)
        if actor is None:
            return redirect_to_login(request.get_full_path())
        return view(request, actor, *arguments, **named)

    return page


def render_in_section(
    request: HttpRequest,
    actor: Actor,
    template: str,
    context: Mapping[str, Any],
    *,
    current: str,
    section: str = SECTION,
    status: int = 200,
) -> HttpResponse:
    """Draw a page with its section's side navigation; `current` is the side item that the page lies under."""
    held = frozenset(permission.value for permission in permissions_of(actor))
    groups = side_groups_for(section, held, current=current)
    return render(request, template, {**context, "side_groups": groups}, status=status)


def blame(form: forms.Form, error: HubError, *, prefix: str = "") -> None:
    """Show a refusal at the field that it names, of which the form leaves `prefix` out, or above the form."""
    field = (error.field or "").removeprefix(prefix)
    form.add_error(field if field in form.fields else None, error.message)
