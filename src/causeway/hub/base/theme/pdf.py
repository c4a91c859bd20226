"""What is read on paper, as PDF: headings, text, lines, tables, plots. The standard fonts know Western letters only; in
a package the exact text stands in the JSON beside each.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    KeepTogether,
    LongTable,
    PageTemplate,
    Spacer,
    TableStyle,
)
from reportlab.platypus import Paragraph as Text

from causeway.hub.base.theme.plots import Drawing, flowable

_MARGIN = 18 * mm
_WIDTH = A4[0] - 2 * _MARGIN
_TALLEST_PLOT = A4[1] - 2 * _MARGIN - 20 * mm
"""Its caption and the foot of the page need the rest."""
_KEY_SHARE = 0.34
"""The part of the page's width that a key takes, unless the lines say otherwise."""
_LINE = colors.HexColor("#9dbabd")
_QUIET = colors.HexColor("#505a5f")
_BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=9, leading=12)
_TITLE = ParagraphStyle("title", fontName="Helvetica-Bold", fontSize=18, leading=22, spaceAfter=3 * mm)
_HEADINGS = {
    level: ParagraphStyle(
        f"heading{level}",
        fontName="Helvetica-Bold",
        fontSize=size,
        leading=size * 1.3,
        spaceBefore=before * mm,
        spaceAfter=1.5 * mm,
    )
    for level, size, before in ((1, 14, 7), (2, 11.5, 5), (3, 10, 4), (4, 9, 3))
}

_NEEDED = {1: 60 * mm, 2: 45 * mm, 3: 30 * mm, 4: 25 * mm}
"""A heading with less of its page left than this goes to the next one, with what it heads."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 begins a section."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; line breaks stay."""

    text: str


@dataclass(frozen=True, slots=True)
class Lines:
    """Keys and values. `key_share` is the part of the width that the keys take."""

    rows: Sequence[tuple[str, str]]
    key_share: float = _KEY_SHARE


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a head. `shares` are the columns' parts of the width; without them all are as wide."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    shares: Sequence[float] = ()


@dataclass(frozen=True, slots=True)
class Plot:
    """A plot over the whole width; `caption` stands above it and says what it shows."""

    drawing: Drawing
    caption: str


Section = Heading | Paragraph | Lines | Table | Plot


def pdf(
    title: str, sections: Sequence[Section], *, language: str = "", about: str = "", author: str = "", unlike: str = ""
) -> bytes:
    """An A4 document with the title on its first page, and at the foot of all the title and the page's number.

    `language` (else that of the reader), `about` and `author` go into the document's properties; `unlike` says what to
    do about letters that cannot be drawn. Viewers show the title in place of the file's name and the headings as an
    outline, and everything is written in the order in which it is read, the foot of a page last. The library writes no
    structure tree (tags): who cannot see a PDF reads the page, which has all of it.
    """
    out = BytesIO()
    known = {"lang": language or (get_language() or "en"), "subject": about, "author": author}
    properties: Any = {name: value for name, value in known.items() if value}
    document = BaseDocTemplate(out, pagesize=A4, title=title, displayDocTitle=True, **properties)
    height = A4[1] - 2 * _MARGIN
    frame = Frame(_MARGIN, _MARGIN, _WIDTH, height, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=3 * mm)
    document.addPageTemplates([PageTemplate("page", [frame])])
    drawn: list[Flowable] = [Text(_safe(title), _TITLE)]
    if not _can_be_drawn(sections):
        drawn += _drawn(
            Paragraph(unlike or _("Letters that cannot be shown here stand as “?”. The JSON file beside has them."))
        )
    for section in sections:
        drawn += _drawn(section)
    document.build(drawn, canvasmaker=_footed(title))
    return out.getvalue()


