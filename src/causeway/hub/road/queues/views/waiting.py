"""Waiting times: how many wait, how long, and how many are late, for whoever answers for the queue."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import check
from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.base.clocks.keeping import ClockKind
from causeway.hub.base.theme.components import BAND_NAMES, address_with, duration_in_words
from causeway.hub.base.theme.spreadsheets import csv_download
from causeway.hub.road.queues.forms import WaitingFilterForm
from causeway.hub.road.queues.queries.abroad import countries_waiting
from causeway.hub.road.queues.queries.senders import senders_waiting
from causeway.hub.road.queues.queries.waiting import (
    IN_A_CASE,
    NOT_TAKEN,
    Held,
    WaitFilters,
    Waiting,
    Waits,
    export_waiting_times,
    waiting_times,
)
from causeway.hub.road.queues.views.queue import chosen_filters
from causeway.hub.road.queues.working.owed import behind
from causeway.vocabulary.findings import Band

DUTY_NAMES: dict[ClockKind, Promise] = {
    ClockKind.QUEUE: gettext_lazy("Take a referral into a case, or send it on"),
    ClockKind.HAND_OVER: gettext_lazy("Answer a hand-over"),
    ClockKind.OUTSIDE_HAND_OVER: gettext_lazy("Hand over to a central desk outside: an answer is awaited"),
    ClockKind.SAFEGUARDING: gettext_lazy("Safeguarding: an answer is awaited"),
    ClockKind.CASE_TASK: gettext_lazy("Do a case’s task"),
    ClockKind.QUESTION: gettext_lazy("Question to a sender: an answer is awaited"),
    ClockKind.DATA_REQUEST: gettext_lazy("Data request: an answer is awaited"),
    ClockKind.PRESERVATION: gettext_lazy("A service preserves data: extend it in time"),
    ClockKind.CORRESPONDENCE: gettext_lazy("Answer a message"),
    ClockKind.SIGNAL_CHANGES: gettext_lazy("Acknowledge changes of signals"),
    ClockKind.APPEAL: gettext_lazy("Decide an appeal"),
    ClockKind.ACCOUNT_APPEAL: gettext_lazy("Decide an account holder’s appeal"),
    ClockKind.REPORT: gettext_lazy("Report what was found on your service"),
}
_COLUMNS = ("group", "name", "waiting", "oldest_hours", "median_hours", "ninth_decile_hours", "late")


def _abroad(actor: Actor) -> dict[str, int] | None:
    """How many lines point to other countries, without a central desk and with one; None where none does."""
    if not may(actor, Permission.CHANGE_ROUTE):
        return None
    found = countries_waiting(actor)
    without = sum(each.count for each in found if not each.desks)
    ready = sum(each.count for each in found if each.desks)
    return {"without": without, "ready": ready} if found else None


@for_members
@require_safe
def waiting_page(request: MemberRequest) -> HttpResponseBase:
    """The page."""
    form, filters = _asked(request)
    now = timezone.now()
    found = waiting_times(request.actor, filters, now=now)
    query = request.GET.urlencode()
    context = {
        "total": _row(found.total, "") if found.total else None,
        "tables": _tables(found),
        "abroad": _abroad(request.actor),
        "behind": behind(request.actor),
        "duties": [_row(each, str(DUTY_NAMES[ClockKind(each.key)])) for each in found.duties],
        "form": form,
        "chosen": chosen_filters(form, request.GET),
        "export_href": address_with(query),
        "at": now,
    }
    return render(request, "queues/waiting.html", context)


@for_members
@require_safe
def waiting_file(request: MemberRequest) -> HttpResponseBase:
    """The same figures as CSV, waits in hours."""
    _form, filters = _asked(request)
    found = export_waiting_times(request.actor, filters, now=timezone.now())
    return csv_download("waiting.csv", _COLUMNS, _file_rows(found))


def _asked(request: MemberRequest) -> tuple[WaitingFilterForm, WaitFilters]:
    """The filters; a field with a fault asks for nothing."""
    check(request.actor, Permission.SEE_WAITING)
    form = WaitingFilterForm(request.GET, senders=senders_waiting(request.actor))
    form.is_valid()
    given: dict[str, Any] = form.cleaned_data
    return form, WaitFilters(
        bands=tuple(Band(band) for band in given.get("band") or ()),
        concern=given.get("concern") or None,
        sender_id=UUID(given["sender"]) if given.get("sender") else None,
        held=Held(given["held"]) if given.get("held") else None,
    )


def _tables(found: Waiting) -> list[dict[str, object]]:
    tables = [
        (_("By priority"), _("Priority"), [_row(each, str(BAND_NAMES[Band(each.key)])) for each in found.bands]),
        (_("By who has it"), _("Taken by"), [_row(each, _holder(each)) for each in found.holders]),
        (_("Sent to a force that has done nothing with it here yet"), _("Force"), _rows_by_name(found.forces)),
    ]
    return [{"title": title, "heading": heading, "rows": rows} for title, heading, rows in tables if rows]


def _rows_by_name(waits: tuple[Waits, ...]) -> list[dict[str, object]]:
    return [_row(each, each.name) for each in waits]


def _holder(waits: Waits) -> str:
    known = {NOT_TAKEN: _("Nobody"), IN_A_CASE: _("In a case")}
    return known.get(waits.key) or waits.name or _("Somebody")


def _row(waits: Waits, name: str) -> dict[str, object]:
    return {
        "name": name,
        "count": waits.count,
        "oldest": duration_in_words(waits.oldest),
        "median": duration_in_words(waits.median),
        "ninth_decile": duration_in_words(waits.ninth_decile),
        "late": waits.late,
    }


def _file_rows(found: Waiting) -> Iterator[tuple[object, ...]]:
    groups = (("band", found.bands), ("holder", found.holders), ("force", found.forces), ("duty", found.duties))
    for group, all_waits in groups:
        for waits in all_waits:
            hours = [round(each.total_seconds() / 3600, 1) for each in (waits.oldest, waits.median, waits.ninth_decile)]
            yield (group, _file_name(group, waits), waits.count, *hours, waits.late)


def _file_name(group: str, waits: Waits) -> str:
    if group == "holder" and waits.key in (NOT_TAKEN, IN_A_CASE):
        return waits.key or "nobody"
    return waits.key if group in ("band", "duty") else waits.name
