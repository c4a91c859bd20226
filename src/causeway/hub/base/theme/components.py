"""What a page says, worked out before a template draws it: bands, meters, clocks, reasons, sorting, paging.

Pure functions and frozen values, so that each sentence can be tested without a page. Colour never stands alone: every
state has words, and every band a shape of its own (WCAG 2.2, 1.4.1).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Literal, Protocol
from urllib.parse import parse_qsl, urlencode
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from causeway.hub.base.theme.numbers import short_decimal
from causeway.hub.base.theme.said import said_reason, said_text
from causeway.vocabulary.findings import Band
from causeway.vocabulary.phrases import Phrase

Text = str | Promise

BAND_NAMES: dict[Band, Text] = {
    Band.VERY_HIGH: gettext_lazy("Very high"),
    Band.HIGH: gettext_lazy("High"),
    Band.MEDIUM: gettext_lazy("Medium"),
    Band.LOW: gettext_lazy("Low"),
}
"""The bands' names on screen, in the reader's language."""

_ROUNDING = 0.05
"""Contributions are shown to one decimal, so a sum may differ from the score by rounding alone."""

_SOON = timedelta(hours=24)
"""A clock with less than this left is shown as urgent."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a summary list. An empty `value` is shown as "Not known", never left blank."""

    key: Text
    value: object
    href: str | None = None
    action: Text = ""


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One act on a timeline. `at` is aware, in UTC."""

    title: Text
    by: Text
    at: datetime
    text: Text = ""


TaskTone = Literal["todo", "doing", "done", "blocked"]


@dataclass(frozen=True, slots=True)
class TaskItem:
    """One line of a task list. `status` is the word shown; `tone` only its colour; `lang` the language of its
    title, where that may be another than the page's.
    """

    title: Text
    status: Text
    href: str | None = None
    hint: Text = ""
    tone: TaskTone = "todo"
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Clock:
    """How a deadline is shown: `state` picks the colour and shape, `text` says it."""

    text: str
    state: Literal["running", "soon", "late", "met", "paused"]
    due: datetime


class ReasonLike(Protocol):
    """What a reason table shows of a reason (`vocabulary.findings.Reason` is one)."""

    @property
    def text(self) -> str: ...
    @property
    def contribution(self) -> float: ...
    @property
    def known(self) -> bool: ...
    @property
    def advice(self) -> str | None: ...
    @property
    def phrase(self) -> Phrase | None: ...


def duration_in_words(length: timedelta) -> str:
    """A length of time in its largest whole unit, rounded down: "3 days", "5 hours", "1 minute"."""
    minutes = int(abs(length).total_seconds() // 60)
    if minutes >= 2 * 24 * 60:
        days = minutes // (24 * 60)
        return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
    if minutes >= 60:
        hours = minutes // 60
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}


def clock_of(due: datetime, now: datetime, *, met_at: datetime | None = None, is_paused: bool = False) -> Clock:
    """How a clock stands at `now`. A met clock says so whether in time or late; both moments must be aware."""
    if met_at is not None:
        if met_at <= due:
            return Clock(text=_("Met in time"), state="met", due=due)
        return Clock(text=_("Met, %(time)s late") % {"time": duration_in_words(met_at - due)}, state="met", due=due)
    if is_paused:
        return Clock(text=_("Paused"), state="paused", due=due)
    if now > due:
        return Clock(text=_("Late by %(time)s") % {"time": duration_in_words(now - due)}, state="late", due=due)
    left = due - now
    text = _("Due in %(time)s") % {"time": duration_in_words(left)}
    return Clock(text=text, state="soon" if left < _SOON else "running", due=due)


def in_zone(at: datetime, zone: object) -> datetime:
    """The same moment on the reader's wall clock. `zone` is a tzinfo or an IANA name; anything else leaves UTC. At an
    end of the calendar, where that clock shows no day, it stays as it is.
    """
    try:
        return at.astimezone(_zone(zone))
    except OverflowError:
        return at


def moment_in_words(at: datetime, zone: object) -> str:
    """A moment on the reader's wall clock, with the zone's short name: "3 Mar 2026, 14:05 CET"."""
    shown = in_zone(at, zone)
    return f"{date_format(shown, 'SHORT_DATETIME_FORMAT')} {shown.tzname() or ''}".strip()


def _zone(zone: object) -> tzinfo:
    if isinstance(zone, tzinfo):
        return zone
    try:
        return ZoneInfo(str(zone)) if zone else UTC
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """One line of a reason table; `points` is signed ("+3", "0")."""

    text: str
    points: str
    known: bool
    advice: str


@dataclass(frozen=True, slots=True)
class ReasonTable:
    """Reasons, heaviest first, and their total. `adds_up` is false where they do not sum to it: the page says so."""

    lines: tuple[ReasonLine, ...]
    total: str
    adds_up: bool


def points_in_words(points: float) -> str:
    """A signed number with at most one decimal and a true minus sign."""
    rounded = round(points, 1)
    if rounded == 0:
        return "0"
    number = score_in_words(abs(rounded))
    return f"+{number}" if rounded > 0 else f"\N{MINUS SIGN}{number}"


def score_in_words(score: float) -> str:
    """A score with at most one decimal, with the mark that the reader's language sets before it."""
    return short_decimal(score, 1)


