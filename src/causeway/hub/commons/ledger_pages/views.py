"""The ledger: what happened, who looked, and the means to prove it."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.errors import NotFound
from causeway.hub.base.ledger.act_texts import ACT_TEXTS
from causeway.hub.base.organisations.commands.export_ledger import export_for
from causeway.hub.base.organisations.pages import member_page, render_in_section
from causeway.hub.base.organisations.queries.members import member_names
from causeway.hub.base.organisations.words import PURPOSE_NAMES
from causeway.hub.base.rows.paging import read_position
from causeway.hub.base.theme.downloads import download, streamed_download
from causeway.hub.commons.ledger_pages.commands.look import look, take_checkpoint
from causeway.hub.commons.ledger_pages.forms import LedgerFilter
from causeway.vocabulary.organisations import Purpose

_CURRENT = "ledger"


@require_safe
@member_page
def ledger(request: HttpRequest, actor: Actor) -> HttpResponse:
    """One page of the ledger."""
    form = LedgerFilter(member_names(actor), request.GET)
    form.is_valid()
    after = read_position(request.GET.get("cursor", ""))
    found = look(actor, form.sought(), after=after)
    context = {
        "form": form,
        "chosen": _chosen(form),
        "rows": [
            {"row": row, "act": ACT_TEXTS[row.act], "purpose": PURPOSE_NAMES[Purpose(row.purpose)]}
            for row in found.rows
        ],
        "following": str(found.following) if found.following else None,
        "is_first": after is None,
        "head": found.head,
    }
    return render_in_section(request, actor, "ledger_pages/ledger.html", context, current=_CURRENT)


@require_safe
@member_page
def checkpoint(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The newest signed head as a file."""
    head = take_checkpoint(actor)
    if head is None:
        raise NotFound(_("There is no checkpoint yet."))
    return download(f"causeway-{head.size}.checkpoint", head.note, "text/plain; charset=utf-8")


@require_POST
@member_page
def export(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """The ledger as JSON lines, streamed; what others alone may see stands in it as hashes."""
    # The permission is checked and the export entered here; the lines open their own transactions as they are read.
    lines = export_for(actor)
    return streamed_download(f"causeway-ledger-{timezone.now():%Y%m%dT%H%M%SZ}.jsonl", lines, "application/jsonl")


def _chosen(form: LedgerFilter) -> list[tuple[str, str, str]]:
    """What is applied, each with the address that removes it."""
    applied = {name: form.data[name] for name in form.fields if form.data.get(name) and name in form.cleaned_data}
    chosen = []
    for name, value in applied.items():
        rest = {other: kept for other, kept in applied.items() if other != name}
        field = form.fields[name]
        words = dict(getattr(field, "choices", ())).get(value, value)
        chosen.append((str(field.label), str(words), "?" + urlencode(rest)))
    return chosen
