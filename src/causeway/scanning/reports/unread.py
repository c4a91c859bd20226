"""What the page says of files that were not read, or are not whole: nobody may take them for looked at."""

from collections.abc import Iterator

from causeway.scanning.collection import Collection
from causeway.scanning.faults import fault_text
from causeway.scanning.reports import markup
from causeway.scanning.reports.summary import faults_told
from causeway.scanning.scan import Scanned

HEADING = "Not read, or not whole"


def unread_note(collection: Collection, scanned: Scanned | None) -> str:
    """How many there are and for what reasons, near the top of the page, and what was passed by."""
    total, folders = collection.fault_count(), scanned.walked.unreadable_folders if scanned is not None else 0
    if not total:
        said = "<p>Every file was read.</p>\n" if scanned is not None else ""
    else:
        parts = [markup.count(total - folders, "file")] if total > folders else []
        parts += [markup.count(folders, "folder")] if folders else []
        said = (
            f'<p class="note">Not read, or not whole: {" and ".join(parts)}. What they hold may be anything: '
            '<a href="#faults">which they are</a>.</p>\n'
        )
    if scanned is None:
        return said
    rows = [(_capital(why), count) for why, count in faults_told(scanned)]
    if rows:
        said += markup.table(("Why", "Files"), rows, caption=HEADING)
    return said + _passed_by(scanned)


def _passed_by(scanned: Scanned) -> str:
    links, special = scanned.walked.links + scanned.skipped_members, scanned.walked.special
    parts = [f"links, not followed: {links:,}"] if links else []
    parts += [f"devices, sockets and pipes: {special:,}"] if special else []
    return f'<p class="small">Passed by: {"; ".join(parts)}.</p>\n' if parts else ""


def unread_section(collection: Collection, most: int) -> Iterator[str]:
    """So many of them by name."""
    total = collection.fault_count()
    yield (
        f'<h2 id="faults">{HEADING}</h2>\n<p>Of whatever kind they are: damaged and encrypted files, archives and disk '
        "images that are not opened here, and folders, whose paths end in “/”.</p>\n"
    )
    if not total:
        yield "<p>There are none.</p>\n"
        return
    yield markup.files_head(HEADING)
    for number, seen in collection.at_fault(most):
        facts = "folder" if seen.place.path.endswith("/") else f"{seen.place.size_bytes:,} bytes"
        yield markup.files_row(number, seen.place.path, facts, [f"{_capital(fault_text(seen.fault or ''))}."])
    yield markup.FILES_END
    if total > most:
        yield markup.not_shown(total - most)


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
