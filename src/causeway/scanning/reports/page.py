"""The collection as one page that opens from disk, without a network, a script or a picture, and prints.

Its own content policy allows its one style sheet, by digest, and nothing else (CSP level 3, delivered by `meta`).
"""

import base64
import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime
from html import escape
from importlib.metadata import version as version_of
from importlib.resources import files
from itertools import groupby, islice
from typing import BinaryIO, Final

from causeway.scanning.collection import Collection
from causeway.scanning.findings import Finding, Kind, Series
from causeway.scanning.known import ReadList, Standing
from causeway.scanning.reports.summary import groups_told
from causeway.scanning.telling import shown

MOST_SHOWN: Final = 1_000
"""Files of one kind on the page; camera originals are all shown. More can be read by no person, and open badly."""
_STYLE: Final = files(__package__).joinpath("page.css").read_text(encoding="utf-8")
_STYLE_DIGEST: Final = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_POLICY: Final = f"default-src 'none'; style-src 'sha256-{_STYLE_DIGEST}'; base-uri 'none'; form-action 'none'"

_ABOUT: Final = {
    Kind.ORIGINAL: "No list has them, and they bear the marks of what came straight out of a camera. "
    "A child may be within reach: look here first. The latest series comes first.",
    Kind.SERIES: "Edited copies of the originals above, and what else the same device took in the same hours.",
    Kind.NEW: "No list has them, and they do not bear the marks of a camera original.",
    Kind.COPY: "They look like another file of this collection that is on no list.",
    Kind.EDITED_KNOWN: "They look like a file that is on a list. Those with the marks of a camera original come first: "
    "the listed file may have been made from one of them.",
    Kind.KNOWN: "Byte for byte on a list.",
    Kind.NOT_PERTINENT: "Byte for byte on a list that says they are not pertinent.",
    Kind.OTHER: "Documents, programs and what else there is; no list has them.",
    Kind.UNREAD: "Nothing is known of them. What they hold may be anything.",
}


def html_report(collection: Collection, stream: BinaryIO, *, folder: str = "", made_at: datetime | None = None) -> None:
    """Write the page, part by part. It says which folder it is of and when it was made, where these are given."""
    for part in _page(collection, _made(folder, made_at)):
        stream.write(part.encode())


def _made(folder: str, made_at: datetime | None) -> str:
    said = [f"Folder: {escape(shown(folder))}"] if folder else []
    if made_at is not None:
        said.append(f"Made on {_time(made_at)} {made_at:%Z}".rstrip())
    return f'<p class="small">{". ".join(said)}.</p>\n' if said else ""


def _page(collection: Collection, made: str) -> Iterator[str]:
    counts = collection.counts()
    kinds = [kind for kind in Kind if counts[kind][1] or kind is Kind.ORIGINAL]
    yield _HEAD + made
    yield _summary(collection, kinds)
    yield _contents(kinds)
    for kind in kinds:
        yield from _section(collection, kind)
    yield _devices(collection)
    yield _shared(collection)
    yield _lists(collection)
    yield _FOOT


