"""Pieces of the page. What is handed over as a cell or a caption is HTML already."""

from collections.abc import Iterable, Sequence
from html import escape

from causeway.scanning.telling import shown


def name(text: str) -> str:
    """A path or a list's name; `bdi` keeps the direction of its letters to itself."""
    return f"<bdi>{escape(shown(text))}</bdi>"


def count(value: int, noun: str) -> str:
    """So many of something."""
    return f"{value:,} {noun}" if value == 1 else f"{value:,} {noun}s"


def lines(parts: Iterable[str]) -> str:
    """One a line."""
    return "".join(f"{part}\n" for part in parts)


def table(columns: Sequence[str], rows: Sequence[tuple[str, *tuple[int, ...]]], caption: str = "") -> str:
    """A table of names with numbers."""
    if not rows:
        return "<p>There are none.</p>\n"
    first, *others = columns
    heading = f'<th scope="col">{first}</th>' + "".join(f'<th scope="col" class="n">{each}</th>' for each in others)
    body = [
        f'<tr><th scope="row">{text}</th>{"".join(f"""<td class="n">{number:,}</td>""" for number in numbers)}</tr>'
        for text, *numbers in rows
    ]
    title = f"<caption>{caption}</caption>\n" if caption else ""
    return f"<table>\n{title}<thead><tr>{heading}</tr></thead>\n<tbody>\n{lines(body)}</tbody>\n</table>\n"


def files_head(caption: str) -> str:
    """What begins a table of files; their rows and `FILES_END` follow."""
    return (
        f'<table class="files" role="table">\n<caption>{caption}</caption>\n<thead role="rowgroup"><tr role="row">'
        '<th scope="col" role="columnheader" class="n">No.</th>'
        '<th scope="col" role="columnheader" class="what">File</th>'
        '<th scope="col" role="columnheader">Why</th></tr></thead>\n<tbody role="rowgroup">\n'
    )


FILES_END = "</tbody>\n</table>\n"


def files_row(number: int, path: str, facts: str, reasons: Iterable[str]) -> str:
    """One file; `facts` is HTML."""
    items = "".join(f"<li>{escape(reason)}</li>" for reason in reasons)
    return (
        f'<tr role="row"><td role="cell" class="n">{_label("No. ")}{number:,}</td>'
        f'<th scope="row" role="rowheader" class="what">{name(path)}'
        f'<br><span class="small">{facts}</span></th>'
        f'<td role="cell">{_label("Why")}<ul>{items}</ul></td></tr>\n'
    )


def not_shown(hidden: int) -> str:
    """That the page leaves some out."""
    return f'<p class="note">{hidden:,} more are not shown here. The table (CSV) has all of them.</p>\n'


def _label(text: str) -> str:
    """What stands in for the heading of a column where there is no room for columns."""
    return f'<span class="label" aria-hidden="true">{text}</span>'
