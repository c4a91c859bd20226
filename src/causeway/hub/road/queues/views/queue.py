"""The queue: what needs somebody now, by how soon a child may be harmed and by the clock."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpResponseBase, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.errors import Invalid
from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.base.acting.searching import address_of_search, searched
from causeway.hub.base.theme.components import BAND_NAMES, address_with
from causeway.hub.base.theme.said import said_country
from causeway.hub.base.theme.spreadsheets import csv_stream
from causeway.hub.road.intake.commands.accept_referral import DESK_KINDS
from causeway.hub.road.queues.forms import QueueFilterForm
from causeway.hub.road.queues.queries.alerts import open_alerts
from causeway.hub.road.queues.queries.exporting import all_lines
from causeway.hub.road.queues.queries.page import QueueFilters, QueueLine, QueuePage, Sort, queue_page
from causeway.hub.road.queues.queries.senders import senders_waiting
from causeway.hub.road.queues.queries.waiting_by_view import Waiting, how_many_wait
from causeway.hub.road.queues.working.owed import is_behind
from causeway.hub.road.referrals.words import CONCERN_NAMES
from causeway.vocabulary.findings import Band
from causeway.vocabulary.referral import Concern

SEALED = "q"
"""The filter that can hold a person's identifier; in an address it stands sealed."""

ALERTS_SHOWN = 10
"""Above the queue; all of them have a page."""

