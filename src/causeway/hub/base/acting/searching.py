"""Searching without leaving what was searched for in any address: it would lie in the browser's history and in the log
of every web server in between.

A search is posted, and answered with an address in which the words stand sealed. That address pages, sorts, exports
and refreshes like any other, without a script as well; it opens for the person who searched, for one shift.
"""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.translation import gettext as _

from causeway.hub.base.acting.pages import MemberRequest
from causeway.hub.sealed_words import open_words, seal_words

LONGEST_SEARCH = 300
_USE = "search"


def address_of_search(request: MemberRequest, *sealed: str) -> HttpResponse:
    """Lead to the same page with what was posted in its address, these fields sealed."""
    address = QueryDict(mutable=True)
    for name, values in request.POST.lists():
        kept = [value.strip()[:LONGEST_SEARCH] for value in values if value.strip()]
        if name != "csrfmiddlewaretoken" and kept:
            address.setlist(name, [_sealed(request, value) for value in kept] if name in sealed else kept)
    response = HttpResponseRedirect(f"{request.path}?{address.urlencode()}" if address else request.path)
    response.status_code = 303  # whatever was posted, the next is a GET (RFC 9110, 15.4.4)
    return response


def searched(request: MemberRequest, *sealed: str) -> QueryDict:
    """The address's query with these fields opened; one that does not open is left out, and the page says so."""
    query = request.GET.copy()
    for name in sealed:
        opened = [_opened(request, value) for value in query.getlist(name) if value]
        query.setlist(name, [words for words in opened if words is not None])
        if None in opened:
            messages.warning(request, _("A search ends after some hours, and opens for nobody else. Search again."))
    return query


def _sealed(request: MemberRequest, words: str) -> str:
    return seal_words(_USE, f"{request.actor.member_id} {words}")


def _opened(request: MemberRequest, value: str) -> str | None:
    opened = open_words(_USE, value, within_seconds=settings.SESSION_COOKIE_AGE)
    reader, _space, words = (opened or "").partition(" ")
    return words if reader == str(request.actor.member_id) else None
