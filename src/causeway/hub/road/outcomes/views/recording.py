"""The force's side: recording one outcome, or many from a file."""

import base64
import binascii
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from causeway.hub.base.acting.doors import check
from causeway.hub.base.acting.errors import Invalid
from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.pages import blame
from causeway.hub.road.outcomes.commands.import_outcomes import (
    ImportRefused,
    OutcomeImport,
    check_import,
    import_outcomes,
)
from causeway.hub.road.outcomes.commands.record_outcome import record_outcome
from causeway.hub.road.outcomes.finished import finished_cases
from causeway.hub.road.outcomes.forms import OutcomeFileForm, OutcomeForm, OutcomeTextForm, initial_of
from causeway.hub.road.outcomes.queries.outcomes import outcome_page_of
from causeway.hub.road.outcomes.reading_csv import COLUMNS, LARGEST_FILE_BYTES
from causeway.hub.road.outcomes.words import STATUS_NAMES
from causeway.hub.road.queues.views.holding import holding


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def outcome_page(request: MemberRequest, referral_id: UUID) -> HttpResponseBase:
    """Record what came of one referral."""
    page = outcome_page_of(request.actor, referral_id)
    form = OutcomeForm(
        request.POST if request.method == "POST" else None,
        sender_kind=page.sender_kind,
        initial=initial_of(page.newest.outcome if page.newest else None),
    )
    held = holding(request, [referral_id])
    if request.method == "POST" and form.is_valid() and held.lets(request, form):
        try:
            record_outcome(request.actor, referral_id, form.outcome())
        except Invalid as fault:
            blame(form, fault)
        else:
            messages.success(request, _("The outcome is recorded."))
            return redirect("outcomes:record", referral_id)
    newest = page.newest
    context = {
        "page": page,
        "form": form,
        "status_name": STATUS_NAMES[newest.outcome.status] if newest else "",
        "held": held,
    }
    return render(request, "outcomes/record.html", context, status=422 if form.errors else 200)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def import_page(request: MemberRequest) -> HttpResponseBase:
    """Choose a file, look at what it would do, then record it all."""
    check(request.actor, Permission.RECORD_OUTCOME)
    form, found, text = OutcomeFileForm(), OutcomeImport(rows=()), ""
    if request.method == "POST":
        try:
            if "text" in request.POST:
                done = import_outcomes(request.actor, _confirmed(OutcomeTextForm(request.POST)))
                said = ngettext("%(count)d outcome is recorded.", "%(count)d outcomes are recorded.", len(done.new))
                messages.success(request, said % {"count": len(done.new)})
                return redirect("outcomes:import")
            form = OutcomeFileForm(request.POST, request.FILES)
            if form.is_valid():
                data = form.cleaned_data["file"].read(LARGEST_FILE_BYTES + 1)
                found = check_import(request.actor, data)
                text = base64.b64encode(data).decode("ascii")
        except ImportRefused as fault:
            form = OutcomeFileForm(request.POST, request.FILES)
            form.add_error("file", fault.message)
            found = fault.found
    context = {
        "form": form,
        "found": found,
        "text": "" if found.faulty or not found.new else text,
        "columns": ["reference", *COLUMNS],
        "status_names": STATUS_NAMES,
        "finished": finished_cases(request.actor),
    }
    return render(request, "outcomes/import.html", context, status=422 if form.errors else 200)


def _confirmed(form: OutcomeTextForm) -> bytes:
    try:
        return base64.b64decode(form.data.get("text", ""), validate=True)
    except (binascii.Error, ValueError) as fault:
        raise ImportRefused(_("Choose the file again.")) from fault
