"""One file: what is known of it, its picture blurred first, and the deliberate step that shows it clear."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from causeway.hub.base.acting.errors import Conflict, Invalid
from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.base.organisations.commands.set_display import Display, display_of, set_display
from causeway.hub.base.theme.downloads import streamed_download
from causeway.hub.base.vault.errors import VaultError
from causeway.hub.knowledge.training.held_acts import HeldAct
from causeway.hub.road.evidence.commands.look_at import Look, look_at
from causeway.hub.road.evidence.commands.record_authority import record_authority
from causeway.hub.road.evidence.forms import AuthorityForm, DisplayForm
from causeway.hub.road.evidence.queries.authorities import authorities_for
from causeway.hub.road.evidence.queries.files import FileView, look_up_file
from causeway.hub.road.evidence.queries.held import standing_at_act
from causeway.hub.road.evidence.showing import clear_token, drawn, require_clear_step, sealed_response
from causeway.hub.road.evidence.words import ACCESS_TEXTS, AUTHORITY_NAMES
from causeway.matching import NoPreview


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def file_page(request: MemberRequest, attachment_id: UUID) -> HttpResponseBase:
    """A file's page. A POST is the deliberate step to see it clear."""
    view = look_up_file(request.actor, attachment_id)
    display = display_of(request.actor)
    clear = clear_token(request.actor, attachment_id) if request.method == "POST" and view.may_be_opened else ""
    is_wanted = display.loads_by_itself or request.GET.get("show") == "blurred" or not display.is_blurred_first
    context = {
        "file": view,
        "access_text": ACCESS_TEXTS[view.access],
        "display": display,
        "clear": clear,
        "shows_blurred": view.may_be_opened and is_wanted and not clear,
        "may_record_authority": may(request.actor, Permission.RECORD_AUTHORITY),
        "authorities": _authority_rows(request, view),
        "digests": _digests(view),
        "training": standing_at_act(request.actor, HeldAct.OPEN_FILE, view.fact.referral_id),
        "may_override": may(request.actor, Permission.OVERRIDE_SKILL),
    }
    return render(request, "evidence/file.html", context)


def _authority_rows(request: MemberRequest, view: FileView) -> list[dict[str, object]]:
    found = authorities_for(request.actor, view.fact.referral_id)
    return [{"name": AUTHORITY_NAMES.get(row.kind, row.kind), "fact": row} for row in found]  # type: ignore[call-overload]


def _digests(view: FileView) -> list[tuple[str, str]]:
    pdq = view.examined.pdq if view.examined else None
    return [("SHA-256", view.fact.sha256), ("SHA-1", view.fact.sha1), ("MD5", view.fact.md5), ("PDQ", pdq or "")]


@for_members
@require_GET
def picture(request: MemberRequest, attachment_id: UUID) -> HttpResponseBase:
    """The picture itself: blurred, or clear where the step was taken a moment ago. Drawn in a limited process."""
    display = display_of(request.actor)
    look = Look.BLURRED
    if token := request.GET.get("clear"):
        require_clear_step(request.actor, attachment_id, token)
        look = Look.CLEAR
    is_grey = display.is_grey or look is Look.BLURRED
    try:
        content = look_at(request.actor, attachment_id, look, is_grey=is_grey)
        return drawn(content, look, is_grey=is_grey)
    except (Conflict, VaultError, NoPreview) as fault:
        raise Http404(fault.message) from fault


@for_members
@require_POST
def download(request: MemberRequest, attachment_id: UUID) -> HttpResponseBase:
    """The file's own bytes, under the recorded authority; the sender's name for it is not trusted with a place on
    disk.
    """
    try:
        content = look_at(request.actor, attachment_id, Look.DOWNLOADED)
    except (Conflict, VaultError) as fault:
        raise Http404(fault.message) from fault
    return sealed_response(streamed_download(f"{content.reference}-file-{content.ordinal + 1}.bin", content.pieces))


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def authority_page(request: MemberRequest, attachment_id: UUID) -> HttpResponseBase:
    """Record an authority, then come back to the file."""
    view = look_up_file(request.actor, attachment_id)
    form = AuthorityForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            record_authority(request.actor, view.fact.referral_id, **form.cleaned_data)
        except Invalid as fault:
            form.add_error(fault.field, fault.message)
        else:
            messages.success(request, _("The authority is recorded. It covers this referral, for your organisation."))
            return redirect("evidence:file", attachment_id=attachment_id)
    return render(request, "evidence/authority.html", {"file": view, "form": form})


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def display_page(request: MemberRequest) -> HttpResponseBase:
    """A person's own settings."""
    if request.method == "POST":
        form = DisplayForm(request.POST)
        if form.is_valid():
            set_display(request.actor, Display(**form.cleaned_data))
            messages.success(request, _("Your settings are kept."))
            return redirect("evidence:display")
    kept = display_of(request.actor)
    form = DisplayForm(initial={name: getattr(kept, name) for name in Display.__dataclass_fields__})
    return render(request, "evidence/display.html", {"form": form})
