"""The documents of an agreement."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.errors import HubError
from causeway.hub.base.organisations.pages import blame, member_page, render_in_section
from causeway.hub.base.organisations.queries.agreements import AgreementState, agreement
from causeway.hub.base.vault.bodies import takes_body
from causeway.hub.commons.correspondence.commands.attach_to_agreement import (
    attach_to_agreement,
    documents_of_agreement,
    open_agreement_document,
)
from causeway.hub.commons.correspondence.documents import Offered, forget, seal_documents
from causeway.hub.commons.correspondence.forms import AttachForm
from causeway.hub.commons.correspondence.views.begin import LONGEST_UPLOAD_BYTES, at_a_field
from causeway.hub.commons.correspondence.views.thread import as_download


@takes_body(LONGEST_UPLOAD_BYTES)
@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def documents_page(request: HttpRequest, actor: Actor, agreement_id: UUID) -> HttpResponseBase:
    """What is attached. A POST attaches more, as the giving side."""
    row = agreement(actor, agreement_id)
    posted = request.method == "POST"
    form = AttachForm(request.POST, request.FILES) if posted else AttachForm()
    if posted and form.is_valid() and _attached(actor, agreement_id, form):
        messages.success(request, _("Attached and sealed."))
        return redirect("correspondence:agreement_documents", agreement_id)
    context = {
        "row": row,
        "form": form,
        "documents": documents_of_agreement(actor, agreement_id),
        "may_open": row.is_given or row.accepted_at is not None,
        "may_attach": row.is_given and row.state not in {AgreementState.ENDED, AgreementState.LAPSED},
    }
    status = 422 if form.errors else 200
    template = "correspondence/agreement_documents.html"
    return render_in_section(request, actor, template, context, current="agreements", status=status)


def _attached(actor: Actor, agreement_id: UUID, form: AttachForm) -> bool:
    documents: list[Offered] = []
    try:
        documents = seal_documents(form.cleaned_data["documents"])
        attach_to_agreement(actor, agreement_id, documents)
    except HubError as fault:
        forget(documents)
        blame(form, at_a_field(fault))
        return False
    return True


@require_safe
@member_page
def document(request: HttpRequest, actor: Actor, agreement_id: UUID, document_id: UUID) -> HttpResponseBase:
    """One of them, as a download that no browser shows by itself."""
    return as_download(open_agreement_document(actor, agreement_id, document_id))
