"""A report as a PDF: the same figures, plots and warnings as its pages."""

from collections.abc import Iterator

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from causeway.hub.base.theme.pdf import Heading, Lines, Paragraph, Plot, Section, Table, pdf
from causeway.hub.knowledge.languages import reading_language
from causeway.hub.knowledge.surveys.report.drawings import force_drawing, item_drawing, rank_drawing
from causeway.hub.knowledge.surveys.report.founding import (
    CAUTION,
    PUBLICATION_NAMES,
    Publication,
    published_beside,
)
from causeway.hub.knowledge.surveys.report.group_tables import GroupTable, Line, gaps_text, group_table
from causeway.hub.knowledge.surveys.report.model import Item, Measure, Report
from causeway.hub.knowledge.surveys.report.quotes import Quote
from causeway.hub.knowledge.surveys.report.wording import (
    SYNTHETIC,
    Row,
    change_text,
    facts_of,
    how_to_read,
    label_of,
    left_out_text,
    points_text,
    quote_text,
    rate_text,
    reach_texts,
    rows_of,
    spoken,
    title_of,
)

_FIGURE_SHARES = (0.46, 0.22, 0.22, 0.1)
_ANSWERS_ABREAST = 4
_NAME_SHARE, _PEOPLE_SHARE = 0.24, 0.1


def report_pdf(report: Report, *, publisher: str, quotes: tuple[Quote, ...] = ()) -> bytes:
    """The document, in the reader's language."""
    title = _("%(title)s (synthetic)") % {"title": report.title} if report.is_synthetic else report.title
    return pdf(
        title,
        list(_sections(report, publisher, quotes)),
        language=reading_language(),
        about=spoken(report.about),
        author=publisher,
        unlike=_("Letters that cannot be shown here stand as “?”. The report’s pages have them."),
    )


def _sections(report: Report, publisher: str, quotes: tuple[Quote, ...]) -> Iterator[Section]:
    if report.is_synthetic:
        yield Paragraph(str(SYNTHETIC))
    yield Paragraph(spoken(report.about))
    first, last = date_format(report.opens_on, "SHORT_DATE_FORMAT"), date_format(report.closes_on, "SHORT_DATE_FORMAT")
    yield Lines(
        [
            (_("Made by"), publisher),
            (_("Open for answers"), _("%(first)s to %(last)s") % {"first": first, "last": last}),
            *facts_of(report),
        ]
    )
    yield Heading(_("How to read this"))
    for heading, text in how_to_read():
        yield Heading(heading, 3)
        yield Paragraph(text)
    items = {item.question: [each for each in report.items if each.question == item.question] for item in report.items}
    written = {each.question: each for each in report.written}
    for labels, codes in report.sections:
        yield Heading(spoken(labels))
        for code in codes:
            for item in items.get(code, []):
                yield from _item(item, report)
            if code in written:
                yield Heading(spoken(written[code].text), 2)
                yield Paragraph(_quoted(quotes, code) or _("No quote has been released."))
    if spoken_words := _quoted(quotes, ""):
        yield Heading(_("From interviews"))
        yield Paragraph(spoken_words)
    yield from _response(report)


def _quoted(quotes: tuple[Quote, ...], question: str) -> str:
    return "\n".join(quote_text(quote) for quote in quotes if quote.question == question)


def _item(item: Item, report: Report) -> Iterator[Section]:
    yield Heading(title_of(item), 2)
    if item.is_conditional:
        yield Paragraph(_("Of those to whom this was shown."))
    if not item.figures:
        yield Paragraph(_("Nobody answered."))
        return
    yield Plot(item_drawing(item), _("Everybody, with 95% intervals"))
    yield _figures(_("Answer"), rows_of(item))
    if text := left_out_text(item):
        yield Paragraph(text)
    for publication in Publication:
        beside = published_beside(item.question, publication)
        if beside:
            lines = "\n".join(f"{one.figure} {one.of}" for one in beside)
            yield Paragraph(f"{PUBLICATION_NAMES[publication]}:\n{lines}\n{CAUTION}")
    if item.headline is not None or item.by_rank:
        caption = _("By rank: %(answer)s") % {"answer": label_of(item, item.headline)}
        yield Plot(rank_drawing(item), caption)
        yield from _groups(_("Rank"), group_table(item, item.by_rank))
    if _stands_for_itself(item):
        caption = _("By force, in the order of the alphabet: %(answer)s") % {"answer": label_of(item, item.headline)}
        yield Plot(force_drawing(item), caption)
        yield from _groups(_("Force"), group_table(item, item.by_force))
    if item.moved:
        yield Heading(_("Change since %(wave)s") % {"wave": report.compared_with}, 3)
        yield Lines([(label_of(item, moved.option), change_text(item, moved)) for moved in item.moved])


def _stands_for_itself(item: Item) -> bool:
    """Whether forces are printed: a page each for every row of a matrix would make a book."""
    return bool(item.by_force) and item.measure is not Measure.MEAN and item.row is None and not item.is_conditional


def _groups(first: str, table: GroupTable) -> Iterator[Section]:
    """The table, cut to the width of the paper."""
    for piece in table.pieces(_ANSWERS_ABREAST):
        wide = (1 - _NAME_SHARE - _PEOPLE_SHARE) / len(piece.answers)
        yield Table(
            [first, *piece.answers, _("People")],
            [[line.name, *_cells(line), line.people] for line in piece.lines],
            shares=(_NAME_SHARE, *(wide for _answer in piece.answers), _PEOPLE_SHARE),
        )
    if table.has_gaps:
        yield Paragraph(gaps_text())


def _cells(line: Line) -> list[str]:
    if line.why:
        return [line.why, *("" for _cell in line.cells[1:])]
    return [f"{cell.value}\n{cell.interval}" if cell.value else _("Not shown") for cell in line.cells]


def _figures(first: str, rows: list[Row]) -> Table:
    return Table(
        [first, _("Estimate"), _("95% interval"), _("People")],
        [[row.label, row.value, row.interval, row.people] for row in rows],
        shares=_FIGURE_SHARES,
    )


def _response(report: Report) -> Iterator[Section]:
    response = report.response
    yield Heading(_("Who answered"))
    for heading, rates in ((_("Rank"), response.by_rank), (_("Force"), response.by_force)):
        yield Table(
            [heading, _("Population"), _("People asked"), _("People who answered"), _("Response rate")],
            [
                [rate.name, str(rate.population), _count(rate.invited), _count(rate.answered), rate_text(rate)]
                for rate in rates
            ],
        )
    yield Heading(_("How far those who did not answer could move the figures"), 2)
    rows = [
        [f"{title_of(item)}\n{label_of(item, reach.option)}", *reach_texts(item, reach)]
        for item in report.items
        for reach in item.reach
    ]
    yield Table([_("Figure"), points_text(response.points), _("At the very worst")], rows, shares=(0.56, 0.22, 0.22))


def _count(number: int | None) -> str:
    return "" if number is None else str(number)
