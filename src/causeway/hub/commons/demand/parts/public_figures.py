"""Published figures in words: by year, kind, recipient and country, with what is known of how they were counted."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from causeway.hub.base.theme.plots import Drawing, Series, Tick, line_plot
from causeway.hub.commons.demand.parts.overview import concern_name
from causeway.hub.commons.demand.public_figures import UNKNOWN_COUNTRY, ByYear, Country, PublicFigures
from causeway.hub.commons.demand.tables import Figure, Part, Table, change, number, unknown, words

_RECIPIENTS: dict[str, Promise] = {
    "task_forces.actionable": gettext_lazy("US task forces: actionable"),
    "task_forces.informational": gettext_lazy("US task forces: for information"),
    "federal.actionable": gettext_lazy("US federal police: actionable"),
    "federal.informational": gettext_lazy("US federal police: for information"),
    "local.actionable": gettext_lazy("US local police: actionable"),
    "local.informational": gettext_lazy("US local police: for information"),
    "international.actionable": gettext_lazy("Police of other countries: actionable"),
    "international.informational": gettext_lazy("Police of other countries: for information"),
}
_FILES: dict[str, Promise] = {
    "photos": gettext_lazy("Photos"),
    "unique_photos": gettext_lazy("Photos, each exact copy once"),
    "similar_photos": gettext_lazy("Photos, each look once"),
    "videos": gettext_lazy("Videos"),
    "unique_videos": gettext_lazy("Videos, each exact copy once"),
    "similar_videos": gettext_lazy("Videos, each look once"),
    "other": gettext_lazy("Other files"),
}


def public_parts(found: PublicFigures, country: Country | None) -> tuple[Part, ...]:
    """All parts; the country that was chosen comes first."""
    chosen = (_country(country),) if country is not None else ()
    return (*chosen, _years(found), *_by_kind(found))


def country_name(country: Country) -> str:
    """A country in the reader's language."""
    if country.code == UNKNOWN_COUNTRY:
        return _("No country known")
    return country.names.get(get_language() or "", country.names["en"])


def _line(years: ByYear) -> Drawing:
    points = sorted(years.items())
    return line_plot(
        [Series(label=_("CyberTipline reports"), points=[(float(year), float(count)) for year, count in points])],
        title=_("Reports, year by year"),
        about=_("A line from year to year; the table below holds every figure."),
        ticks=[Tick(float(year), str(year)) for year, _count in points],
        up_title=_("Reports in a year"),
        across_title=_("Year"),
    )


def _year_rows(years: ByYear) -> tuple[tuple[Figure, ...], ...]:
    rows = []
    for year in sorted(years, reverse=True):
        before = years.get(year - 1)
        differs = unknown(_("None before")) if before is None else change(years[year] - before)
        rows.append((words(str(year)), number(years[year]), differs))
    return tuple(rows)


def _year_columns() -> tuple[str, str, str]:
    return _("Year"), _("CyberTipline reports"), _("Difference from the year before")


def _years(found: PublicFigures) -> Part:
    title = _("Reports to the CyberTipline in all")
    return Part(
        title=title,
        drawing=_line(found.years),
        notes=(
            _("A report is counted each time that somebody sends one: several may tell of one event or one picture."),
            _(
                "Most come from a few companies. Half of the companies that report send no more than 44 in a year"
                " (Stanford Internet Observatory, 2024)."
            ),
            _("By company nothing is shown: that table is not among the data that come with the program."),
        ),
        table=Table(code="years", caption=title, columns=_year_columns(), rows=_year_rows(found.years)),
    )


def _country(country: Country) -> Part:
    title = _("Reports that point to: %(country)s") % {"country": country_name(country)}
    return Part(
        title=title,
        drawing=_line(country.years) if len(country.years) > 1 else None,
        notes=(
            _("The country is that of the address from which something was sent. A proxy can hide the true one."),
            _("It says how much is reported, which is not how much happens there."),
        ),
        table=Table(code="country", caption=title, columns=_year_columns(), rows=_year_rows(country.years)),
    )


def _by_kind(found: PublicFigures) -> tuple[Part, ...]:
    concerns = {concern_name(code): years for code, years in found.concerns.items()}
    recipients = {str(_RECIPIENTS[code]): years for code, years in found.recipients.items()}
    files = {str(_FILES[code]): found.files[code] for code in _FILES}
    return (
        _matrix(
            "concerns",
            _("By concern"),
            dict(sorted(concerns.items())),
            (
                _("Published in this form from 2020. The names are ours, the kinds those of the publisher."),
                _("One report has one kind, so what is told beside it does not show."),
            ),
        ),
        _matrix(
            "recipients",
            _("By recipient"),
            {str(name): recipients[str(name)] for name in _RECIPIENTS.values()},
            (
                _("The sum is above the number of reports: one report can go to several recipients."),
                _(
                    "To US task forces, reports for information rose from 11,900 in 2021 to 400,715 in 2022: so large a"
                    " step suggests another way of counting. The tables do not say so."
                ),
            ),
        ),
        _matrix(
            "files",
            _("Files in the reports"),
            files,
            (_("A file that was sent many times counts each time in the first line of its kind."),),
        ),
    )


def _matrix(code: str, title: str, figures: Mapping[str, ByYear], notes: tuple[str, ...]) -> Part:
    years = sorted({year for each in figures.values() for year in each})
    rows = tuple(
        (words(name), *(number(each[year]) if year in each else unknown(_("None")) for year in years))
        for name, each in figures.items()
    )
    table = Table(code=code, caption=title, columns=(title, *(str(year) for year in years)), rows=rows)
    return Part(title=title, table=table, notes=notes)
