"""The package's readable part as a PDF. The standard fonts know Western letters only; the exact text stands in
referral.json beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, LongTable, SimpleDocTemplate, Spacer, TableStyle
from reportlab.platypus import Paragraph as Text

_KEY_SHARE = 0.34
"""The part of the page's width that a key takes."""


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
    """Keys and values."""

    rows: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a head."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]


Section = Heading | Paragraph | Lines | Table


def pdf(title: str, sections: Sequence[Section]) -> bytes:
    """An A4 document with the title on its first page and page numbers on all."""
    out = BytesIO()
    document = SimpleDocTemplate(
        out, pagesize=A4, title=title, leftMargin=18 * mm, rightMargin=18 * mm, topMargin=18 * mm, bottomMargin=20 * mm
    )
    styles = getSampleStyleSheet()
    body = ParagraphStyle("body", parent=styles["BodyText"], fontSize=9.5, leading=12.5, wordWrap="CJK")
    drawn: list[Flowable] = [Text(_safe(title), styles["Title"])]
    for section in sections:
        drawn += _drawn(section, body, styles, document.width)

    def numbered(canvas: object, page: object) -> None:
        canvas.setFont("Helvetica", 8)  # type: ignore[attr-defined]
        canvas.drawRightString(A4[0] - 18 * mm, 12 * mm, str(page.page))  # type: ignore[attr-defined]

    document.build(drawn, onFirstPage=numbered, onLaterPages=numbered)
    return out.getvalue()


def _drawn(section: Section, body: ParagraphStyle, styles: object, width: float) -> list[Flowable]:
    match section:
        case Heading(text, level):
            return [Spacer(0, 3 * mm), Text(_safe(text), styles[f"Heading{level}"])]  # type: ignore[index]
        case Paragraph(text):
            return [Text(_safe(text), body), Spacer(0, 2 * mm)]
        case Lines(rows):
            cells = [[Text(f"<b>{_safe(key)}</b>", body), Text(_safe(value), body)] for key, value in rows]
            return [_grid(cells, [width * _KEY_SHARE, width * (1 - _KEY_SHARE)])] if cells else []
        case Table(head, rows):
            heads = [Text(f"<b>{_safe(cell)}</b>", body) for cell in head]
            cells = [heads, *([Text(_safe(cell), body) for cell in row] for row in rows)]
            return [_grid(cells, [width / len(head)] * len(head))]


def _grid(cells: list[list[Text]], widths: list[float]) -> LongTable:
    table = LongTable(cells, colWidths=widths, splitInRow=1)
    table.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LINEBELOW", (0, 0), (-1, -1), 0.25, colors.HexColor("#9dbabd")),
                ("LEFTPADDING", (0, 0), (-1, -1), 2),
            ]
        )
    )
    return table


def _safe(text: str) -> str:
    """Text that the standard fonts can draw and that is no markup."""
    shown = text.encode("cp1252", "replace").decode("cp1252")
    kept = "".join(letter for letter in shown if letter.isprintable() or letter == "\n")
    return escape(kept).replace("\n", "<br/>")
