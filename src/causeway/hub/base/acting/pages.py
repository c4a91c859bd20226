"""The page's side of the doors: a page for members only, and what a refusal looks like there."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.errors import NotAgreed, NotFound, NotPermitted

P = ParamSpec("P")
_LAST_PAGE = 100_000
"""A longer list than anybody pages through."""


class MemberRequest(HttpRequest):
    """A request of somebody who has signed in."""

    actor: Actor


def for_members(
    page: Callable[Concatenate[MemberRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """A page that asks visitors to sign in, and answers 404 to what is not visible and 403 to what is not permitted."""

    @wraps(page)
    def guarded(request: HttpRequest, *arguments: P.args, **named: P.kwargs) -> HttpResponseBase:
        if getattr(request, "actor", None) is None:
            return redirect_to_login(request.get_full_path())
        try:
            return page(request, *arguments, **named)  # type: ignore[arg-type]
        except NotFound as fault:
            raise Http404(fault.message) from fault
        except (NotPermitted, NotAgreed) as fault:
            raise PermissionDenied(fault.message) from fault

    return guarded  # type: ignore[return-value]


def page_number(request: HttpRequest) -> int:
    """Which page of a list the address asks for, from 1; the first where it says nothing sensible."""
    text = request.GET.get("page", "")
    return min(max(int(text), 1), _LAST_PAGE) if text.isascii() and text.isdigit() and len(text) < 8 else 1
