"""What all pages of demand share: the period in the address, one template, and the same figures as a file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import HttpResponse, HttpResponseBase
from django.utils import timezone

from causeway.hub.base.acting.pages import MemberRequest
from causeway.hub.base.organisations.pages import render_in_section
from causeway.hub.base.theme.components import in_zone
from causeway.hub.base.theme.spreadsheets import csv_download
from causeway.hub.commons.demand.forms import PeriodForm
from causeway.hub.commons.demand.periods import Period
from causeway.hub.commons.demand.queries.exporting import enter_demand_export
from causeway.hub.commons.demand.tables import Figure, Part, Table, Text, file_rows

SECTION = "demand:overview"
ROWS_A_PAGE = 60
"""A year of weeks stands on one page; a list of partners seldom needs a second."""
AS_FILE = "csv"
"""The value of `format` that asks for the file."""


@dataclass(frozen=True, kw_only=True)
class FiguresPage:
    """One page: its name among the addresses, its heading, and its parts."""

    name: str
    title: Text
    lead: Text
    parts: Sequence[Part]
    form: PeriodForm | None = None
    period: Period | None = None
    back: tuple[Text, str] | None = None
    more: Mapping[str, Any] = field(default_factory=dict)


def asked_period(request: MemberRequest) -> tuple[PeriodForm, Period]:
    """The period that the address asks for, on the reader's calendar."""
    today = in_zone(timezone.now(), request.actor.zone).date()
    form = PeriodForm(request.GET, today=today)
    return form, form.period(request.actor.zone)


def show(request: MemberRequest, page: FiguresPage, *, current: str = "") -> HttpResponseBase:
    """The page, or its figures as CSV."""
    if request.GET.get("format") == AS_FILE:
        return _as_file(request, page)
    kept = {name: value for name, value in request.GET.items() if name in ("weeks", "until", "country") and value}
    context = {
        "page": page,
        "parts": [(part, _rows_of(request, part)) for part in page.parts],
        "form": page.form,
        "period": page.period,
        "before": page.period.before if page.period else None,
        "has_figures": any(part.table and part.table.rows for part in page.parts),
        "file_href": "?" + urlencode({**kept, "format": AS_FILE}),
        **page.more,
    }
    return render_in_section(
        request,
        request.actor,
        "demand/figures.html",
        context,
        section=SECTION,
        current=current or f"demand:{page.name}",
    )


def _rows_of(request: MemberRequest, part: Part) -> Page[tuple[Figure, ...]] | None:
    """The rows that the page shows: all, or of a long table one page. The file holds all of them."""
    if part.table is None:
        return None
    return Paginator(part.table.rows, ROWS_A_PAGE).get_page(request.GET.get("page"))


def period_query(period: Period) -> str:
    """A period as an address carries it on to another page."""
    return "?" + urlencode({"weeks": period.weeks, "until": period.last.isoformat()})


def _as_file(request: MemberRequest, page: FiguresPage) -> HttpResponse:
    period = page.period
    narrowed = {"since": period.first.isoformat(), "until": period.last.isoformat()} if period else {}
    enter_demand_export(request.actor, page.name, narrowed)
    return csv_download(f"demand-{page.name}.csv", Table.FILE_COLUMNS, file_rows(page.parts))
