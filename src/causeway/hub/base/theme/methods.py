"""What a browser shows where an address takes only what a form sends: a page with a way on, not an empty one.

People come to such an address without a form when they sign in anew after their session has ended, load a page again,
or keep its address.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render


class RefusedMethodMiddleware:
    """Puts the page of the theme into an empty refusal (405), for whoever asks for a page; programs get it as it is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not isinstance(response, HttpResponseNotAllowed) or not _asks_for_a_page(request):
            return response
        page = render(request, "405.html", status=response.status_code)
        page.headers["Allow"] = response.headers["Allow"]
        return page


def _asks_for_a_page(request: HttpRequest) -> bool:
    """Browsers name HTML among what they accept; programs name their own format, or take anything."""
    return any((each.main_type, each.sub_type) == ("text", "html") for each in request.accepted_types)
