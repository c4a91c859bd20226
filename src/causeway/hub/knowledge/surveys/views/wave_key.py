"""The key of a wave: made and handed over, and shown again by whoever starts it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import check
from causeway.hub.base.acting.errors import Conflict, Invalid
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.pages import blame, member_page
from causeway.hub.base.theme.downloads import download
from causeway.hub.knowledge.surveys.commands.prepare_wave import make_wave_key, start_wave
from causeway.hub.knowledge.surveys.forms.waves import KeyForm
from causeway.hub.knowledge.surveys.queries.waves import wave_view
from causeway.hub.knowledge.surveys.stages import Stage
from causeway.hub.knowledge.surveys.views.pages import draw


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@member_page
def key_page(request: HttpRequest, actor: Actor, wave_id: UUID) -> HttpResponse:
    """Explain the key; posted, make it and hand it over as a file."""
    check(actor, Permission.MANAGE_SURVEYS)
    now = timezone.now()
    view = wave_view(actor, wave_id, now)
    if request.method == "POST":
        key = make_wave_key(actor, wave_id, now)
        remark = _("The key of a survey wave. Whoever has it can open the answers once the wave is closed.")
        text = f"# {remark}\n# {_one_line(view.line.title)}\n# {key.recipient}\n{key.private}\n"
        return download(f"wave-{str(wave_id)[:8]}.key.txt", text, "text/plain; charset=utf-8")
    context = {"view": view, "line": view.line, "is_preparing": view.line.stage is Stage.PREPARING}
    return draw(request, actor, "wave_key", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def start_page(request: HttpRequest, actor: Actor, wave_id: UUID) -> HttpResponse:
    """Start the wave."""
    check(actor, Permission.MANAGE_SURVEYS)
    now = timezone.now()
    form = KeyForm(request.POST or None, request.FILES or None) if request.method == "POST" else KeyForm()
    if form.is_valid():
        try:
            count = start_wave(actor, wave_id, form.text(), now)
        except (Invalid, Conflict) as fault:
            blame(form, fault)
        else:
            words = ngettext("Started. %d invitation goes out.", "Started. %d invitations go out.", count)
            messages.success(request, words % count)
            return redirect("surveys:wave", wave_id)
    view = wave_view(actor, wave_id, now)
    context = {"form": form, "view": view, "line": view.line}
    return draw(request, actor, "wave_start", context, status=422 if form.errors else 200)


def _one_line(text: str) -> str:
    return " ".join(text.split())
