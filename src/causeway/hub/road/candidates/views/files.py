"""A candidate's file: a picture or a video's frames blurred first, and the step that shows them clear; a text only by
that step.
"""

from uuid import UUID

from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from causeway.hub.base.acting.errors import Conflict
from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.vault.errors import VaultError
from causeway.hub.road.candidates.commands.look_at_file import look_at_candidate_file
from causeway.hub.road.candidates.commands.spare_people import lift_limit
from causeway.hub.road.candidates.forms import LiftForm
from causeway.hub.road.candidates.queries.candidate_files import file_of_candidate
from causeway.hub.road.candidates.queries.care import break_is_due, day_limit, display_at_desk
from causeway.hub.road.candidates.showing import ShownAs, ShownText, read_text
from causeway.hub.road.evidence.commands.look_at import Look
from causeway.hub.road.evidence.showing import clear_token, drawn, require_clear_step
from causeway.matching import NoPreview


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def file_page(request: MemberRequest, file_id: UUID) -> HttpResponseBase:
    """A file's page. A POST is the step to see it clear, or to read it."""
    fact, file = file_of_candidate(request.actor, file_id)
    may_look, is_text = fact.is_mine and file.may_be_shown, file.shown_as is ShownAs.TEXT
    limit = day_limit(request.actor, fact.id)
    form = LiftForm(request.POST if request.method == "POST" and limit.may_lift else None)
    if form.is_valid():
        lift_limit(request.actor, fact.id, form.cleaned_data["reason"])
        limit = day_limit(request.actor, fact.id)
    is_step = request.method == "POST" and may_look and not limit.is_reached
    clear = clear_token(request.actor, file_id) if is_step and not is_text else ""
    is_wanted = request.GET.get("show") == "blurred" or not display_at_desk(request.actor).asks_first
    context = {
        "fact": fact,
        "file": file,
        "may_look": may_look,
        "is_video": file.shown_as is ShownAs.VIDEO,
        "asks_to_read": may_look and is_text and not is_step,
        "read": _read(request, file_id) if is_step and is_text else None,
        "clear": clear,
        "shows_blurred": may_look and is_wanted and not clear and not is_text,
        "limit": limit,
        "form": form,
        "break_is_due": break_is_due(request.actor),
    }
    answer = render(request, "candidates/file.html", context, status=422 if form.errors else 200)
    answer["Cache-Control"] = "private, no-store"
    return answer


def _read(request: MemberRequest, file_id: UUID) -> ShownText:
    try:
        return read_text(look_at_candidate_file(request.actor, file_id, Look.CLEAR).pieces)
    except (Conflict, VaultError) as fault:
        raise Http404(fault.message) from fault


@for_members
@require_GET
def picture(request: MemberRequest, file_id: UUID) -> HttpResponseBase:
    """The picture itself, or a video's frames: blurred, or clear where the step was taken a moment ago. A video is grey
    and small in any case.
    """
    display, look = display_at_desk(request.actor), Look.BLURRED
    _fact, file = file_of_candidate(request.actor, file_id)
    if file.shown_as not in {ShownAs.PICTURE, ShownAs.VIDEO}:
        raise Http404("This file gives no picture.")
    if token := request.GET.get("clear"):
        require_clear_step(request.actor, file_id, token)
        look = Look.CLEAR
    is_video = file.shown_as is ShownAs.VIDEO
    is_grey = display.is_grey or look is Look.BLURRED or is_video
    try:
        content = look_at_candidate_file(request.actor, file_id, look, is_grey=is_grey)
        return drawn(content, look, is_grey=is_grey, is_small=display.is_small, is_video=is_video)
    except (Conflict, VaultError, NoPreview) as fault:
        raise Http404(fault.message) from fault
