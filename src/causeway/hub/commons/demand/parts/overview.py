"""The first page in words: what came, how long it waits, what came of it, who is there."""

from collections.abc import Mapping

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from causeway.hub.base.organisations.words import ROLE_NAMES
from causeway.hub.base.theme.components import BAND_NAMES
from causeway.hub.base.theme.plots import Bar, Series, Tick, bar_plot, line_plot
from causeway.hub.commons.demand.queries.overview import Overview, Staff, StepWaits
from causeway.hub.commons.demand.summaries import Compared, Results
from causeway.hub.commons.demand.tables import (
    Figure,
    Part,
    Table,
    Text,
    change,
    hours,
    number,
    share,
    share_within,
    unknown,
    words,
)
from causeway.hub.commons.demand.waits import DAYS_SHOWN, Wait
from causeway.hub.commons.demand.words import COUNTED_PLOTS, STEP_NAMES
from causeway.hub.road.outcomes.words import CLOSURE_NAMES, STATUS_NAMES, missing_text
from causeway.hub.road.referrals.words import CONCERN_NAMES
from causeway.vocabulary.findings import BAND_ORDER, Band
from causeway.vocabulary.outcomes import ClosureReason, OutcomeStatus
from causeway.vocabulary.referral import Concern

MOST_BARS = 30
"""Our own choice: a longer plot is no longer looked at."""


def overview_parts(found: Overview) -> tuple[Part, ...]:
    """All parts, in the order in which they stand."""
    return (
        _weeks(found),
        *((_compared("bands", _("Priority"), _bands(found.by_band)),) if found.receives else ()),
        _compared("concerns", _("Concern"), {concern_name(code): each for code, each in found.by_concern.items()}),
        *((_compared("senders", _("Sender"), found.by_sender),) if found.receives else ()),
        *(_waits(each, is_banded=found.receives) for each in found.waits),
        _outcomes(found.results, found.results_before),
        _staff(found.staff),
    )


def concern_name(code: str) -> str:
    """A concern in words."""
    return str(CONCERN_NAMES.get(Concern(code), code))


def group_name(code: str, *, is_banded: bool) -> str:
    """A band or a concern in words."""
    return str(BAND_NAMES[Band(code)]) if is_banded else concern_name(code)


def _weeks(found: Overview) -> Part:
    bands = BAND_ORDER if found.receives else ()
    rows = [
        (
            words(date_format(week.ends, "SHORT_DATE_FORMAT")),
            number(week.referrals),
            number(week.lines),
            *(number(week.by_band[band]) for band in bands),
        )
        for week in found.weeks
    ]
    columns: tuple[Text, ...] = (_("Week to"), _("Referrals"), _("Events"), *(BAND_NAMES[band] for band in bands))
    points = list(enumerate(found.weeks))
    drawing = line_plot(
        [
            Series(label=_("Referrals"), points=[(place, week.referrals) for place, week in points]),
            Series(label=_("Events"), points=[(place, week.lines) for place, week in points]),
        ],
        title=_("Referrals and events, week by week"),
        about=_("Two lines: all referrals that came in a week, and the different events that they tell of."),
        ticks=[Tick(place, date_format(week.ends, "MONTH_DAY_FORMAT")) for place, week in points],
        up_title=_("Referrals in a week"),
        across_title=_("Week to"),
    )
    return Part(
        title=_("Referrals each week"),
        text=_("Several referrals may tell of the same event; the events show how much there is to do."),
        drawing=drawing if found.total.now else None,
        notes=(_("The newest week goes on until the end of today."),) if found.goes_on else (),
        table=Table(code="weeks", caption=_("Referrals each week"), columns=columns, rows=tuple(rows)),
    )


def _bands(counted: Mapping[str, Compared]) -> dict[str, Compared]:
    none = Compared(now=0, before=0)
    return {str(BAND_NAMES[band]): counted.get(band.value, none) for band in BAND_ORDER}


