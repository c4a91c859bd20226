"""A list that comes into a bank."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from causeway.hub.base.acting.doors import check
from causeway.hub.base.acting.errors import Conflict, Invalid
from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.vault.bodies import FORM_ROOM_BYTES, takes_body
from causeway.hub.knowledge.banks.commands.import_list import ListFormat, import_list
from causeway.hub.knowledge.banks.fault_words import row_fault
from causeway.hub.knowledge.banks.forms.importing import LARGEST_LIST_BYTES, ListForm
from causeway.interchange.hashlists import CategoryScheme

MOST_FAULTS_SHOWN = 100


@takes_body(LARGEST_LIST_BYTES + FORM_ROOM_BYTES)
@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def import_page(request: MemberRequest) -> HttpResponse:
    """Bring a list into a bank, and say what became of its rows."""
    check(request.actor, Permission.MANAGE_BANKS)
    given = {"list_format": ListFormat.CSV.value, "bank_name": request.GET.get("bank", "")}
    form, done = ListForm(initial=given), None
    if request.method == "POST":
        form = ListForm(request.POST, request.FILES)
        if form.is_valid():
            told = form.cleaned_data
            try:
                done = import_list(
                    request.actor,
                    bank_name=told["bank_name"],
                    stream=told["file"].file,
                    list_format=ListFormat(told["list_format"]),
                    scheme=CategoryScheme(told["scheme"] or CategoryScheme.UNSTATED),
                    taking=form.taking(),
                    source=told["source"],
                    is_trial=told["is_trial"],
                )
            except Invalid as fault:
                form.add_error(fault.field if fault.field in form.fields else "file", fault.message)
            except Conflict as fault:
                form.add_error("bank_name", fault.message)
    if done is not None:
        shown = [(fault, row_fault(fault)) for fault in done.faults[:MOST_FAULTS_SHOWN]]
        context = {"done": done, "bank_name": form.cleaned_data["bank_name"], "faults": shown}
        return render(request, "banks/imported.html", context)
    return render(request, "banks/import.html", {"form": form}, status=422 if form.errors else 200)
