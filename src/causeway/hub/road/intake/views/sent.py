"""What an organisation has sent: the list, one referral, and what can still be added or answered."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from causeway.hub.base.acting.errors import Conflict, Invalid
from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.base.acting.searching import address_of_search, searched
from causeway.hub.base.theme.components import Row
from causeway.hub.base.theme.downloads import safe_name
from causeway.hub.base.vault.bodies import takes_body
from causeway.hub.base.vault.errors import VaultError
from causeway.hub.road.intake.forms.more import SupplementForm
from causeway.hub.road.intake.views.files import LONGEST_UPLOAD_BYTES, seal_uploads
from causeway.hub.road.referrals.commands.ask_sender import answer_question
from causeway.hub.road.referrals.commands.supplement_referral import NewFile, NewSupplement, supplement_referral
from causeway.hub.road.referrals.queries.sent import SentDetail, SentFilters, list_sent, sent_referral
from causeway.hub.road.referrals.words import CONCERN_NAMES, DOOR_NAMES
from causeway.vocabulary.referral import Attachment

PAGE = 50
"""Rows of one page."""

FOLLOW_PAGE = "outcomes:whereabouts"
"""The page of `outcomes` that says where a referral is; that app stands above this one, so only its name is known."""


def follow_url(referral_id: UUID) -> str:
    """Where the sender sees what came of it; empty where no such page is served."""
    try:
        return reverse(FOLLOW_PAGE, kwargs={"referral_id": referral_id})
    except NoReverseMatch:
        return ""


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def sent_list(request: MemberRequest) -> HttpResponseBase:
    """The list, newest first. A cursor that is none of ours leads to the start."""
    if request.method == "POST":
        return address_of_search(request, "reference")
    cursor, reference = request.GET.get("cursor"), searched(request, "reference").get("reference", "")
    filters = SentFilters(reference=reference or None)
    try:
        page = list_sent(request.actor, cursor=cursor, filters=filters, limit=PAGE)
    except Invalid:
        return redirect("sent_referrals")
    rows = [
        {"line": line, "concern": CONCERN_NAMES[line.concern], "follow_url": follow_url(line.id)} for line in page.items
    ]
    context = {"rows": rows, "reference": reference, "following": page.next_cursor, "is_first": cursor is None}
    return render(request, "intake/sent_list.html", context)


@for_members
@require_GET
def sent_page(request: MemberRequest, referral_id: UUID) -> HttpResponseBase:
    """One referral, as its sender sees it."""
    found = sent_referral(request.actor, referral_id)
    context = {
        "found": found,
        "rows": _facts(found),
        "follow_url": follow_url(found.id),
        "can_add": may(request.actor, Permission.SUPPLEMENT_REFERRAL),
        "can_answer": may(request.actor, Permission.ANSWER_QUESTION),
    }
    return render(request, "intake/sent_referral.html", context)


def _facts(found: SentDetail) -> list[Row]:
    return [
        Row(_("Sent"), found.received_at),
        Row(_("To"), found.desk_name),
        Row(_("By"), DOOR_NAMES[found.door]),
        Row(_("About"), CONCERN_NAMES[found.concern]),
        Row(_("When it happened"), found.occurred_at),
        Row(_("Your reference"), found.sender_reference),
        *([Row(_("Reference elsewhere"), found.external_reference)] if found.external_reference else []),
    ]


def _supplement(form: SupplementForm) -> NewSupplement:
    """What the form adds, its files sealed. Call it outside any transaction."""
    uploads = form.cleaned_data["files"]
    viewed = form.cleaned_data["viewed"]
    said = Attachment(viewed_by_sender=viewed == "True" if viewed else None, supplemental=True)
    files = [
        NewFile(
            written=written,
            attachment=Attachment(
                name=safe_name(upload.name), viewed_by_sender=said.viewed_by_sender, supplemental=True
            ),
        )
        for upload, written in zip(uploads, seal_uploads(uploads), strict=True)
    ]
    return NewSupplement(text=form.cleaned_data["text"], files=files)


def _form_page(
    request: MemberRequest, found: SentDetail, form: SupplementForm, heading: str, question: object = None
) -> HttpResponse:
    context = {"found": found, "form": form, "heading": heading, "question": question}
    return render(request, "intake/sent_add.html", context, status=422 if form.is_bound else 200)


def _form(request: MemberRequest) -> SupplementForm:
    return SupplementForm(request.POST, request.FILES) if request.method == "POST" else SupplementForm()


@takes_body(LONGEST_UPLOAD_BYTES)
@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def add_more(request: MemberRequest, referral_id: UUID) -> HttpResponseBase:
    """Add something."""
    found, form = sent_referral(request.actor, referral_id), _form(request)
    if form.is_bound and form.is_valid():
        try:
            supplement_referral(request.actor, referral_id, _supplement(form))
        except (Invalid, VaultError) as fault:
            form.add_error(None, fault.message)
        else:
            messages.success(request, _("It was added."))
            return redirect("sent_referral", referral_id=referral_id)
    return _form_page(request, found, form, _("Add something"))


@takes_body(LONGEST_UPLOAD_BYTES)
@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: MemberRequest, referral_id: UUID, question_id: UUID) -> HttpResponseBase:
    """Answer a question."""
    found, form = sent_referral(request.actor, referral_id), _form(request)
    question = next((one for one in found.questions if one.id == question_id), None)
    if question is None:
        raise Http404("There is no such question.")
    if form.is_bound and form.is_valid():
        try:
            answer_question(request.actor, question_id, _supplement(form))
        except (Invalid, Conflict, VaultError) as fault:
            form.add_error(None, fault.message)
        else:
            messages.success(request, _("Your answer was sent."))
            return redirect("sent_referral", referral_id=referral_id)
    return _form_page(request, found, form, _("Answer"), question)
