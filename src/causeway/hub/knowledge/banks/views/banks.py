"""The list of banks, one bank with its signals, and what its curator and subscribers do with it."""

from operator import attrgetter
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from causeway.hub.base.acting.doors import check
from causeway.hub.base.acting.errors import Conflict, Invalid, NotAgreed
from causeway.hub.base.acting.pages import MemberRequest, for_members, page_number
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.base.acting.searching import address_of_search, searched
from causeway.hub.base.organisations.pages import blame
from causeway.hub.base.theme.components import address_with
from causeway.hub.base.theme.filtering import chosen_filters
from causeway.hub.base.theme.spreadsheets import csv_stream
from causeway.hub.knowledge.banks.commands.acknowledge import acknowledge_changes
from causeway.hub.knowledge.banks.commands.keep_bank import end_sharing, found_bank, share_bank
from causeway.hub.knowledge.banks.forms.signals import (
    AcknowledgeForm,
    BankFilterForm,
    BankForm,
    ShareForm,
    SignalFilterForm,
)
from causeway.hub.knowledge.banks.queries.bank_view import BankView, bank_view
from causeway.hub.knowledge.banks.queries.banks import BankLine, banks_of
from causeway.hub.knowledge.banks.queries.doubts import doubts_waiting
from causeway.hub.knowledge.banks.queries.signal_list import (
    SignalFilters,
    SignalLine,
    exported_signals,
    signals_page,
)
from causeway.hub.knowledge.banks.words import (
    CHANGE_NAMES,
    KIND_NAMES,
    OTHER_SCHEME_NAMES,
    SCHEME_NAMES,
    STATE_COLOURS,
    STATE_NAMES,
)
from causeway.interchange.hashlists import CategoryScheme
from causeway.vocabulary.signals import SignalKind, SignalState

BANKS_A_PAGE = 25
SEALED = "q"
"""A search can hold an account's name; in an address it stands sealed."""
_SORTS = {"name", "curator", "added_at", "exact", "looks", "others", "withdrawn", "owed"}
_NOT_PROOF = "a signal is never proof"
_COLUMNS = (
    *("signal", "kind", "value", "category", "state", "confidence", "source", "contributor", "added", "expires"),
    *("handling", "remark"),
)


@for_members
@require_safe
def bank_list(request: MemberRequest) -> HttpResponse:
    """Every bank, and how much each holds."""
    form = BankFilterForm(request.GET)
    form.is_valid()
    banks = _sorted(_narrowed(banks_of(request.actor), form), request.GET.get("sort", "name"))
    page = Paginator(banks, BANKS_A_PAGE).get_page(page_number(request))
    may_manage = may(request.actor, Permission.MANAGE_BANKS)
    context = {
        "rows": [{"bank": bank, "scheme": scheme_name(bank.scheme)} for bank in page.object_list],
        "page": page,
        "form": form,
        "chosen": chosen_filters(form, request.GET.urlencode(), ("name", "whose")),
        "may_manage": may_manage,
        "doubts_waiting": doubts_waiting(request.actor) if may_manage else 0,
        "may_vote": may(request.actor, Permission.VOTE_SIGNALS),
        "may_decide": may(request.actor, Permission.DECIDE_APPEALS),
    }
    return render(request, "banks/banks.html", context)


def _narrowed(banks: list[BankLine], form: BankFilterForm) -> list[BankLine]:
    name, whose = form.cleaned_data.get("name", "").casefold(), form.cleaned_data.get("whose", "")
    named = [bank for bank in banks if name in bank.name.casefold()]
    if whose == "owed":
        return [bank for bank in named if bank.owed]
    return [bank for bank in named if bank.is_own is (whose == "own")] if whose else named


def _sorted(banks: list[BankLine], sort: str) -> list[BankLine]:
    field = sort.removeprefix("-")
    return sorted(banks, key=attrgetter(field if field in _SORTS else "name"), reverse=sort.startswith("-"))


def scheme_name(scheme: str) -> str:
    """What the pages call a bank's scheme."""
    if (scheme or CategoryScheme.UNSTATED) in set(CategoryScheme):
        return str(SCHEME_NAMES[CategoryScheme(scheme or CategoryScheme.UNSTATED)])
    return str(OTHER_SCHEME_NAMES.get(scheme, scheme))


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def bank_page(request: MemberRequest, bank_id: UUID) -> HttpResponseBase:
    """One bank. What is posted is a search."""
    if request.method == "POST":
        return address_of_search(request, SEALED)
    form, view = SignalFilterForm(searched(request, SEALED)), bank_view(request.actor, bank_id)
    filters = _filters(form)
    lines, following = _page(request, bank_id, filters)
    query = request.GET.urlencode()
    context = {
        "view": view,
        "scheme": scheme_name(view.scheme),
        "tabs": _tabs(view, query, filters.state),
        "lines": [signal_row(line) for line in lines],
        "next_cursor": following,
        "is_first": "cursor" not in request.GET,
        "form": form,
        "chosen": chosen_filters(form, query, ("q", "state", "kind")),
        "export_href": address_with(query, cursor=None),
        "changes": [{"change": each, "name": CHANGE_NAMES[each.kind]} for each in view.changes],
        "owing": [each for each in view.subscribers if each.owed],
        "may_send": may(request.actor, Permission.SEND_SIGNALS),
        "may_manage": view.is_curator and may(request.actor, Permission.MANAGE_BANKS),
    }
    return render(request, "banks/bank.html", context)


@for_members
@require_safe
def export(request: MemberRequest, bank_id: UUID) -> HttpResponseBase:
    """The bank's signals, as filtered, as CSV."""
    found = exported_signals(request.actor, bank_id, asked_filters(request))
    return csv_stream("signals.csv", _COLUMNS, map(_file_row, found))


