"""The start page: for members what needs them now, for visitors what this is."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.base.acting.searching import address_of_search, searched
from causeway.hub.base.theme.components import Text
from causeway.hub.commons.home.panels.registry import panels_for
from causeway.hub.commons.home.queries.search import Hit, search
from causeway.hub.road.queues.views.addresses import address_of
from causeway.hub.road.referrals.words import CONCERN_NAMES


@require_safe
def home(request: HttpRequest) -> HttpResponseBase:
    """What needs me now; for a visitor the public start page."""
    actor = getattr(request, "actor", None)
    if actor is None:
        names = {"tell_href": "public_tell", "more_href": "public_more", "join_href": "join"}
        return render(request, "home/start.html", {key: address_of(name) for key, name in names.items()})
    return render(request, "home/home.html", {"panels": panels_for(actor)})


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def search_page(request: MemberRequest) -> HttpResponseBase:
    """Search by equality. What is opened from here is entered as a look, like any opening."""
    if request.method == "POST":
        return address_of_search(request, "q")
    wanted = searched(request, "q").get("q", "")
    hits = [(hit, _concern(hit), _address(hit)) for hit in search(request.actor, wanted)]
    return render(
        request,
        "home/search.html",
        {"wanted": wanted, "hits": hits, "finds_identifiers": may(request.actor, Permission.READ_QUEUE)},
    )


def _concern(hit: Hit) -> Text:
    return CONCERN_NAMES[hit.concern]


def _address(hit: Hit) -> str:
    own = address_of("sent_referral", hit.referral_id) if hit.is_sent else ""
    return own or address_of("referrals:referral", hit.referral_id)
