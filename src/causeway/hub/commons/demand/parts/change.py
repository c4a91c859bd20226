"""Change over time in words: three charts, and what each week says."""

from collections.abc import Callable

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from causeway.hub.base.theme.numbers import grouped, percent
from causeway.hub.base.theme.plots import ControlPoint, control_chart
from causeway.hub.commons.demand.queries.change import Change, Watched
from causeway.hub.commons.demand.tables import Figure, Part, Table, hours_in_words, unknown, words
from causeway.hub.commons.demand.words import RULE_NAMES, WATCHED_NAMES, WATCHED_PLOTS, WATCHED_UNITS


def change_parts(found: Change) -> tuple[Part, ...]:
    """A part for each chart."""
    if not found.watched:
        return (Part(title=_("No chart yet"), empty=_("Your organisation joined in this week. Look again next week.")),)
    return tuple(_part(found, watched) for watched in found.watched)


def signal_words(watched: Watched, week: int = -1) -> str:
    """The rules that a week fulfils, in words."""
    return ", ".join(str(RULE_NAMES[rule]) for rule in watched.signals(week))


def _shown(code: str) -> Callable[[float], str]:
    if code == "acted_on":
        return percent
    return hours_in_words if code == "median_wait" else (lambda value: grouped(round(value)))


def _limit(limit: float | None, shown: Callable[[float], str]) -> Figure:
    """Of what is never below zero."""
    if limit is None:
        return unknown(_("None"))
    return Figure(text=shown(max(0.0, limit)), value=round(max(0.0, limit), 4))


def _part(found: Change, watched: Watched) -> Part:
    title = WATCHED_NAMES[watched.code]
    if watched.chart is None:
        return Part(title=title, empty=_("There is too little yet to draw a chart of."))
    shown = _shown(watched.code)
    weeks = list(zip(found.week_ends, watched.chart.points, strict=True))
    rows = [
        (
            words(date_format(ends, "SHORT_DATE_FORMAT")),
            unknown(_("None")) if point.value is None else Figure(text=shown(point.value), value=round(point.value, 4)),
            _limit(point.lower, shown),
            _limit(point.upper, shown),
            words(capfirst(signal_words(watched, number)) or _("No")),
        )
        for number, (ends, point) in enumerate(weeks)
    ]
    drawing = control_chart(
        [
            ControlPoint(
                label=date_format(ends, "MONTH_DAY_FORMAT"),
                value=point.value,
                centre=watched.chart.centre,
                lower=None if point.lower is None else max(0.0, point.lower),
                upper=point.upper,
                is_signal=bool(watched.signals(number)),
            )
            for number, (ends, point) in enumerate(weeks)
        ],
        title=str(WATCHED_PLOTS[watched.code]),
        about=_("A point a week between the limits that the weeks themselves set. A diamond marks a signal."),
        up_title=str(WATCHED_UNITS[watched.code]),
        centre_label=_("Usual level"),
        limit_label=_("Limits of what is usual"),
        across_title=_("Week to"),
        shown=shown,
    )
    return Part(
        title=title,
        drawing=drawing,
        notes=_notes(found, watched),
        table=Table(
            code=watched.code,
            caption=title,
            columns=(_("Week to"), _("Value"), _("Lower limit"), _("Upper limit"), _("Signal")),
            rows=tuple(reversed(rows)),
        ),
    )


def _notes(found: Change, watched: Watched) -> tuple[str, ...]:
    said = signal_words(watched)
    notes = [_("The newest week: %(signal)s.") % {"signal": said} if said else _("The newest week gives no signal.")]
    if watched.chart is not None and watched.chart.is_provisional:
        notes.append(_("The limits rest on fewer than 12 weeks and are provisional."))
    if found.baseline is not None:
        text = ngettext(
            "The limits come from the first %(count)d week, so that a change does not hide itself.",
            "The limits come from the first %(count)d weeks, so that a change does not hide itself.",
            found.baseline,
        )
        notes.append(text % {"count": found.baseline})
    return tuple(notes)
