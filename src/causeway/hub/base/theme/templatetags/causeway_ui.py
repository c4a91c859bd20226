"""The components that pages are made of. `{% load causeway_ui %}`; each draws one partial under theme/parts/.

Values come from `causeway.hub.base.theme.components`, which says in words what these draw.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm
from django.template import Context
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from causeway.hub.base.theme import components
from causeway.hub.base.theme.components import ReasonLike, Row, TaskItem, TimelineEntry
from causeway.hub.base.theme.counted import counted
from causeway.hub.base.theme.navigation import Section, entries_of, mark_current
from causeway.hub.base.theme.said import HasReason, said_reason, said_text
from causeway.vocabulary.findings import Band

register = template.Library()

Values = dict[str, Any]
_MOST_DRAWN = 2_000
"""Of 300 to 900 characters each."""


def _query(context: Context) -> str:
    """The query string of the page being drawn; empty outside a request."""
    request = context.get("request")
    return "" if request is None else request.GET.urlencode()


register.filter(counted)


@register.filter
def in_words(reason: HasReason) -> str:
    """An engine's reason in the reader's language."""
    return said_reason(reason)


@register.filter
def engine_text(text: str | None) -> str:
    """An engine's text in which no value stands, such as an advice, in the reader's language."""
    return said_text(text)


@register.filter
def local_time(at: datetime | None, zone: object = None) -> str:
    """A moment in words, on the reader's wall clock. Nothing for None."""
    return components.moment_in_words(at, zone) if at else ""


def _sections(context: Context) -> list[Section]:
    """The context's `sections`, with the one that the page lies under marked."""
    request = context.get("request")
    sections = context.get("sections") or ()
    return mark_current(sections, request.path) if request is not None else list(sections)


@register.inclusion_tag("theme/parts/service_navigation.html", takes_context=True)
def service_navigation(context: Context) -> Values:
    """The groups of sections, and below them the sections of the group that the page lies under."""
    entries = entries_of(_sections(context))
    return {"entries": entries, "open": next((entry for entry in entries if entry.is_current), None)}


@register.inclusion_tag("theme/parts/header_sections.html", takes_context=True)
def header_sections(context: Context) -> Values:
    """Links to the sections that stand in the header of every page."""
    return {"sections": [section for section in _sections(context) if section.is_in_header]}


@register.inclusion_tag("theme/parts/when.html", takes_context=True)
def when(context: Context, at: datetime | None) -> Values:
    """The same as a <time>, in the zone that the page's context names as `zone`."""
    return {"at": at, "machine": components.in_zone(at, UTC).isoformat() if at else "", "zone": context.get("zone")}


@register.simple_tag
def priority_badge(band: Band | str | None) -> str:
    """A band in words and with its own shape. None is a referral that nothing has assessed yet."""
    known = Band(band) if band else None
    name = str(components.BAND_NAMES[known]) if known else ""
    return _drawn("priority_badge", get_language(), band=known.value if known else None, name=name)


@register.simple_tag
def completeness_meter(score: float | None, label: str = "") -> str:
    """Completeness from 0 to 100, in words and as a bar (whole points)."""
    shown = round(max(0.0, min(100.0, score))) if isinstance(score, int | float) else None
    return _drawn("completeness_meter", get_language(), score=shown, label=str(label))


@register.simple_tag(takes_context=True)
def clock_tag(context: Context, due: datetime | None, met_at: datetime | None = None, is_paused: bool = False) -> str:
    """A deadline against the context's `now` (the present moment where the context has none)."""
    if not due:
        return _drawn("clock_tag", get_language(), state=None)
    now = context.get("now") or timezone.now()
    # A variable that the context lacks arrives here as an empty string.
    clock = components.clock_of(due, now, met_at=met_at or None, is_paused=bool(is_paused))
    machine, shown = due.astimezone(UTC).isoformat(), local_time(clock.due, context.get("zone"))
    return _drawn("clock_tag", get_language(), state=clock.state, text=clock.text, machine=machine, shown=shown)


@lru_cache(maxsize=_MOST_DRAWN)
def _drawn(part: str, language: str | None, **values: str | int | None) -> SafeString:
    """A partial that depends on nothing but these values and the reader's language. A list draws the same ones many
    times over, and again for everybody who reads it.
    """
    return render_to_string(f"theme/parts/{part}.html", values)


@register.inclusion_tag("theme/parts/summary_list.html", takes_context=True)
def summary_list(context: Context, rows: Iterable[Row | tuple[object, ...]], is_bordered: bool = True) -> Values:
    """Keys and values; a row is a Row or a tuple (key, value[, href, action])."""
    made = [row if isinstance(row, Row) else Row(*row) for row in rows]  # type: ignore[arg-type]
    return {"rows": made, "is_bordered": is_bordered, "zone": context.get("zone")}


