"""Putting up a candidate by hand: what a user reported, or a member saw."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from causeway.hub.base.acting.doors import check
from causeway.hub.base.acting.errors import Invalid
from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.base.organisations.pages import blame
from causeway.hub.base.theme.downloads import safe_name
from causeway.hub.base.vault.bodies import takes_body
from causeway.hub.base.vault.errors import VaultError
from causeway.hub.base.vault.sealing import discard
from causeway.hub.road.candidates.commands.receive_candidate import NewFile, receive_candidate
from causeway.hub.road.candidates.forms import ReportForm
from causeway.hub.road.intake.views.files import LONGEST_UPLOAD_BYTES, seal_uploads


@takes_body(LONGEST_UPLOAD_BYTES)
@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def report_page(request: MemberRequest) -> HttpResponseBase:
    """The form."""
    check(request.actor, Permission.SEND_CANDIDATE)
    form = ReportForm(request.POST, request.FILES) if request.method == "POST" else ReportForm()
    if form.is_bound and form.is_valid() and _receive(request, form):
        # Whoever hears of things need not be one who reviews them.
        return redirect("candidates:desk" if may(request.actor, Permission.READ_CANDIDATES) else "candidates:report")
    return render(
        request,
        "candidates/report.html",
        {"form": form, "may_read": may(request.actor, Permission.READ_CANDIDATES)},
        status=422 if form.errors else 200,
    )


def _receive(request: MemberRequest, form: ReportForm) -> bool:
    uploads = form.cleaned_data["files"]
    try:
        written = seal_uploads(uploads)
    except VaultError as fault:
        form.add_error("files", fault.message)
        return False
    files = tuple(
        NewFile(written=sealed, name=safe_name(upload.name)) for upload, sealed in zip(uploads, written, strict=True)
    )
    try:
        received = receive_candidate(request.actor, form.candidate(request.actor.organisation_name), files)
    except Invalid as fault:
        for sealed in written:
            discard(sealed)
        blame(form, fault)
        return False
    messages.success(request, _("%(reference)s waits at the desk.") % {"reference": received.reference})
    return True