_SORT_NAMES: dict[Sort, Promise] = {
    Sort.URGENCY: gettext_lazy("Most urgent"),
    Sort.DUE: gettext_lazy("Due first"),
    Sort.NEWEST: gettext_lazy("Newest"),
    Sort.OLDEST: gettext_lazy("Oldest"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """A ready-made view of the queue."""

    label: str
    count: int
    href: str
    is_current: bool


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def queue(request: MemberRequest) -> HttpResponseBase:
    """The list."""
    if request.method == "POST":
        return address_of_search(request, SEALED)
    form = _form(request)
    filters, sort = _filters(form), _sort(request.GET)
    page = _page(request, filters, sort)
    is_plain = not any(name in request.GET for name in ("q", "band", "taken", "concern", "sender", "only", "cursor"))
    context = {
        "lines": [_row(line) for line in page.lines],
        "open_alerts": open_alerts(request.actor, most=ALERTS_SHOWN),
        "next_cursor": page.next_cursor,
        "is_first": "cursor" not in request.GET,
        "form": form,
        "chosen": chosen_filters(form, request.GET, sealed=SEALED),
        "tabs": _tabs(request.actor, request.GET),
        "sorts": [
            (name, address_with(request.GET.urlencode(), sort=each.value, cursor=None), each is sort)
            for each, name in _SORT_NAMES.items()
        ],
        "is_plain": is_plain,
        "export_href": address_with(request.GET.urlencode(), cursor=None),
        "may_take": may(request.actor, Permission.TAKE_ITEM),
        "may_acknowledge": may(request.actor, Permission.ACKNOWLEDGE_ALERT),
        "sees_waiting": may(request.actor, Permission.SEE_WAITING),
        "is_behind": request.actor.organisation_kind in DESK_KINDS and is_behind(request.actor, timezone.now()),
    }
    return render(request, "queues/queue.html", context)


@for_members
@require_safe
def export(request: MemberRequest) -> HttpResponseBase:
    """The whole list, as it is filtered and sorted, as CSV."""
    lines = all_lines(request.actor, _filters(_form(request)), _sort(request.GET))
    return csv_stream("queue.csv", _COLUMNS, map(_file_row, lines))


def _form(request: MemberRequest) -> QueueFilterForm:
    return QueueFilterForm(searched(request, SEALED), senders=senders_waiting(request.actor))


def _sort(query: QueryDict) -> Sort:
    try:
        return Sort(query.get("sort", ""))
    except ValueError:
        return Sort.URGENCY


def _filters(form: QueueFilterForm) -> QueueFilters:
    """What the reader asks for; a field with a fault asks for nothing."""
    form.is_valid()
    given: dict[str, Any] = form.cleaned_data
    only, taken = set(given.get("only") or ()), given.get("taken")
    return QueueFilters(
        text=given.get("q") or "",
        bands=tuple(Band(band) for band in given.get("band") or ()),
        concern=given.get("concern") or None,
        sender_id=UUID(given["sender"]) if given.get("sender") else None,
        is_late=True if "late" in only else None,
        has_file=True if "file" in only else None,
        needs_route=True if "no_route" in only else None,
        is_offered=True if "hand_over" in only else None,
        child_subject=True if "child" in only else None,
        has_news=True if "news" in only else None,
        is_closed="closed" in only,
        taken_by_me=True if taken == "me" else None,
        is_taken={"nobody": False, "any": True}.get(taken or ""),
    )


def _page(request: MemberRequest, filters: QueueFilters, sort: Sort) -> QueuePage:
    try:
        return queue_page(request.actor, filters, sort=sort, cursor=request.GET.get("cursor"))
    except Invalid:
        # The order was changed under an old address: begin again.
        return queue_page(request.actor, filters, sort=sort)


def _row(line: QueueLine) -> dict[str, object]:
    return {
        "line": line,
        "concern": CONCERN_NAMES.get(Concern(line.concern), line.concern),
        "lacks_desk_of": said_country(line.lacks_desk_of) if line.lacks_desk_of else "",
        "by_hand_to": said_country(line.by_hand_to) if line.by_hand_to else "",
    }


def _tabs(actor: Actor, query: QueryDict) -> list[Tab]:
    """The views that are wanted most, each with how much waits in it."""
    wanted = [
        (_("All"), Waiting.ALL, "?", ""),
        (_("Late"), Waiting.LATE, "?only=late", "late"),
        (_("Something new"), Waiting.WITH_NEWS, "?only=news", "news"),
        (_("Need a route"), Waiting.WITHOUT_ROUTE, "?only=no_route", "no_route"),
        (_("Hand-overs"), Waiting.OFFERED, "?only=hand_over", "hand_over"),
        (_("Taken by me"), Waiting.MINE, "?taken=me", "me"),
    ]
    counts = how_many_wait(actor, *(view for _label, view, _href, _key in wanted))
    asked = {*query.getlist("only"), *query.getlist("taken")} - {""}
    others = any(query.get(name) for name in ("q", "band", "concern", "sender"))
    return [
        Tab(label=label, count=counts[view], href=href, is_current=not others and asked == ({key} - {""}))
        for label, view, href, key in wanted
        if counts[view] or key in ("", "me")
    ]


def chosen_filters(form: Form, query: QueryDict, *, sealed: str = "") -> list[tuple[str, str, str]]:
    """What is applied: group, value, and the address without it. What stands sealed in an address is shown opened."""
    chosen: list[tuple[str, str, str]] = []
    for name, field in form.fields.items():
        names = {str(value): str(text) for value, text in getattr(field, "choices", ())}
        if name == sealed:
            names = dict.fromkeys(query.getlist(name), form.cleaned_data.get(name) or "")
        for value in query.getlist(name):
            if not value or names.get(value) == "":
                continue
            rest = query.copy()
            rest.setlist(name, [other for other in query.getlist(name) if other != value])
            rest.pop("cursor", None)
            chosen.append((str(field.label), names.get(value, value), f"?{rest.urlencode()}"))
    return chosen


_COLUMNS = (
    *("reference", "priority", "due", "late", "completeness", "concern", "sender", "received", "why"),
    *("imminent", "has_file", "child_subject", "told_times", "needs_route", "taken_by", "also_told_by"),
)


def _file_row(line: QueueLine) -> tuple[object, ...]:
    return (
        line.reference,
        str(BAND_NAMES[line.band]),
        line.due_at.isoformat(),
        line.is_late,
        "" if line.completeness is None else round(line.completeness),
        line.concern,
        line.sender_name,
        line.received_at.isoformat(),
        line.summary,
        line.is_imminent,
        line.has_file,
        line.child_subject,
        line.bundle_size,
        line.needs_route,
        line.taken_by,
        "; ".join(line.also_told_by.names),
    )