@register.inclusion_tag("theme/parts/timeline.html", takes_context=True)
def timeline(
    context: Context, entries: Iterable[TimelineEntry | tuple[str, str, datetime, str]], heading_level: int = 3
) -> Values:
    """What happened, in the order given; an entry is a TimelineEntry or a tuple (title, by, at, text)."""
    made = [entry if isinstance(entry, TimelineEntry) else TimelineEntry(*entry) for entry in entries]
    return {"entries": made, "heading": f"h{heading_level}", "zone": context.get("zone")}


@register.inclusion_tag("theme/parts/task_list.html")
def task_list(items: Iterable[TaskItem], id_prefix: str = "task") -> Values:
    """Steps and where each stands. Two lists on one page need two prefixes."""
    return {"items": list(items), "id_prefix": id_prefix}


@register.inclusion_tag("theme/parts/empty_state.html")
def empty_state(title: str, text: str = "", href: str = "", action: str = "") -> Values:
    """What to say where a list is empty, and what to do next."""
    return {"title": title, "text": text, "href": href, "action": action}


@register.inclusion_tag("theme/parts/pager.html", takes_context=True)
def pager(context: Context, page: Page[Any]) -> Values:
    """Paging by number, for lists short enough to be counted. Draws nothing for one page."""
    query = _query(context)
    return {
        "page": page,
        "links": components.page_links(page.number, page.paginator.num_pages, query),
        "previous": components.address_with(query, page=page.previous_page_number()) if page.has_previous() else "",
        "next": components.address_with(query, page=page.next_page_number()) if page.has_next() else "",
    }


@register.inclusion_tag("theme/parts/cursor_pager.html", takes_context=True)
def cursor_pager(context: Context, following: str | None, is_first: bool = True) -> Values:
    """Paging by cursor, for long lists that are never counted: back to the start, and on to `following`."""
    query = _query(context)
    return {
        "first": "" if is_first else components.address_with(query, cursor=None),
        "next": components.address_with(query, cursor=following) if following else "",
    }


@register.inclusion_tag("theme/parts/sort_header.html", takes_context=True)
def sort_header(context: Context, label: str, name: str, default: str = "", is_numeric: bool = False) -> Values:
    """A column heading that sorts by link, without a script. `default` is the order where the address names none."""
    return {"link": components.sort_link(label, name, _query(context), default=default), "is_numeric": is_numeric}


@register.inclusion_tag("theme/parts/filter_panel.html", takes_context=True)
def filter_panel(
    context: Context,
    form: BaseForm,
    chosen: Sequence[tuple[str, str, str]] = (),
    clear_href: str = "?",
    is_posted: bool = False,
) -> Values:
    """A filter as a GET form. `chosen` lists what is applied as (group, value, href that removes it).

    The order of the list (`sort`) stays when a filter is applied. `is_posted` where it can hold what must not stand in
    an address; see `causeway.hub.base.acting.searching`.
    """
    request = context.get("request")
    sort = "" if request is None else request.GET.get("sort", "")
    return {"form": form, "chosen": list(chosen), "clear_href": clear_href, "sort": sort, "is_posted": is_posted}


@register.inclusion_tag("theme/parts/error_summary.html")
def error_summary(*forms: BaseForm | None) -> Values:
    """All faults of the page's forms, each a link to its field. Put it above the heading."""
    return {"forms": [form for form in forms if form is not None and form.errors]}


@register.inclusion_tag("theme/parts/error_summary.html")
def error_summary_of(forms: Iterable[BaseForm]) -> Values:
    """The same for a page of many forms. What `about_in_faults` says stands before the faults of a form."""
    return {"forms": [form for form in forms if form.errors]}


@register.inclusion_tag("theme/parts/notification_banners.html", takes_context=True)
def notification_banner(context: Context) -> Values:
    """Django's messages, each once: success in green, the rest as important."""
    return {"messages": list(context.get("messages") or ())}


@register.inclusion_tag("theme/parts/reason_table.html")
def reason_table(reasons: Iterable[ReasonLike], score: float, caption: str = "") -> Values:
    """Why a score is what it is: every feature with its points, and the sum."""
    return {"table": components.reason_table_of(reasons, score), "caption": caption}


@register.inclusion_tag("theme/parts/sealed_picture.html")
def sealed_picture(text: str, href: str = "", action: str = "", name: str = "") -> Values:
    """Stands where a picture is not shown; `text` says why, `action` what would open it."""
    return {"text": text, "href": href, "action": action, "name": name}


@register.filter
def is_moment(value: object) -> bool:
    """Whether a value is a date with a time, so that a summary list can draw it as one."""
    return isinstance(value, datetime)