def _footed(title: str) -> type[Canvas]:
    """A canvas that waits for the last page before it writes each page's foot, which names how many there are. A page's
    headings go into the outline then too, since only then the library knows the page by its number.
    """

    class Footed(Canvas):
        def __init__(self, *arguments: Any, **named: Any) -> None:
            super().__init__(*arguments, **named)
            self._pages: list[dict[str, Any]] = []
            self.marks: list[_Mark] = []

        def showPage(self) -> None:  # noqa: N802 - the library's name
            self._pages.append(dict(self.__dict__))
            self.marks = []
            self._startPage()  # type: ignore[attr-defined]

        def save(self) -> None:
            depth = -1
            for number, page in enumerate(self._pages, start=1):
                self.__dict__.update(page)
                for place, mark in enumerate(self.marks):
                    depth = min(mark.level - 1, depth + 1)  # an outline may not leave out a level
                    key = f"{number}-{place}"
                    self.bookmarkPage(key, fit="XYZ", left=0, top=mark.top)
                    self.addOutlineEntry(mark.text, key, depth)
                self.setFont("Helvetica", 8)
                self.setFillColor(_QUIET)
                self.drawString(_MARGIN, 11 * mm, _drawable(title))
                of_all = _("Page %(number)d of %(all)d") % {"number": number, "all": len(self._pages)}
                self.drawRightString(A4[0] - _MARGIN, 11 * mm, of_all)
                super().showPage()
            super().save()

    return Footed


@dataclass(frozen=True, slots=True)
class _Mark:
    """A heading and where it stands on its page."""

    text: str
    level: int
    top: float


class _HeadingText(Text):
    """A heading that tells the canvas where it came to stand."""

    def __init__(self, heading: Heading) -> None:
        super().__init__(_safe(heading.text), _HEADINGS[heading.level])
        self.heading = heading

    def draw(self) -> None:
        _left, top = self.canv.absolutePosition(0, self.height)
        self.canv.marks.append(_Mark(self.heading.text, self.heading.level, top))  # type: ignore[attr-defined]
        super().draw()


def _drawn(section: Section) -> list[Flowable]:
    match section:
        case Heading(_text, level):
            return [CondPageBreak(_NEEDED[level]), _HeadingText(section)]
        case Paragraph(text):
            return [Text(_safe(text), _BODY), Spacer(0, 2 * mm)]
        case Lines(rows, key_share):
            cells = [[Text(f"<b>{_safe(key)}</b>", _BODY), Text(_safe(value), _BODY)] for key, value in rows]
            return [_grid(cells, [key_share, 1 - key_share]), Spacer(0, 2 * mm)] if cells else []
        case Table(head, rows, shares):
            heads = [Text(f"<b>{_safe(cell)}</b>", _BODY) for cell in head]
            cells = [heads, *([Text(_safe(cell), _BODY) for cell in row] for row in rows)]
            return [_grid(cells, shares or [1 / len(head)] * len(head), heads=1), Spacer(0, 2 * mm)]
        case Plot(drawing, caption):
            return [
                KeepTogether([Text(f"<b>{_safe(caption)}</b>", _BODY), _fitted(drawing)]),
                Spacer(0, 3 * mm),
            ]


def _fitted(drawing: Drawing) -> Flowable:
    """A plot as wide as the page, or less where it would be taller than one."""
    return flowable(drawing, min(_WIDTH, _TALLEST_PLOT * drawing.width / drawing.height))


def _grid(cells: list[list[Text]], shares: Sequence[float], *, heads: int = 0) -> LongTable:
    table = LongTable(cells, colWidths=[_WIDTH * share for share in shares], splitInRow=1, repeatRows=heads)
    table.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LINEBELOW", (0, 0), (-1, -1), 0.25, _LINE),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 6),
                ("TOPPADDING", (0, 0), (-1, -1), 2),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
            ]
        )
    )
    return table


def _can_be_drawn(sections: Sequence[Section]) -> bool:
    text = repr(sections).replace("\N{MINUS SIGN}", "-")
    return _drawable(text) == text


def _drawable(text: str) -> str:
    """Text of letters that the standard fonts have; the minus sign of mathematics becomes the one of keyboards."""
    return text.replace("\N{MINUS SIGN}", "-").encode("cp1252", "replace").decode("cp1252")


def _safe(text: str) -> str:
    """Text that the standard fonts can draw and that is no markup."""
    kept = "".join(letter for letter in _drawable(text) if letter.isprintable() or letter == "\n")
    return escape(kept).replace("\n", "<br/>")
