"""A page of figures: parts with a plot and the table below it, from which the file is made too, so that what is
downloaded is what is shown.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from causeway.hub.base.theme.numbers import grouped, percent, short_decimal
from causeway.hub.base.theme.plots import Drawing
from causeway.hub.commons.demand.summaries import Share
from causeway.monitoring import ShareWithin

Text = str | Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One cell: how it reads, what it is in a file, and where it leads."""

    text: Text
    value: object = None
    href: str = ""
    is_numeric: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under columns; the first cell of a row is its heading. Columns of numbers stand to the right."""

    code: str
    caption: Text
    columns: tuple[Text, ...]
    rows: tuple[tuple[Figure, ...], ...]

    FILE_COLUMNS: ClassVar[tuple[str, ...]] = ("table", "row", "column", "value", "text")

    @property
    def headings(self) -> list[tuple[Text, bool]]:
        """Each column's words, and whether numbers stand in it."""
        first = self.rows[0] if self.rows else ()
        numeric = [cell.is_numeric for cell in first] or [False] * len(self.columns)
        return list(zip(self.columns, numeric, strict=True))

    def file_rows(self) -> Iterator[tuple[object, ...]]:
        """One line a figure: which table, row and column, the bare value, and how it reads."""
        for heading, *cells in self.rows:
            for column, cell in zip(self.columns[1:], cells, strict=True):
                yield self.code, heading.text, column, cell.value, cell.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a page. Where `empty` is given, it is said in the place of a table without rows."""

    title: Text
    table: Table | None = None
    text: Text = ""
    drawing: Drawing | None = None
    notes: tuple[Text, ...] = ()
    empty: Text = ""


def file_rows(parts: Iterable[Part]) -> Iterator[tuple[object, ...]]:
    """All the figures of a page."""
    for part in parts:
        if part.table is not None:
            yield from part.table.file_rows()


def words(text: Text, href: str = "") -> Figure:
    """A cell of words."""
    return Figure(text=text, href=href, is_numeric=False)


def number(value: int) -> Figure:
    """A count."""
    return Figure(text=grouped(value), value=value)


def change(value: int) -> Figure:
    """A difference, with its sign."""
    sign = "+" if value > 0 else "\N{MINUS SIGN}" if value < 0 else ""
    return Figure(text=f"{sign}{grouped(abs(value))}", value=value)


def unknown(text: Text = "") -> Figure:
    """A figure that there is not; it is said, never left blank."""
    return Figure(text=text or _("Not known yet"))


def hours(value: float | None, none: Text = "") -> Figure:
    """A length of time, in the unit in which people speak of it."""
    if value is None:
        return unknown(none or _("Not reached yet"))
    return Figure(text=hours_in_words(value), value=round(value, 2))


def hours_in_words(value: float) -> str:
    """ "40 minutes", "7.5 hours", "12 days"."""
    if value < 1:
        minutes = round(value * 60)
        return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    if value < 48:
        return ngettext("%(hours)s hour", "%(hours)s hours", 1 if round(value, 1) == 1 else 2) % {
            "hours": short_decimal(value, 1)
        }
    return _("%(days)s days") % {"days": short_decimal(value / 24, 1)}


def share(found: Share) -> Figure:
    """A share with what it is of, and between which values it may lie."""
    interval = found.interval
    if found.value is None or interval is None:
        return unknown(_("None to count"))
    said = {
        "share": percent(found.value),
        "part": grouped(found.part),
        "whole": grouped(found.whole),
        "low": percent(interval[0]),
        "high": percent(interval[1]),
    }
    text = _("%(share)s (%(part)s of %(whole)s; likely %(low)s to %(high)s)") % said
    return Figure(text=text, value=round(found.value, 4))


def share_within(found: ShareWithin | None) -> Figure:
    """A share dealt with by some time."""
    if found is None:
        return unknown(_("Too soon to say"))
    return Figure(text=percent(found.share), value=round(found.share, 4))
