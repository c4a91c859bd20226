"""Whose address a request comes from, behind web servers of one's own.

Each of them appends the address it was called from to `X-Forwarded-For`; what stands before those entries, anybody can
have written. With `CAUSEWAY_TRUSTED_PROXIES` of them in front, the visitor's address is therefore that many entries
from the end. All that counts by address, here and in the sign-in library, then reads `REMOTE_ADDR`.
"""

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

_HEADER = "HTTP_X_FORWARDED_FOR"


class VisitorAddressMiddleware:
    """Sets `REMOTE_ADDR` to the visitor's, and takes the header away so that nothing else believes it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        said = request.META.pop(_HEADER, "")
        if found := visitor_address(said, settings.CAUSEWAY_TRUSTED_PROXIES):
            request.META["REMOTE_ADDR"] = found
        return self.get_response(request)


def visitor_address(forwarded_for: str, proxies: int) -> str | None:
    """The address that the outermost of our own proxies was called from. None where no proxy is trusted, or fewer
    have written than there are: such a call did not come through all of them.
    """
    entries = forwarded_for.split(",")
    if proxies < 1 or len(entries) < proxies:
        return None
    entry = entries[-proxies].strip()
    if entry.startswith("["):
        entry = entry[1:].partition("]")[0]
    elif entry.count(":") == 1:
        entry = entry.partition(":")[0]
    try:
        return str(ipaddress.ip_address(entry))
    except ValueError:
        return None