def _compared(code: str, title: str, counted: Mapping[str, Compared]) -> Part:
    """Numbers now and before. Bands stand by urgency, everything else by name."""
    names = list(counted) if code == "bands" else sorted(counted, key=str.casefold)
    rows = [
        (words(name), number(counted[name].now), number(counted[name].before), change(counted[name].change))
        for name in names
    ]
    drawing = bar_plot(
        [Bar(label=name, value=counted[name].now) for name in names[:MOST_BARS]],
        title=str(COUNTED_PLOTS[code]),
        about=_("A bar for each, as long as the number of referrals in this period."),
    )
    return Part(
        title=title,
        drawing=drawing if any(each.now for each in counted.values()) else None,
        table=Table(
            code=code,
            caption=title,
            columns=(title, _("This period"), _("Period before"), _("Difference")),
            rows=tuple(rows),
        ),
        notes=(_("The plot shows the first 30 by name, the table all."),) if len(names) > MOST_BARS else (),
        empty=_("Nothing came in either period."),
    )


def _waits(found: StepWaits, *, is_banded: bool) -> Part:
    order = [band.value for band in BAND_ORDER] if is_banded else sorted(found.groups, key=concern_name)
    groups = [(group_name(code, is_banded=is_banded), found.groups[code]) for code in order if code in found.groups]
    columns: tuple[Text, ...] = (
        _("Priority") if is_banded else _("Concern"),
        _("Events"),
        _("Steps done"),
        _("Half done within"),
        _("Nine in ten within"),
        *(_("Within %(days)d days") % {"days": days} if days > 1 else _("Within a day") for days in DAYS_SHOWN),
        _("Longest still waiting"),
    )
    rows = [(words(name), *_wait_cells(wait)) for name, wait in groups]
    if len(groups) > 1:
        rows.append((words(_("All")), *_wait_cells(found.all)))
    title = STEP_NAMES[found.step]
    return Part(
        title=_("How long until: %(step)s") % {"step": title},
        table=Table(
            code=f"wait_{found.step.value if found.step else 'first_action'}",
            caption=_("How long until: %(step)s") % {"step": title},
            columns=columns,
            rows=tuple(rows),
        ),
        empty=_("Nothing came in this period."),
    )


def _wait_cells(wait: Wait) -> tuple[Figure, ...]:
    return (
        number(wait.referrals),
        number(wait.over),
        hours(wait.median),
        hours(wait.ninth_decile),
        *(share_within(each) for each in wait.within),
        hours(wait.longest_open, _("None waits")),
    )


def _outcomes(now: Results, before: Results) -> Part:
    rows = [
        (words(_("Outcome back")), share(now.returned), share(before.returned)),
        (words(_("Useful, of those rated")), share(now.useful), share(before.useful)),
        (words(_("Children safeguarded")), number(now.children), number(before.children)),
    ]
    statuses_before, closures_before, missing_before = map(dict, (before.statuses, before.closures, before.missing))
    rows += [
        (words(STATUS_NAMES[OutcomeStatus(code)]), number(count), number(statuses_before.get(code, 0)))
        for code, count in now.statuses
    ]
    rows += [
        (
            words(_("Closed: %(reason)s") % {"reason": CLOSURE_NAMES[ClosureReason(code)]}),
            number(count),
            number(closures_before.get(code, 0)),
        )
        for code, count in now.closures
    ]
    rows += [
        (
            words(_("Missing: %(what)s") % {"what": missing_text(code)}),
            number(count),
            number(missing_before.get(code, 0)),
        )
        for code, count in now.missing[:5]
    ]
    return Part(
        title=_("What came of it"),
        text=_("Of what came in the period, by now. What came lately has had less time."),
        table=Table(
            code="outcomes",
            caption=_("What came of it"),
            columns=(_("What"), _("This period"), _("Period before")),
            rows=tuple(rows),
        ),
    )


def _staff(staff: Staff) -> Part:
    rows = [(words(_("People")), number(staff.members))]
    rows += [(words(ROLE_NAMES[role]), number(count)) for role, count in staff.by_role.items()]
    if staff.figures is None:
        rows.append((words(_("Training")), unknown()))
    else:
        rows += [(words(figure.label), Figure(text=figure.value)) for figure in staff.figures]
    return Part(
        title=_("Who is there to do it"),
        text=_("Somebody with two roles counts in both."),
        table=Table(
            code="staff", caption=_("Who is there to do it"), columns=(_("Role"), _("People")), rows=tuple(rows)
        ),
    )