def reason_table_of(reasons: Iterable[ReasonLike], score: float) -> ReasonTable:
    """The reasons behind a score, ready to draw."""
    ordered = sorted(reasons, key=lambda reason: -abs(reason.contribution))
    lines = tuple(
        ReasonLine(
            text=said_reason(reason),
            points=points_in_words(reason.contribution),
            known=reason.known,
            advice=said_text(reason.advice),
        )
        for reason in ordered
    )
    summed = sum(reason.contribution for reason in ordered)
    return ReasonTable(lines=lines, total=score_in_words(score), adds_up=abs(summed - score) <= _ROUNDING)


def address_with(query: str, **changes: str | int | None) -> str:
    """A query string, from its "?", with some parameters changed; None removes one, every other parameter stays."""
    kept = [(name, value) for name, value in parse_qsl(query, keep_blank_values=True) if name not in changes]
    added = [(name, str(value)) for name, value in changes.items() if value is not None]
    return "?" + urlencode(kept + added)


@dataclass(frozen=True, slots=True)
class SortLink:
    """A sortable column's heading: `direction` is the value of aria-sort now, `href` turns it round."""

    label: Text
    href: str
    direction: Literal["ascending", "descending", "none"]


def sort_link(label: Text, name: str, query: str, *, default: str = "") -> SortLink:
    """Sorting by the parameter `sort`: "received" ascending, "-received" descending. A new order starts on page one."""
    current = dict(parse_qsl(query)).get("sort", default)
    direction: Literal["ascending", "descending", "none"] = "none"
    following = name
    if current == name:
        direction, following = "ascending", f"-{name}"
    elif current == f"-{name}":
        direction = "descending"
    return SortLink(label=label, href=address_with(query, sort=following, page=None, cursor=None), direction=direction)


@dataclass(frozen=True, slots=True)
class PageLink:
    """One entry of a pager: a page by number, or a gap (`number` None)."""

    number: int | None
    href: str = ""
    is_current: bool = False


def page_links(current: int, last: int, query: str) -> tuple[PageLink, ...]:
    """First, last, current and its neighbours; gaps between (the GOV.UK pagination pattern)."""
    shown: Sequence[int] = sorted({1, current - 1, current, current + 1, last} & set(range(1, last + 1)))
    links: list[PageLink] = []
    before = 0
    for number in shown:
        if number > before + 1:
            links.append(PageLink(number=None))
        links.append(PageLink(number=number, href=address_with(query, page=number), is_current=number == current))
        before = number
    return tuple(links)
