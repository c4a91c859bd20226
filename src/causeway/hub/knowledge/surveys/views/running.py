"""A wave that runs or has run: reminding, closing, opening, deleting."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import check
from causeway.hub.base.acting.errors import Conflict, Invalid
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.pages import blame, member_page
from causeway.hub.knowledge.surveys.commands.open_wave import delete_wave, open_wave
from causeway.hub.knowledge.surveys.commands.run_wave import close_wave, remind, settle_wave
from causeway.hub.knowledge.surveys.forms.waves import KeyForm, SureForm
from causeway.hub.knowledge.surveys.queries.waves import wave_view
from causeway.hub.knowledge.surveys.stages import Stage
from causeway.hub.knowledge.surveys.views.pages import draw


@require_POST
@member_page
def remind_now(request: HttpRequest, actor: Actor, wave_id: UUID) -> HttpResponse:
    """Send reminders."""
    try:
        remind(actor, wave_id, timezone.now())
    except Conflict as fault:
        messages.warning(request, fault.message)
    else:
        messages.success(request, _("Reminders go to everybody whose link is unused."))
    return redirect("surveys:wave", wave_id)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def close_page(request: HttpRequest, actor: Actor, wave_id: UUID) -> HttpResponse:
    """Close a wave, after asking once."""
    check(actor, Permission.MANAGE_SURVEYS)
    now = timezone.now()
    line = wave_view(actor, wave_id, now).line
    form = SureForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        close_wave(actor, wave_id, now)
        messages.success(request, _("The wave is closed. Who was asked is forgotten."))
        return redirect("surveys:wave", wave_id)
    return draw(request, actor, "wave_close", {"form": form, "line": line}, status=422 if form.errors else 200)


@require_POST
@member_page
def settle_now(request: HttpRequest, actor: Actor, wave_id: UUID) -> HttpResponse:
    """Finish a closing that broke off."""
    settle_wave(actor, wave_id, timezone.now())
    messages.success(request, _("The wave is closed. Who was asked is forgotten."))
    return redirect("surveys:wave", wave_id)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def open_page(request: HttpRequest, actor: Actor, wave_id: UUID) -> HttpResponse:
    """Open the answers with the key."""
    check(actor, Permission.MANAGE_SURVEYS)
    now = timezone.now()
    view = wave_view(actor, wave_id, now)
    form = KeyForm(request.POST, request.FILES) if request.method == "POST" else KeyForm()
    if form.is_valid():
        try:
            unread = open_wave(actor, wave_id, form.text(), now)
        except (Invalid, Conflict) as fault:
            blame(form, fault)
        else:
            messages.success(request, _("The answers are open. Figures can be made from them now."))
            if unread:
                words = ngettext(
                    "%d sealed sheet could not be read and is left out.",
                    "%d sealed sheets could not be read and are left out.",
                    unread,
                )
                messages.warning(request, words % unread)
            return redirect("surveys:wave", wave_id)
    context = {"form": form, "line": view.line}
    return draw(request, actor, "wave_open", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def delete_page(request: HttpRequest, actor: Actor, wave_id: UUID) -> HttpResponse:
    """Delete a wave, after asking once."""
    check(actor, Permission.MANAGE_SURVEYS)
    now = timezone.now()
    line = wave_view(actor, wave_id, now).line
    form = SureForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            delete_wave(actor, wave_id, now)
        except Conflict as fault:
            blame(form, fault)
        else:
            messages.success(request, _("The wave is deleted with everything that was of it."))
            return redirect("surveys:waves")
    has_answers = line.stage is Stage.OPENED or line.stage is Stage.CLOSED
    context = {"form": form, "line": line, "has_answers": has_answers}
    return draw(request, actor, "wave_delete", context, status=422 if form.errors else 200)
