"""Files and addresses of a draft. Bytes are sealed while they are read; only then is the draft told of them."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.theme.downloads import safe_name
from causeway.hub.base.vault.bodies import takes_body
from causeway.hub.base.vault.errors import VaultError
from causeway.hub.base.vault.sealing import Written, write_sealed
from causeway.hub.road.intake.commands.keep_draft import add_draft_files, change_draft_file, remove_draft_file
from causeway.hub.road.intake.forms.files import FILE_LIMIT_BYTES, AboutForm, AddressOnlyForm, FilesForm
from causeway.hub.road.intake.queries.drafts import draft
from causeway.hub.road.intake.views.drafts import completeness_panel, form_page, sent_already
from causeway.vocabulary.referral import Attachment

LONGEST_UPLOAD_BYTES = 2 * FILE_LIMIT_BYTES
"""Of all files that come together through a browser: as much as one may have through the API."""


def seal_uploads(files: Iterable["UploadedFile[Any]"], *, limit_bytes: int = FILE_LIMIT_BYTES) -> list[Written]:
    """Seal what came with a request. Call it outside any transaction."""
    return [write_sealed(file.chunks(), limit_bytes=limit_bytes) for file in files]


@for_members
@require_GET
def files_page(request: MemberRequest, draft_id: UUID) -> HttpResponseBase:
    """What is there so far."""
    view = draft(request.actor, draft_id)
    return sent_already(view) or form_page(request, "intake/files.html", view, {})


@takes_body(LONGEST_UPLOAD_BYTES)
@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def add_files(request: MemberRequest, draft_id: UUID) -> HttpResponseBase:
    """Add files, all with the same answers."""
    view = draft(request.actor, draft_id)
    if gone := sent_already(view):
        return gone
    form = FilesForm(request.POST, request.FILES) if request.method == "POST" else FilesForm()
    is_right = request.method == "POST" and form.is_valid()
    if request.method == "POST" and request.headers.get("HX-Request"):
        about = form.applied_to(Attachment(sha256="0" * 64))
        return completeness_panel(request, replace(view.referral, attachments=(*view.referral.attachments, about)))
    if is_right:
        uploads = form.cleaned_data["files"]
        try:
            written = seal_uploads(uploads)
        except VaultError as fault:
            form.add_error("files", fault.message)
        else:
            told = [
                (form.applied_to(Attachment(name=safe_name(upload.name))), sealed)
                for upload, sealed in zip(uploads, written, strict=True)
            ]
            add_draft_files(request.actor, draft_id, list(told))
            return redirect("intake_files", draft_id=draft_id)
    context = {"form": form, "heading": _("Add files"), "has_upload": True}
    return form_page(request, "intake/step.html", view, context, status=422 if form.is_bound else 200)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def add_address(request: MemberRequest, draft_id: UUID) -> HttpResponseBase:
    """Add a web address without a file."""
    view = draft(request.actor, draft_id)
    if gone := sent_already(view):
        return gone
    is_sent = request.method == "POST"
    form = AddressOnlyForm(request.POST if is_sent else None, initial={"viewed": "False"})
    is_right = is_sent and form.is_valid()
    if is_sent and request.headers.get("HX-Request"):
        about = form.applied_to(Attachment())
        return completeness_panel(request, replace(view.referral, attachments=(*view.referral.attachments, about)))
    if is_right:
        add_draft_files(request.actor, draft_id, [(form.applied_to(Attachment()), None)])
        return redirect("intake_files", draft_id=draft_id)
    context = {"form": form, "heading": _("Add a web address without a file")}
    return form_page(request, "intake/step.html", view, context, status=422 if is_sent else 200)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def change_file(request: MemberRequest, draft_id: UUID, file_id: UUID) -> HttpResponseBase:
    """Change what is said of one."""
    view = draft(request.actor, draft_id)
    if gone := sent_already(view):
        return gone
    file = next((file for file in view.files if file.id == file_id), None)
    if file is None:
        raise Http404("There is no such file.")
    is_sent = request.method == "POST"
    form_class = AboutForm if file.sealed_id else AddressOnlyForm
    form = form_class(request.POST if is_sent else None, initial=form_class.initial_of(file.attachment))
    is_right = is_sent and form.is_valid()
    if is_sent and request.headers.get("HX-Request"):
        said = tuple(form.applied_to(one.attachment) if one.id == file_id else one.attachment for one in view.files)
        return completeness_panel(request, replace(view.referral, attachments=said))
    if is_right:
        change_draft_file(request.actor, draft_id, file_id, form.applied_to)
        return redirect("intake_files", draft_id=draft_id)
    context = {"form": form, "heading": file.name or _("File without a name")}
    return form_page(request, "intake/step.html", view, context, status=422 if is_sent else 200)


@for_members
@require_POST
def remove_file(request: MemberRequest, draft_id: UUID, file_id: UUID) -> HttpResponseBase:
    """Take one out."""
    remove_draft_file(request.actor, draft_id, file_id)
    return redirect("intake_files", draft_id=draft_id)
