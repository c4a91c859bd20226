"""Letters about completeness: a desk reads what one would say and releases it; its sender reads it, also on paper."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from causeway.hub.base.acting.errors import Conflict
from causeway.hub.base.acting.pages import MemberRequest, for_members, page_number
from causeway.hub.base.organisations.languages import in_language_of
from causeway.hub.base.theme.downloads import download
from causeway.hub.road.outcomes.commands.release_letter import release_letter
from causeway.hub.road.outcomes.letter_shown import letter_pdf, letter_shown
from causeway.hub.road.outcomes.queries.completeness import AT_ONCE
from causeway.hub.road.outcomes.queries.letters import draft_letter, letters_due, letters_received, open_letter


@for_members
@require_safe
def letters_due_page(request: MemberRequest) -> HttpResponseBase:
    """To whom the desk could write."""
    number = page_number(request)
    due = letters_due(request.actor, number)
    page = Paginator(range(due.total), AT_ONCE).get_page(number)
    return render(request, "outcomes/letters_due.html", {"due": due.items, "page": page})


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def draft_page(request: MemberRequest, sender_id: UUID) -> HttpResponseBase:
    """What a letter would say today, in the language of the sender; release it."""
    letter = draft_letter(request.actor, sender_id)
    if request.method == "POST":
        try:
            release_letter(request.actor, sender_id)
        except Conflict as fault:
            messages.warning(request, fault.message)
        else:
            messages.success(request, _("The letter is released. The sender reads it on its own page."))
            return redirect("outcomes:letters_due")
    with in_language_of(sender_id):
        shown = letter_shown(letter)
    return render(request, "outcomes/letter.html", {"letter": letter, "shown": shown, "is_draft": True})


@for_members
@require_safe
def letters_page(request: MemberRequest) -> HttpResponseBase:
    """The letters that came."""
    return render(request, "outcomes/letters.html", {"letters": letters_received(request.actor)})


@for_members
@require_safe
def letter_page(request: MemberRequest, letter_id: UUID) -> HttpResponseBase:
    """One letter, in the reader's language."""
    letter = open_letter(request.actor, letter_id)
    return render(request, "outcomes/letter.html", {"letter": letter, "shown": letter_shown(letter)})


@for_members
@require_safe
def letter_file(request: MemberRequest, letter_id: UUID) -> HttpResponseBase:
    """The letter as PDF."""
    letter = open_letter(request.actor, letter_id)
    return download(f"completeness-{letter.ends_on}.pdf", letter_pdf(letter), "application/pdf")