_HEAD: Final = f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>What the collection is - Causeway</title>
<style>{_STYLE}</style>
</head>
<body>
<a class="skip" href="#main">Skip to main content</a>
<header><p>Causeway</p></header>
<main id="main">
<h1>What the collection is</h1>
"""
_FOOT: Final = f"""<h2 id="limits">What this page can and cannot say</h2>
<ul>
<li>A file that is byte for byte on a list is that file. That two pictures look alike is a lead
for a person, never proof.</li>
<li>What a camera writes into a picture can be missing, wrong or forged, and its clock may go wrong. A picture without
camera’s notes may still be an original: many programs take the notes out.</li>
<li>A path is a hint. Anybody can give a folder any name.</li>
<li>“New” means that none of the lists above has it, and no more than that.</li>
</ul>
</main>
<footer><p class="small">Made with Causeway {escape(version_of("causeway"))}. This page holds the names of files of a
case: keep it as you keep the case. It holds no pictures and does not renew itself.</p></footer>
</body>
</html>
"""


def _summary(collection: Collection, kinds: Sequence[Kind]) -> str:
    counts = collection.counts()
    originals = counts[Kind.ORIGINAL][0]
    found = f"{_count(originals, 'new camera original')} in {len(collection.series):,} series"
    lead = (
        f"{found}: a child may be within reach. Look there first."
        if originals
        else "No new camera original was found. That does not mean that there is none."
    )
    rows = [(f'<a href="#{kind}">{kind.heading}</a>', *counts[kind]) for kind in kinds]
    return (
        f'<p class="note first">{lead}</p>\n'
        f"{_table(('What', 'Different', 'Files'), rows, caption=_count(len(collection), 'file'))}"
        '<p class="small">Files of equal content count once under “Different”. Two pictures look alike when at most '
        f"{collection.radius_bits} of the 256 bits of their hashes differ. {_WAYS[collection.is_upright]} Groups of "
        f"pictures that look alike: {groups_told(collection)}.</p>\n"
    )


_WAYS: Final = {
    False: "Pictures are compared with one another, and their width and height told, as they are stored; with lists as "
    "they are stored and turned upright.",
    True: "Pictures are compared with one another, and their width and height told, turned upright as their cameras "
    "note; with lists as they are stored too.",
}


def _contents(kinds: Sequence[Kind]) -> str:
    entries = [(str(kind), kind.heading) for kind in kinds]
    entries += [
        ("devices", "Cameras and phones"),
        ("shared", "What paths suggest was shared"),
        ("lists", "Lists it was compared with"),
        ("limits", "What this page can and cannot say"),
    ]
    items = [f'<li><a href="#{target}">{heading}</a></li>' for target, heading in entries]
    return f'<nav aria-labelledby="contents">\n<h2 id="contents">Contents</h2>\n<ul>\n{_lines(items)}</ul>\n</nav>\n'


def _section(collection: Collection, kind: Kind) -> Iterator[str]:
    contents = collection.counts()[kind][0]
    yield f'<h2 id="{kind}">{kind.heading}</h2>\n<p>{_ABOUT[kind]}</p>\n'
    if not contents:
        yield "<p>There are none.</p>\n"
        return
    most = contents if kind is Kind.ORIGINAL else MOST_SHOWN
    findings = islice(collection.findings(kind, with_duplicates=False), most)
    for series, some in groupby(findings, key=lambda one: one.series):
        caption = kind.heading
        if series is not None:
            yield f"<h3>{_series_heading(series)}</h3>\n"
            caption = f"{kind.heading}, series {series.number}"
        yield _table_head(caption)
        yield from map(_row, some)
        yield "</tbody>\n</table>\n"
    if contents > most:
        yield f'<p class="note">{contents - most:,} more are not shown here. The table (CSV) has all of them.</p>\n'


def _series_heading(series: Series) -> str:
    is_one_day = series.begins.date() == series.ends.date()
    ends = f"{series.ends:%H:%M}" if is_one_day else _time(series.ends)
    return f"Series {series.number}: {escape(series.device.name)}, {_time(series.begins)} to {ends}"


def _time(at: datetime) -> str:
    return f"{at.day} {at:%B %Y, %H:%M}"


def _table_head(caption: str) -> str:
    return (
        f'<table class="files" role="table">\n<caption>{caption}</caption>\n<thead role="rowgroup"><tr role="row">'
        '<th scope="col" role="columnheader" class="n">No.</th>'
        '<th scope="col" role="columnheader" class="what">File</th>'
        '<th scope="col" role="columnheader">Why</th></tr></thead>\n<tbody role="rowgroup">\n'
    )


def _row(one: Finding) -> str:
    reasons = "".join(f"<li>{escape(reason)}</li>" for reason in one.reasons)
    return (
        f'<tr role="row"><td role="cell" class="n">{_label("No. ")}{one.number:,}</td>'
        f'<th scope="row" role="rowheader" class="what">{escape(shown(one.places[0].path))}'
        f'<br><span class="small">{_facts(one)}</span></th>'
        f'<td role="cell">{_label("Why")}<ul>{reasons}</ul></td></tr>\n'
    )


def _label(text: str) -> str:
    """What stands in for the heading of a column where there is no room for columns."""
    return f'<span class="label" aria-hidden="true">{text}</span>'


def _facts(one: Finding) -> str:
    """When it was taken, what it is, and how often it lies here."""
    digests, capture = one.seen.digests, one.seen.capture
    facts = [f"taken {_time(capture.taken_at)}"] if capture is not None and capture.taken_at else []
    if digests is not None:
        facts.append(escape(digests.media_type))
    if digests is not None and digests.width_px and digests.height_px:
        facts.append(f"{digests.width_px} by {digests.height_px} pixels")
    if digests is not None and digests.pdq_other is not None:
        facts.append(
            f"{'turned upright' if digests.is_upright else 'stored turned'} (orientation {digests.orientation})"
        )
    if one.group is not None:
        facts.append(f"group {one.group}")
    facts.append(f"{one.places[0].size_bytes:,} bytes")
    if len(one.places) > 1:
        facts.append(f"in {len(one.places):,} places")
    return ", ".join(facts)


def _devices(collection: Collection) -> str:
    rows = [
        (
            escape(device.name),
            kinds[Kind.ORIGINAL],
            kinds[Kind.SERIES] + kinds[Kind.NEW] + kinds[Kind.COPY],
            kinds[Kind.KNOWN] + kinds[Kind.EDITED_KNOWN],
        )
        for device, kinds in islice(collection.devices().items(), MOST_SHOWN)
    ]
    about = "What pictures say they were taken with. A device that also took listed files is worth a look."
    columns = ("Device", "New originals", "Other new", "Known or copy")
    return f'<h2 id="devices">Cameras and phones</h2>\n<p>{about}</p>\n{_table(columns, rows)}'


def _shared(collection: Collection) -> str:
    rows = [(escape(program), count) for program, count in collection.hints().items()]
    about = "Folders and names that programs use which send, receive or share files. Hints, no proof."
    columns = ("Program or way", "Files")
    return f'<h2 id="shared">What paths suggest was shared</h2>\n<p>{about}</p>\n{_table(columns, rows)}'


def _lists(collection: Collection) -> str:
    lists = [
        (f'{escape(shown(one.name))}<br><span class="small">{_list_facts(one)}</span>', one.digests, one.fault_count)
        for one in collection.lists
    ]
    grades = [(_grade(standing), *found) for standing, found in collection.standings().items()]
    return (
        '<h2 id="lists">Lists it was compared with</h2>\n'
        f"{_table(('List', 'Digests', 'Rows at fault'), lists)}"
        "<h3>How they grade files of this collection</h3>\n"
        f"{_table(('List and category', 'On it', 'Look alike'), grades)}"
    )


def _list_facts(one: ReadList) -> str:
    faults = "; ".join(f"{escape(code)}: {count:,}" for code, count in one.faults.items())
    return f"{escape(one.form)}, scheme of categories: {one.scheme}{f'; at fault: {faults}' if faults else ''}"


def _grade(standing: Standing) -> str:
    category = "no category" if standing.category is None else f"category {standing.category}"
    return f"{escape(shown(standing.list_name))}, {escape(category)} (scheme: {standing.scheme})"


def _table(columns: Sequence[str], rows: Sequence[tuple[str, *tuple[int, ...]]], caption: str = "") -> str:
    """A table of names, which are HTML already, with numbers."""
    if not rows:
        return "<p>There are none.</p>\n"
    first, *others = columns
    heading = f'<th scope="col">{first}</th>' + "".join(f'<th scope="col" class="n">{each}</th>' for each in others)
    lines = [
        f'<tr><th scope="row">{name}</th>{"".join(f"""<td class="n">{number:,}</td>""" for number in numbers)}</tr>'
        for name, *numbers in rows
    ]
    title = f"<caption>{caption}</caption>\n" if caption else ""
    return f"<table>\n{title}<thead><tr>{heading}</tr></thead>\n<tbody>\n{_lines(lines)}</tbody>\n</table>\n"


def _count(value: int, noun: str) -> str:
    return f"{value:,} {noun}" if value == 1 else f"{value:,} {noun}s"


def _lines(parts: Sequence[str]) -> str:
    return "".join(f"{part}\n" for part in parts)
