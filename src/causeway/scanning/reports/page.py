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
from causeway.scanning.known import NO_CATEGORY, ReadList, Standing
from causeway.scanning.reports.markup import FILES_END, count, files_head, files_row, lines, name, not_shown, table
from causeway.scanning.reports.summary import groups_told
from causeway.scanning.reports.unread import HEADING, unread_note, unread_section
from causeway.scanning.scan import Scanned
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


def html_report(
    collection: Collection,
    stream: BinaryIO,
    *,
    folder: str = "",
    made_at: datetime | None = None,
    scanned: Scanned | None = None,
) -> None:
    """Write the page, part by part. It says which folder it is of, when it was made and, by reason, what was not read,
    where these are given.
    """
    for part in _page(collection, _made(folder, made_at), scanned):
        stream.write(part.encode())


def _made(folder: str, made_at: datetime | None) -> str:
    said = [f"Folder: {name(folder)}"] if folder else []
    if made_at is not None:
        said.append(f"Made on {_time(made_at)} {made_at:%Z}".rstrip())
    return f'<p class="small">{". ".join(said)}.</p>\n' if said else ""


def _page(collection: Collection, made: str, scanned: Scanned | None) -> Iterator[str]:
    counts = collection.counts()
    kinds = [kind for kind in Kind if counts[kind][1] or kind is Kind.ORIGINAL]
    yield _HEAD + made
    yield _summary(collection, kinds, scanned)
    yield _contents(kinds)
    for kind in kinds:
        yield from _section(collection, kind)
    yield from unread_section(collection, MOST_SHOWN)
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


def _summary(collection: Collection, kinds: Sequence[Kind], scanned: Scanned | None) -> str:
    counts = collection.counts()
    originals = counts[Kind.ORIGINAL][0]
    found = f"{count(originals, 'new camera original')} in {len(collection.series):,} series"
    lead = (
        f"{found}: a child may be within reach. Look there first."
        if originals
        else "No new camera original was found. That does not mean that there is none."
    )
    rows = [(f'<a href="#{kind}">{kind.heading}</a>', *counts[kind]) for kind in kinds]
    folders = scanned.walked.unreadable_folders if scanned is not None else 0
    caption = count(len(collection) - folders, "file")
    if folders:
        caption += f", and {count(folders, 'folder')} that could not be opened"
    return (
        f'<p class="note first">{lead}</p>\n'
        f"{table(('What', 'Different', 'Files'), rows, caption=caption)}"
        '<p class="small">Files of equal content count once under “Different”. Two pictures look alike when at most '
        f"{collection.radius_bits} of the 256 bits of their hashes differ. {_WAYS[collection.is_upright]} Groups of "
        f"pictures that look alike: {groups_told(collection)}.</p>\n{unread_note(collection, scanned)}"
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
        ("faults", HEADING),
        ("devices", "Cameras and phones"),
        ("shared", "What paths suggest was shared"),
        ("lists", "Lists it was compared with"),
        ("limits", "What this page can and cannot say"),
    ]
    items = [f'<li><a href="#{target}">{heading}</a></li>' for target, heading in entries]
    return f'<nav aria-labelledby="contents">\n<h2 id="contents">Contents</h2>\n<ul>\n{lines(items)}</ul>\n</nav>\n'


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
        yield files_head(caption)
        yield from map(_row, some)
        yield FILES_END
    if contents > most:
        yield not_shown(contents - most)


def _series_heading(series: Series) -> str:
    is_one_day = series.begins.date() == series.ends.date()
    ends = f"{series.ends:%H:%M}" if is_one_day else _time(series.ends)
    return f"Series {series.number}: {escape(series.device.name)}, {_time(series.begins)} to {ends}"


def _time(at: datetime) -> str:
    return f"{at.day} {at:%B %Y, %H:%M}"


def _row(one: Finding) -> str:
    return files_row(one.number, one.places[0].path, _facts(one), one.reasons)


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
    return f'<h2 id="devices">Cameras and phones</h2>\n<p>{about}</p>\n{table(columns, rows)}'


def _shared(collection: Collection) -> str:
    rows = [(escape(program), count) for program, count in collection.hints().items()]
    about = "Folders and names that programs use which send, receive or share files. Hints, no proof."
    columns = ("Program or way", "Files")
    return f'<h2 id="shared">What paths suggest was shared</h2>\n<p>{about}</p>\n{table(columns, rows)}'


def _lists(collection: Collection) -> str:
    lists = [
        (f'{name(one.name)}<br><span class="small">{_list_facts(one)}</span>', one.digests, one.rows_at_fault)
        for one in collection.lists
    ]
    grades = [(_grade(standing), *found) for standing, found in collection.standings().items()]
    return (
        '<h2 id="lists">Lists it was compared with</h2>\n'
        f"{table(('List', 'Digests', 'Rows at fault'), lists)}"
        "<h3>How they grade files of this collection</h3>\n"
        f"{table(('List and category', 'On it', 'Look alike'), grades)}"
    )


def _list_facts(one: ReadList) -> str:
    facts = [f"{escape(one.form)}, scheme of categories: {one.scheme}"]
    if one.changed_at is not None:
        facts.append(f"changed on {_time(one.changed_at)} UTC")
    if one.sha256:
        facts.append(f"SHA-256 {one.sha256}")
    if dropped := one.faults.get(NO_CATEGORY):
        facts.append(f"digests kept without their category (too many differ, or they are too long): {dropped:,}")
    if one.first_faults:
        facts.append(f"first rows at fault: {escape('; '.join(one.first_faults))}")
    return "<br>".join(facts)


def _grade(standing: Standing) -> str:
    category = "no category" if standing.category is None else f"category {standing.category}"
    return f"{name(standing.list_name)}, {escape(shown(category))} (scheme: {standing.scheme})"
