"""Beginning a thread, and adding an organisation to it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from causeway.hub.base.acting.errors import Conflict, HubError, Invalid, NotAgreed, NotFound, NotPermitted
from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.organisations.pages import blame
from causeway.hub.base.vault.bodies import takes_body
from causeway.hub.commons.correspondence.commands.begin_thread import add_organisation, begin_thread
from causeway.hub.commons.correspondence.commands.keep_thread import tie_thread
from causeway.hub.commons.correspondence.commands.open_thread import open_thread
from causeway.hub.commons.correspondence.documents import (
    DOCUMENT_LIMIT_BYTES,
    MOST_DOCUMENTS,
    Offered,
    forget,
    seal_documents,
)
from causeway.hub.commons.correspondence.forms import AddForm, BeginForm, TieForm
from causeway.hub.commons.correspondence.queries.correspondents import correspondents, tied_heading
from causeway.hub.commons.correspondence.tying import Tying
from causeway.hub.commons.correspondence.words import TieKind
from causeway.hub.road.cases.queries.case_list import open_cases

LONGEST_UPLOAD_BYTES = MOST_DOCUMENTS * DOCUMENT_LIMIT_BYTES + 1024**2


@takes_body(LONGEST_UPLOAD_BYTES)
@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def begin_page(request: MemberRequest, kind: str = "", subject_id: UUID | None = None) -> HttpResponseBase:
    """A new thread, perhaps about a case, a referral or a data request of ours; `to` in the address proposes whom to
    write to.
    """
    tying = _tying(kind, subject_id)
    heading = tied_heading(request.actor, tying) if tying else ""
    listings = correspondents(request.actor)
    posted = request.method == "POST"
    initial = {"to": request.GET.getlist("to")}
    form = BeginForm(
        request.POST if posted else None, request.FILES if posted else None, listings=listings, initial=initial
    )
    if posted and form.is_valid() and (thread_id := _begun(request, form, tying)):
        messages.success(request, _("Sent. You see here when they open it."))
        return redirect("correspondence:thread", thread_id)
    context = {"form": form, "heading": heading, "listings": listings}
    return render(request, "correspondence/begin.html", context, status=422 if form.errors else 200)


def _tying(kind: str, subject_id: UUID | None) -> Tying | None:
    if subject_id is None:
        return None
    try:
        return Tying(kind=TieKind(kind), subject_id=subject_id)
    except ValueError as fault:
        raise Http404(_("There is no such thing to tie the messages to.")) from fault


def _begun(request: MemberRequest, form: BeginForm, tying: Tying | None) -> UUID | None:
    documents: list[Offered] = []
    receivers = [form.receiver(each) for each in form.to_ids()]
    try:
        documents = seal_documents(form.cleaned_data["documents"])
        return begin_thread(
            request.actor, form.cleaned_data["subject"], receivers, form.message(documents), tying=tying
        )
    except HubError as fault:
        forget(documents)
        blame(form, at_a_field(fault))
        return None


def at_a_field(fault: HubError) -> HubError:
    """A fault of the form's `due_at` stands at the field for its day; those of the vault at the documents. What is not
    there, or not permitted, is no fault of a form.
    """
    if isinstance(fault, NotFound | NotPermitted) and not fault.field:
        raise fault
    if fault.field == "due_at":
        return Invalid(fault.message, field="due_on")
    if fault.field or isinstance(fault, Conflict | NotAgreed):
        return fault
    return Invalid(fault.message, field="documents")


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def add_page(request: MemberRequest, thread_id: UUID) -> HttpResponseBase:
    """Bring another organisation in."""
    listings = correspondents(request.actor, not_in=thread_id)
    form = AddForm(request.POST if request.method == "POST" else None, listings=listings)
    if request.method == "POST" and form.is_valid():
        try:
            passed = add_organisation(request.actor, thread_id, form.receiver(UUID(form.cleaned_data["to"])))
        except HubError as fault:
            blame(form, fault)
        else:
            said = ngettext(
                "They are in. They can read %(n)d message that was written before.",
                "They are in. They can read %(n)d messages that were written before.",
                passed,
            )
            messages.success(request, said % {"n": passed})
            return redirect("correspondence:thread", thread_id)
    context = {"form": form, "thread_id": thread_id, "listings": listings}
    return render(request, "correspondence/add.html", context, status=422 if form.errors else 200)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def tie_page(request: MemberRequest, thread_id: UUID) -> HttpResponseBase:
    """Tie a thread to one of our open cases."""
    view, cases = open_thread(request.actor, thread_id), open_cases(request.actor)
    form = TieForm(request.POST if request.method == "POST" else None, cases=cases)
    if request.method == "POST" and form.is_valid():
        tying = Tying(kind=TieKind.CASE, subject_id=UUID(form.cleaned_data["case"]))
        try:
            tie_thread(request.actor, thread_id, tying)
        except Conflict as fault:
            blame(form, fault)
        else:
            messages.success(request, _("Tied. Nobody but your organisation sees it."))
            return redirect("correspondence:thread", thread_id)
    context = {"form": form, "view": view}
    return render(request, "correspondence/tie.html", context, status=422 if form.errors else 200)
