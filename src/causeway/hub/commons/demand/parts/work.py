"""Officer minutes in words: the two ways of working side by side, what was counted, and the assumptions."""

from django.utils.translation import gettext as _

from causeway.hub.base.ledger.act_texts import ACT_TEXTS
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.theme.numbers import grouped, short_decimal
from causeway.hub.base.theme.plots import Interval, interval_plot
from causeway.hub.commons.demand.queries.work import Work
from causeway.hub.commons.demand.tables import Figure, Part, Table, number, unknown, words
from causeway.hub.commons.demand.words import HANDLING_SOURCES
from causeway.monitoring import FIRST_READING, LATER_READING, HandlingTime, Minutes


def work_parts(found: Work) -> tuple[Part, ...]:
    """The comparison, what was counted, and the table of assumptions."""
    return _comparison(found), _counted(found), _assumptions(found)


def _minutes(minutes: Minutes | None) -> Figure:
    if minutes is None:
        return unknown(_("No child reached yet"))
    said = {name: grouped(round(getattr(minutes, name))) for name in ("central", "low", "high")}
    return Figure(text=_("%(central)s (%(low)s to %(high)s)") % said, value=round(minutes.central, 1))


def _comparison(found: Work) -> Part:
    compared = found.comparison
    ways = (
        (_("As it was worked"), compared.read, compared.minutes, compared.per_child),
        (_("Unbundled and unsorted"), compared.read_plainly, compared.minutes_plainly, compared.per_child_plainly),
    )
    rows = [
        (
            words(name),
            number(read),
            _minutes(minutes if compared.children else None),
            _minutes(per),
        )
        for name, read, minutes, per in ways
    ]
    drawing = None
    if compared.children:
        drawing = interval_plot(
            [
                Interval(label=name, value=per.central, low=per.low, high=per.high)
                for name, _read, _total, per in ways
                if per is not None
            ],
            title=_("Minutes, with the range of the assumptions"),
            about=_("A point for each way of working, with the range from the low to the high assumption."),
            shown=lambda value: grouped(round(value)),
        )
    return Part(
        title=_("Officer minutes for each child reached"),
        text=_(
            "Unbundled and unsorted means: one line a referral, read in the order in which they came, until the same"
            " children have been reached. What was done after reading is the same in both."
        ),
        drawing=drawing,
        notes=(
            _("The minutes are assumed, not measured; the acts are counted. The range is that of the assumptions."),
            _("Reading stops there with the last child who was reached, so the difference is rather too small."),
        ),
        table=Table(
            code="minutes",
            caption=_("Officer minutes for each child reached"),
            columns=(_("Way of working"), _("Referrals read"), _("Minutes in all"), _("Minutes for each child")),
            rows=tuple(rows),
        ),
    )


def _counted(found: Work) -> Part:
    compared = found.comparison
    rows = [
        (words(_("Referrals that came")), number(compared.tellings)),
        (words(_("Different events")), number(compared.lines)),
        (words(_("Children reached")), number(compared.children)),
        (words(_("Reading a referral for the first time")), number(compared.read)),
        (words(_("Opening it again")), number(compared.opened_again)),
        *((words(ACT_TEXTS[act]), number(count)) for act, count in found.acts),
    ]
    return Part(
        title=_("What was counted"),
        text=_("A child is reached where an outcome says that a child was safeguarded; each event counts once."),
        table=Table(
            code="counted", caption=_("What was counted"), columns=(_("What"), _("How many")), rows=tuple(rows)
        ),
    )


def _assumptions(found: Work) -> Part:
    rows = [
        (
            words(_code_name(time)),
            *(Figure(text=short_decimal(value, 1), value=value) for value in (time.low, time.central, time.high)),
            words(HANDLING_SOURCES[time.code]),
        )
        for time in found.model
    ]
    return Part(
        title=_("Minutes assumed for each act"),
        table=Table(
            code="assumptions",
            caption=_("Minutes assumed for each act"),
            columns=(_("Act"), _("Low"), _("Central"), _("High"), _("Where it comes from")),
            rows=tuple(rows),
        ),
    )


def _code_name(time: HandlingTime) -> str:
    if time.code == FIRST_READING:
        return _("Reading a referral for the first time")
    if time.code == LATER_READING:
        return _("Opening it again")
    return str(ACT_TEXTS[Act(time.code)])
