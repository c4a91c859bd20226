"""A report's figures in words: what a table's cell says, and the sentences around it."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from causeway.hub.base.contacts.words import language_name
from causeway.hub.base.theme.numbers import decimal, grouped, percent
from causeway.hub.knowledge.languages import reading_language
from causeway.hub.knowledge.surveys.report.model import (
    Figure,
    Group,
    Hidden,
    Item,
    Labels,
    Measure,
    Moved,
    Rate,
    Reach,
    Report,
)
from causeway.hub.knowledge.surveys.report.quotes import Quote

HIDDEN_TEXTS: dict[Hidden, Promise] = {
    Hidden.SMALL: gettext_lazy("Not shown: fewer than 10 people"),
    Hidden.TELLING: gettext_lazy("Not shown: it would give away a smaller figure"),
    Hidden.NOBODY: gettext_lazy("Nobody answered"),
}

_EVEN = 0.8
"""An R-indicator that is called much alike: our own choice; the literature names no limit."""
_MINUS = "\N{MINUS SIGN}"

SYNTHETIC = gettext_lazy(
    "This wave is synthetic. A program made every answer and every population; no officer was asked and no figure says"
    " anything of a real force."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a table of figures."""

    label: str
    value: str
    interval: str
    people: str


def spoken(labels: Labels) -> str:
    """The words in the reader's language, else in the instrument's first."""
    language = reading_language()
    return labels.get(language) or next(iter(labels.values()))


def title_of(item: Item) -> str:
    """What was asked; of a matrix, with its row."""
    if item.row is None:
        return spoken(item.text)
    return _("%(question)s %(row)s") % {"question": spoken(item.text), "row": spoken(item.row)}


def label_of(item: Item, option: str | None) -> str:
    """An option's label; of a mean, what it is the mean of."""
    if option is not None:
        return spoken(item.options[option])
    return _("Mean, in %(unit)s") % {"unit": spoken(item.unit)} if item.unit else _("Mean")


def value_text(item: Item, value: float) -> str:
    """A figure as it is read: a share in whole points, a mean with one decimal."""
    return decimal(value, 1) if item.measure is Measure.MEAN else percent(value)


def interval_text(item: Item, low: float, high: float) -> str:
    """From where to where a figure may lie."""
    return _("%(low)s to %(high)s") % {"low": value_text(item, low), "high": value_text(item, high)}


def row_of(item: Item, label: str, figure: Figure) -> Row:
    """A figure as a line of a table."""
    if figure.hidden is not None or figure.value is None or figure.low is None or figure.high is None:
        return Row(label=label, value=str(HIDDEN_TEXTS[figure.hidden or Hidden.SMALL]), interval="", people="")
    return Row(
        label=label,
        value=value_text(item, figure.value),
        interval=interval_text(item, figure.low, figure.high),
        people=grouped(figure.n) if figure.n is not None else "",
    )


def rows_of(item: Item) -> list[Row]:
    """The figures for everybody."""
    return [row_of(item, label_of(item, figure.option), figure) for figure in item.figures]


def headline_of(item: Item, group: Group) -> Figure | None:
    """The figure by which groups are set side by side."""
    return next((figure for figure in group.figures if figure.option == item.headline), None)


def change_text(item: Item, moved: Moved) -> str:
    """A change since the wave before, with how sure it is."""
    if moved.change is None or moved.low is None or moved.high is None:
        return _("Cannot be compared")
    words = {
        "change": _signed(item, moved.change),
        "low": _signed(item, moved.low),
        "high": _signed(item, moved.high),
    }
    if not moved.is_clear:
        return _("%(change)s (%(low)s to %(high)s). This can be chance.") % words
    if moved.change > 0:
        return _("%(change)s (%(low)s to %(high)s). A clear rise.") % words
    return _("%(change)s (%(low)s to %(high)s). A clear fall.") % words


def reach_texts(item: Item, reach: Reach) -> tuple[str, str]:
    """From where to where those who did not answer could move a figure: if they differ by so many points, and at the
    very worst.
    """
    mild = interval_text(item, reach.shifted_low, reach.shifted_high)
    return mild, interval_text(item, reach.worst_low, reach.worst_high)


def points_text(points: float) -> str:
    """The mild case, as a heading."""
    return _("If they differ by %(points)s points") % {"points": decimal(points * 100, 0)}


