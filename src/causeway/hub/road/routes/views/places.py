"""Schools and places by which a desk routes: search, load, put another version into force."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from causeway.hub.base.acting.doors import check
from causeway.hub.base.acting.errors import Conflict, Invalid
from causeway.hub.base.acting.pages import MemberRequest, for_members, page_number
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.base.acting.searching import address_of_search, searched
from causeway.hub.base.theme.components import address_with
from causeway.hub.base.theme.said import said
from causeway.hub.base.vault.bodies import FORM_ROOM_BYTES, takes_body
from causeway.hub.road.routes.commands.load_places import load_places, use_places
from causeway.hub.road.routes.place_forms import FindForm, LoadForm, UseForm
from causeway.hub.road.routes.queries.places import find_places, place_shelf
from causeway.hub.road.routes.words import PLACE_KIND_NAMES
from causeway.routing import LARGEST_PLACES_BYTES

MOST_REFUSED_SHOWN = 100
SEALED = "name"
"""Somebody may look for a child's school; in an address its name stands sealed."""


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def list_page(request: MemberRequest) -> HttpResponseBase:
    """What is in force, narrowed, and the versions. What is posted is a search."""
    if request.method == "POST":
        return address_of_search(request, SEALED)
    form = FindForm(searched(request, SEALED))
    page = find_places(request.actor, **form.asked(), page=page_number(request))
    query = request.GET.urlencode()
    context = {
        "shelf": place_shelf(request.actor),
        "form": form,
        "page": page,
        "lines": [{"line": line, "kind": PLACE_KIND_NAMES[line.kind]} for line in page.lines],
        "is_narrowed": any(request.GET.get(name) for name in form.fields),
        "next_href": address_with(query, page=str(page.number + 1)) if page.has_next else "",
        "before_href": address_with(query, page=str(page.number - 1)) if page.number > 1 else "",
        "may_load": may(request.actor, Permission.LOAD_PLACES),
    }
    return render(request, "routes/places.html", context)


@takes_body(LARGEST_PLACES_BYTES + FORM_ROOM_BYTES)
@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def load_page(request: MemberRequest) -> HttpResponse:
    """Try a file, or load it, and say what was refused."""
    check(request.actor, Permission.LOAD_PLACES)
    form = LoadForm()
    if request.method == "POST":
        form = LoadForm(request.POST, request.FILES)
        if form.is_valid():
            told = form.cleaned_data
            try:
                done = load_places(request.actor, told["file"].file, told["reason"], is_trial=told["is_trial"])
            except (Conflict, Invalid) as fault:
                form.add_error(fault.field if fault.field in form.fields else "file", fault.message)
            else:
                refused = [(one, said(one.why)) for one in done.refused[:MOST_REFUSED_SHOWN]]
                return render(request, "routes/places_loaded.html", {"done": done, "refused": refused})
    return render(request, "routes/places_load.html", {"form": form}, status=422 if form.errors else 200)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def use_page(request: MemberRequest, table_id: UUID | None = None) -> HttpResponseBase:
    """Put an earlier version into force again, or none."""
    check(request.actor, Permission.LOAD_PLACES)
    form = UseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            use_places(request.actor, table_id, form.cleaned_data["reason"])
        except (Conflict, Invalid) as fault:
            form.add_error(None, fault.message)
        else:
            messages.success(request, _("Changed: from now on referrals are routed by it."))
            return redirect("routes:places")
    version = next((one for one in place_shelf(request.actor).versions if one.id == table_id), None)
    context = {"form": form, "version": version}
    return render(request, "routes/places_use.html", context, status=422 if form.errors else 200)