def asked_filters(request: MemberRequest) -> SignalFilters:
    """To what a file of signals is narrowed."""
    return _filters(SignalFilterForm(searched(request, SEALED)))


def _file_row(line: SignalLine) -> tuple[object, ...]:
    return (
        line.id,
        line.kind.value,
        line.value_to_take_away,
        line.category,
        line.state.value,
        "" if line.confidence is None else line.confidence,
        line.source,
        line.contributor,
        line.added_at.isoformat(),
        line.expires_at.isoformat() if line.expires_at else "",
        line.handling.value if line.handling else "",
        _NOT_PROOF,
    )


def _filters(form: SignalFilterForm) -> SignalFilters:
    """What the reader asks for; a field with a fault asks for nothing."""
    form.is_valid()
    given = form.cleaned_data
    return SignalFilters(
        state=SignalState(given["state"]) if given.get("state") else None,
        kind=SignalKind(given["kind"]) if given.get("kind") else None,
        text=given.get("q") or "",
    )


def _page(request: MemberRequest, bank_id: UUID, filters: SignalFilters) -> tuple[list[SignalLine], str]:
    try:
        return signals_page(request.actor, bank_id, filters, cursor=request.GET.get("cursor", ""))
    except Invalid:
        # An address that was cut or changed: begin again.
        return signals_page(request.actor, bank_id, filters)


def _tabs(view: BankView, query: str, current: SignalState | None) -> list[dict[str, object]]:
    every = {"label": _("All"), "count": sum(view.counts.values()), "is_current": current is None}
    tabs = [{**every, "href": address_with(query, state=None, cursor=None)}]
    for state, count in view.counts.items():
        href = address_with(query, state=state.value, cursor=None)
        tabs.append({"label": STATE_NAMES[state], "count": count, "href": href, "is_current": current is state})
    return tabs


def signal_row(line: SignalLine) -> dict[str, object]:
    """A signal as tables show it."""
    return {
        "line": line,
        "kind": KIND_NAMES[line.kind],
        "state": STATE_NAMES[line.state],
        "colour": STATE_COLOURS[line.state],
    }


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def new_bank_page(request: MemberRequest) -> HttpResponseBase:
    """Found a bank."""
    check(request.actor, Permission.MANAGE_BANKS)
    form = BankForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            return redirect("banks:bank", found_bank(request.actor, **form.cleaned_data))
        except (Invalid, Conflict) as fault:
            blame(form, fault)
    return act_page(request, form, title=_("Found a bank"), action=_("Found the bank"))


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def share_page(request: MemberRequest, bank_id: UUID) -> HttpResponseBase:
    """Share a bank with one more organisation."""
    check(request.actor, Permission.MANAGE_BANKS)
    view = bank_view(request.actor, bank_id)
    form = ShareForm(request.POST if request.method == "POST" else None, receivers=view.could_share)
    if form.is_bound and form.is_valid():
        try:
            share_bank(request.actor, bank_id, form.cleaned_data["receiver"])
        except (Invalid, Conflict, NotAgreed) as fault:
            blame(form, fault)
        else:
            messages.success(request, _("The bank is shared."))
            return redirect("banks:bank", bank_id)
    text = _(
        "It sees what is in the bank, adds to it and votes in it, as long as your agreement holds. Accounts, addresses "
        "and keywords it reads only for purposes that the agreement names."
    )
    return act_page(request, form, title=_("Share this bank"), action=_("Share"), text=text, bank=view)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def end_page(request: MemberRequest, bank_id: UUID, organisation_id: UUID) -> HttpResponseBase:
    """Ask once more, and end a share."""
    check(request.actor, Permission.MANAGE_BANKS)
    view = bank_view(request.actor, bank_id)
    names = {each.organisation_id: each.name for each in view.subscribers}
    if request.method == "POST":
        end_sharing(request.actor, bank_id, organisation_id)
        messages.success(request, _("The bank is no longer shared with that organisation."))
        return redirect("banks:bank", bank_id)
    text = _("%(name)s sees the bank no more, and is told to take out of its systems what it got.") % {
        "name": names.get(organisation_id, "")
    }
    return act_page(request, None, title=_("Stop sharing"), action=_("Stop sharing"), text=text, bank=view)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def acknowledge_page(request: MemberRequest, bank_id: UUID) -> HttpResponseBase:
    """Say that the changes shown are known, and what was undone."""
    check(request.actor, Permission.SEND_SIGNALS)
    view = bank_view(request.actor, bank_id)
    form = AcknowledgeForm(request.POST if request.method == "POST" else None)
    up_to = _number(request.POST.get("up_to", "")) or view.owed_up_to
    if form.is_bound and form.is_valid():
        try:
            acknowledge_changes(request.actor, bank_id, up_to, form.cleaned_data["undid"])
        except (Invalid, Conflict) as fault:
            blame(form, fault)
        else:
            messages.success(request, _("Thank you. The bank’s page names you no more."))
            return redirect("banks:bank", bank_id)
    text = _(
        "Signals were withdrawn, suspended, disputed, moved or given another category. What rested on them is to be "
        "undone."
    )
    return act_page(
        request,
        form,
        title=_("Acknowledge changes"),
        action=_("Acknowledge"),
        text=text,
        bank=view,
        hidden={"up_to": up_to},
    )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 15 else 0


def act_page(request: HttpRequest, form: object, *, title: str, action: str, **more: object) -> HttpResponse:
    """One act on a page of its own: what it does, its form, and a button that says so."""
    context = {"form": form, "title": title, "action": action, **more}
    return render(request, "banks/act.html", context, status=422 if getattr(form, "errors", None) else 200)