def quote_text(quote: Quote) -> str:
    """A quote on paper: the words, their language, and the translation beside them."""
    words = {
        "words": quote.text,
        "language": language_name(quote.language),
        "translation": quote.translation,
        "other": language_name(quote.translated_into),
    }
    if quote.translation and quote.language:
        return _("“%(words)s” (%(language)s). In %(other)s: “%(translation)s”") % words
    if quote.translation:
        return _("“%(words)s” In %(other)s: “%(translation)s”") % words
    if quote.language:
        return _("“%(words)s” (%(language)s)") % words
    return f"“{quote.text}”"


def left_out_text(item: Item) -> str:
    """How many of those asked left the item out; rounded, and only where enough did."""
    if item.left_out is None:
        return ""
    return ngettext(
        "About %(count)d person who was asked left this out.",
        "About %(count)d people who were asked left this out.",
        item.left_out,
    ) % {"count": item.left_out}


def rate_text(rate: Rate) -> str:
    """A response rate, or why it is not shown."""
    return str(HIDDEN_TEXTS[Hidden.SMALL]) if rate.rate is None else percent(rate.rate)


def facts_of(report: Report) -> list[tuple[str, str]]:
    """The wave in a few lines: whom it is about, how many answered, what weights did."""
    response, weights = report.response, report.weights
    return [
        (_("People whom the survey is about"), grouped(response.population)),
        (_("People asked"), grouped(response.invited)),
        (_("People who answered"), grouped(response.answered)),
        (_("Response rate (AAPOR RR1)"), percent(response.rate)),
        (_("Forces"), grouped(report.forces)),
        (
            _("Weights"),
            _("From %(low)s to %(high)s people for each who answered")
            % {"low": decimal(weights.lowest, 1), "high": decimal(weights.highest, 1)},
        ),
        (_("As sure as a simple sample of"), decimal(weights.effective_n, 0)),
    ]


def weight_notes(report: Report) -> list[str]:
    """What was done where too few answered, so that nobody is dropped in silence."""
    weights, notes = report.weights, []
    if weights.silent_strata:
        notes.append(
            ngettext(
                "Nobody answered in %(strata)d group of force and rank, which holds %(people)s people. Others of the"
                " same force and the same rank stand for them.",
                "Nobody answered in %(strata)d groups of force and rank, which hold %(people)s people. Others of the"
                " same force and the same rank stand for them.",
                weights.silent_strata,
            )
            % {
                "strata": weights.silent_strata,
                "people": grouped(weights.people_in_silent_strata),
            }
        )
    if weights.joined:
        notes.append(_("Too few answered to weight these apart, so they were joined: %s.") % "; ".join(weights.joined))
    return notes


def evenness_text(report: Report) -> str:
    """How alike response was over force and rank."""
    found = report.response.r_indicator
    if found is None:
        return ""
    shown = decimal(found, 2)
    if found >= _EVEN:
        return _("Response was much alike over forces and ranks (R-indicator %s; 1 is fully alike).") % shown
    return (
        _(
            "Response was unlike over forces and ranks (R-indicator %s; 1 is fully alike). Weights correct for that, as"
            " far as people of one force and rank answer alike."
        )
        % shown
    )


def how_to_read() -> list[tuple[str, str]]:
    """What a reader must know before quoting a figure: a heading and a paragraph each."""
    return [
        (
            _("What a figure stands for"),
            _(
                "Each figure is an estimate for everybody the survey is about, not only for those who answered. Answers"
                " are weighted to the number of people in each force and rank."
            ),
        ),
        (
            _("How sure a figure is"),
            _(
                "Beside each figure stands its 95% interval. If the survey were repeated many times, 95 of 100 such"
                " intervals would hold the true figure. Where two intervals overlap much, do not call the figures"
                " different."
            ),
        ),
        (
            _("What the interval leaves out"),
            _(
                "It covers the chance of who was asked. It does not cover people who answer otherwise than those who"
                " stayed silent. The section on response says how far that could move a figure."
            ),
        ),
        (
            _("Why some figures are missing"),
            _(
                "For everybody and by rank, an answer that fewer than 10 people gave is not shown, nor one from which"
                " it could be worked out. By force, shares are shown where 10 people or more answered. Numbers of"
                " people are rounded to 5."
            ),
        ),
        (
            _("Why forces are not ranked"),
            _(
                "Few people answered in each force. Their order would be mostly chance, so forces stand in the order of"
                " the alphabet."
            ),
        ),
    ]


def _signed(item: Item, value: float) -> str:
    if item.measure is Measure.MEAN:
        rounded = round(value, 1)
        shown = decimal(abs(rounded), 1)
    else:
        rounded = round(value * 100)
        shown = ngettext("%(count)d point", "%(count)d points", abs(rounded)) % {"count": abs(rounded)}
    sign = "+" if rounded > 0 else _MINUS if rounded < 0 else ""
    return f"{sign}{shown}"
