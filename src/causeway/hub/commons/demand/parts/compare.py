"""Fair comparison in words: a funnel for each, and where every unit stands, by name."""

from django.utils.translation import gettext as _

from causeway.hub.base.theme.numbers import percent, short_decimal
from causeway.hub.base.theme.plots import Drawing, FunnelPoint, LimitCurve, funnel_plot
from causeway.hub.commons.demand.parts.overview import concern_name
from causeway.hub.commons.demand.queries.compare import Comparison
from causeway.hub.commons.demand.tables import Figure, Part, Table, number, unknown, words
from causeway.hub.commons.demand.words import COMPARED_NAMES, COMPARED_PLOTS, PLACE_NAMES
from causeway.monitoring import Funnel, Place, UnitInFunnel

MIXED = 10.0
"""Our own choice: with a dispersion like this the limits are three times as wide as chance would have them."""
_SIGNALS = (Place.VERY_LOW, Place.VERY_HIGH)


def comparison_part(found: Comparison) -> Part:
    """One funnel and its table."""
    title = COMPARED_NAMES[found.code]
    if found.funnel is None:
        return Part(title=title, empty=_("Fewer than 10 were counted anywhere: too few to compare."))
    is_concern = found.code == "useful_by_concern"
    rows = [_row(unit, concern_name(unit.name) if is_concern else unit.name) for unit in found.funnel.units]
    rows.sort(key=lambda row: str(row[0].text).casefold())
    return Part(
        title=title,
        drawing=_drawing(found, found.funnel, is_concern=is_concern),
        notes=_notes(found.funnel),
        table=Table(
            code=found.code,
            caption=title,
            columns=(_("Name"), _("Share"), _("Counted"), _("Inside or outside the limits")),
            rows=tuple(rows),
        ),
    )


def _row(unit: UnitInFunnel, name: str) -> tuple[Figure, ...]:
    value = (
        unknown(_("Too few")) if unit.value is None else Figure(text=percent(unit.value), value=round(unit.value, 4))
    )
    return words(name), value, number(int(unit.of)), words(PLACE_NAMES[unit.place])


def _drawing(found: Comparison, funnel: Funnel, *, is_concern: bool) -> Drawing:
    judged = [unit for unit in funnel.units if unit.value is not None]
    return funnel_plot(
        [
            FunnelPoint(
                size=unit.of,
                value=unit.value or 0.0,
                label=(concern_name(unit.name) if is_concern else unit.name) if unit.place in _SIGNALS else "",
                is_signal=unit.place in _SIGNALS,
            )
            for unit in judged
        ],
        centre=funnel.target,
        centre_label=_("All together: %(share)s") % {"share": percent(funnel.target)},
        limits=[
            LimitCurve(
                label=_("Inner limits (95%)"),
                points=[(each.of, each.inner_low, each.inner_high) for each in funnel.curve],
            ),
            LimitCurve(
                label=_("Outer limits (99.8%)"),
                points=[(each.of, each.outer_low, each.outer_high) for each in funnel.curve],
            ),
        ],
        title=str(COMPARED_PLOTS[found.code]),
        about=_(
            "A point for each, by how many were counted. Between the limits, differences are as chance makes them."
        ),
        up_title=_("Share"),
        across_title=_("How many were counted"),
        extent=(0.0, 1.0),
    )


def _notes(funnel: Funnel) -> tuple[str, ...]:
    notes = [
        _("Listed by name: the order says nothing. Whoever has fewer than 10 is not judged."),
        _("One in twenty stands beyond the inner limits by chance alone, and one in five hundred beyond the outer."),
    ]
    if funnel.is_widened and funnel.dispersion is not None:
        notes.append(
            _("They differ more than chance explains (dispersion %(phi)s), so the limits are wider for all.")
            % {"phi": short_decimal(funnel.dispersion, 1)}
        )
        if funnel.dispersion > MIXED:
            notes.append(_("They differ so much that they may not do the same thing: look at what each sends first."))
    elif funnel.dispersion is None:
        notes.append(_("There are too few to measure whether they differ more than chance explains."))
    return tuple(notes)
