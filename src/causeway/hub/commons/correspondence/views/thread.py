"""One thread: reading, answering, acknowledging, withdrawing, taking away, closing, leaving."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from causeway.hub.base.acting.errors import Conflict, HubError, Invalid
from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.organisations.pages import blame
from causeway.hub.base.organisations.words import ROLE_NAMES
from causeway.hub.base.theme.downloads import streamed_download
from causeway.hub.base.vault.bodies import takes_body
from causeway.hub.commons.correspondence.commands.export_thread import export_thread
from causeway.hub.commons.correspondence.commands.keep_thread import close_thread, leave_thread, reopen_thread
from causeway.hub.commons.correspondence.commands.open_thread import Download, download_document, open_thread
from causeway.hub.commons.correspondence.commands.write_message import (
    acknowledge_message,
    withdraw_message,
    write_message,
)
from causeway.hub.commons.correspondence.documents import Offered, forget, seal_documents
from causeway.hub.commons.correspondence.forms import ReplyForm, WithdrawForm
from causeway.hub.commons.correspondence.queries.thread_view import ThreadView, may_write
from causeway.hub.commons.correspondence.views.begin import LONGEST_UPLOAD_BYTES, at_a_field
from causeway.hub.commons.correspondence.words import HANDLING_MEANING, RECEIPT_NAMES, TIE_NAMES, TieKind
from causeway.hub.road.queues.forms import PackageForm
from causeway.hub.road.queues.views.addresses import address_of


@takes_body(LONGEST_UPLOAD_BYTES)
@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def thread_page(request: MemberRequest, thread_id: UUID) -> HttpResponseBase:
    """The whole thread. A POST adds a message."""
    view = open_thread(request.actor, thread_id)
    posted = request.method == "POST"
    form = ReplyForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        others=view.others,
        answered=view.answered_mark,
    )
    if posted and form.is_valid() and _written(request, thread_id, form):
        messages.success(request, _("Sent. You see here when they open it."))
        return redirect(reverse("correspondence:thread", args=[thread_id]) + "#last")
    return render(request, "correspondence/thread.html", _context(request, view, form), status=422 if posted else 200)


def _written(request: MemberRequest, thread_id: UUID, form: ReplyForm) -> bool:
    documents: list[Offered] = []
    try:
        documents = seal_documents(form.cleaned_data["documents"])
        write_message(request.actor, thread_id, form.message(documents), to_ids=form.to_ids())
    except HubError as fault:
        forget(documents)
        blame(form, at_a_field(fault))
        return False
    return True


def _context(request: MemberRequest, view: ThreadView, form: ReplyForm) -> dict[str, object]:
    own = request.actor.organisation_id
    present = [one for one in view.participants if one.left_at is None]
    return {
        "view": view,
        "form": form,
        "messages_shown": [
            {
                "message": message,
                "meaning": HANDLING_MEANING[message.handling],
                "receipts": [(RECEIPT_NAMES[receipt.kind], receipt) for receipt in message.receipts],
            }
            for message in view.messages
        ],
        "participants": [
            (one, ", ".join([*(str(ROLE_NAMES[role]) for role in one.roles), *one.addresses]))
            for one in view.participants
        ],
        "not_written_to": [one.name for one in present if one.organisation_id != own and not one.can_be_written_to],
        "ties": [
            (TIE_NAMES[tie.kind], tie.reference, address_of(_TIE_PAGES[tie.kind], tie.subject_id))
            for tie in view.ties
            if tie.reference
        ],
        "may_write": may_write(request.actor, view),
    }


_TIE_PAGES = {
    TieKind.CASE: "cases:case",
    TieKind.REFERRAL: "referrals:referral",
    TieKind.DATA_REQUEST: "data_requests:request",
}


@for_members
@require_safe
def document(request: MemberRequest, thread_id: UUID, document_id: UUID) -> HttpResponseBase:
    """A document, as a download that no browser shows by itself."""
    return as_download(download_document(request.actor, thread_id, document_id))


def as_download(found: Download) -> StreamingHttpResponse:
    """A document as an attachment of no type, so that no browser shows it by itself."""
    response = streamed_download(found.name, found.pieces)
    response["Content-Length"] = str(found.size_bytes)
    return _kept_private(response)


def _kept_private(response: StreamingHttpResponse) -> StreamingHttpResponse:
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@sensitive_post_parameters("passphrase", "again")
@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def download_page(request: MemberRequest, thread_id: UUID) -> HttpResponseBase:
    """The thread as one encrypted file."""
    form = PackageForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and (lock := form.lock()) is not None:
        return _kept_private(streamed_download("messages.zip.age", export_thread(request.actor, thread_id, lock)))
    context = {"form": form, "view": open_thread(request.actor, thread_id)}
    return render(request, "correspondence/download.html", context, status=422 if form.errors else 200)


@for_members
@require_POST
def acknowledge_page(request: MemberRequest, thread_id: UUID, message_id: UUID) -> HttpResponseBase:
    """Say that we have a message and act on it."""
    try:
        acknowledge_message(request.actor, thread_id, message_id)
    except Conflict as fault:
        messages.warning(request, fault.message)
    else:
        messages.success(request, _("They see that you have it."))
    return redirect("correspondence:thread", thread_id)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_page(request: MemberRequest, thread_id: UUID, message_id: UUID) -> HttpResponseBase:
    """Take a message of ours back."""
    view = open_thread(request.actor, thread_id)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_message(request.actor, thread_id, message_id, form.cleaned_data["reason"])
        except (Invalid, Conflict) as fault:
            blame(form, fault)
        else:
            messages.success(request, _("Withdrawn. It stays in the thread, marked."))
            return redirect("correspondence:thread", thread_id)
    context = {"form": form, "view": view}
    return render(request, "correspondence/withdraw.html", context, status=422 if form.errors else 200)


@for_members
@require_POST
def close_page(request: MemberRequest, thread_id: UUID) -> HttpResponseBase:
    """Close what our organisation began."""
    close_thread(request.actor, thread_id)
    messages.success(request, _("Closed. All can still read it."))
    return redirect("correspondence:thread", thread_id)


@for_members
@require_POST
def reopen_page(request: MemberRequest, thread_id: UUID) -> HttpResponseBase:
    """Open it again."""
    reopen_thread(request.actor, thread_id)
    messages.success(request, _("Open again."))
    return redirect("correspondence:thread", thread_id)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def leave_page(request: MemberRequest, thread_id: UUID) -> HttpResponseBase:
    """Leave, once asked again."""
    view = open_thread(request.actor, thread_id)
    if request.method == "POST":
        try:
            leave_thread(request.actor, thread_id)
        except Conflict as fault:
            messages.warning(request, fault.message)
        else:
            messages.success(request, _("Your organisation has left. You keep what you got."))
        return redirect("correspondence:thread", thread_id)
    return render(request, "correspondence/leave.html", {"view": view})
