"""A candidate's file: blurred first, and the deliberate step that shows it clear."""

from uuid import UUID

from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from causeway.hub.base.acting.errors import Conflict
from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.organisations.commands.set_display import display_of
from causeway.hub.base.vault.errors import VaultError
from causeway.hub.road.candidates.commands.look_at_file import look_at_candidate_file
from causeway.hub.road.candidates.commands.spare_people import lift_limit
from causeway.hub.road.candidates.forms import LiftForm
from causeway.hub.road.candidates.queries.candidate_view import file_of_candidate
from causeway.hub.road.candidates.queries.care import break_is_due, day_limit
from causeway.hub.road.evidence.commands.look_at import Look
from causeway.hub.road.evidence.showing import clear_token, drawn, require_clear_step
from causeway.matching import NoPreview


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def file_page(request: MemberRequest, file_id: UUID) -> HttpResponseBase:
    """A file's page. A POST is the step to see it clear."""
    fact, file = file_of_candidate(request.actor, file_id)
    may_look = fact.is_mine and file.may_be_shown
    display = display_of(request.actor)
    limit = day_limit(request.actor, fact.id)
    form = LiftForm(request.POST if request.method == "POST" and limit.may_lift else None)
    if form.is_valid():
        lift_limit(request.actor, fact.id, form.cleaned_data["reason"])
        limit = day_limit(request.actor, fact.id)
    is_step = request.method == "POST" and may_look and not limit.is_reached
    clear = clear_token(request.actor, file_id) if is_step else ""
    is_wanted = display.loads_by_itself or request.GET.get("show") == "blurred" or not display.is_blurred_first
    context = {
        "fact": fact,
        "file": file,
        "may_look": may_look,
        "clear": clear,
        "shows_blurred": may_look and is_wanted and not clear,
        "limit": limit,
        "form": form,
        "break_is_due": break_is_due(request.actor),
    }
    return render(request, "candidates/file.html", context, status=422 if form.errors else 200)


@for_members
@require_GET
def picture(request: MemberRequest, file_id: UUID) -> HttpResponseBase:
    """The picture itself: blurred, or clear where the step was taken a moment ago."""
    display, look = display_of(request.actor), Look.BLURRED
    if token := request.GET.get("clear"):
        require_clear_step(request.actor, file_id, token)
        look = Look.CLEAR
    is_grey = display.is_grey or look is Look.BLURRED
    try:
        content = look_at_candidate_file(request.actor, file_id, look, is_grey=is_grey)
        return drawn(content, look, is_grey=is_grey)
    except (Conflict, VaultError, NoPreview) as fault:
        raise Http404(fault.message) from fault
