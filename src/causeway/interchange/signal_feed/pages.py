"""Pages of the feed: JSON lines, the signed header first, then one change a line in canonical JSON.

A page is checked whole before anything of it is used, and pages are bounded, so that memory is too. Several pages may
follow one another in one file.
"""

import hmac
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import BinaryIO, Final

from causeway.interchange.signal_feed.errors import PageForged
from causeway.interchange.signal_feed.header import PageHeader, open_header, sign_header
from causeway.interchange.signals.document import change_document, change_from
from causeway.interchange.signals.errors import NotWritable, PageDamaged
from causeway.interchange.signals.json_values import MAX_PAGE_BYTES, json_object, text_of
from causeway.transparency import SigningKey, VerifierKey, canonical_json
from causeway.vocabulary.signals import SignalChange

MOST_CHANGES: Final = 50_000
"""On one page; a reader's memory is bounded by it."""
_LONGEST_HEADER: Final = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedPage:
    """A page whose signature and digest were checked; its changes are in order, each with its cursor."""

    header: PageHeader
    changes: tuple[SignalChange, ...]


def write_page(
    changes: Sequence[SignalChange], *, feed: str, after: int, head: int, issued_at: datetime, key: SigningKey
) -> bytes:
    """The steps that follow `after`, signed; none where nothing is new, which still says that the feed is alive.

    Raises NotWritable where a change is not the next step, or there are too many for a page.
    """
    if [change.cursor for change in changes] != list(range(after + 1, after + 1 + len(changes))):
        raise NotWritable("not_the_next", "the changes of a page are numbered on from `after` without a gap")
    lines = b"".join(canonical_json(change_document(change)) + b"\n" for change in changes)
    if len(changes) > MOST_CHANGES or len(lines) > MAX_PAGE_BYTES:
        raise NotWritable("too_large", f"a page has at most {MOST_CHANGES} changes and {MAX_PAGE_BYTES} bytes")
    header = PageHeader(
        feed=feed,
        after=after,
        to=after + len(changes),
        head=head,
        issued_at=issued_at,
        size_bytes=len(lines),
        sha256=sha256(lines).hexdigest(),
    )
    return canonical_json({"page": sign_header(header, key)}) + b"\n" + lines


def read_page(stream: BinaryIO, key: VerifierKey) -> FeedPage | None:
    """The next page, checked; None at the end. Raises PageForged and PageDamaged, having handed nothing on."""
    opened = open_lines(stream, key)
    if opened is None:
        return None
    header, lines = opened
    numbered = enumerate(lines.splitlines(), start=1)
    changes = tuple(change_from(json_object(line, place=f"line {n}"), f"line {n}") for n, line in numbered)
    if [change.cursor for change in changes] != list(range(header.after + 1, header.to + 1)):
        raise PageDamaged("bad_cursor", "its lines are not the steps that its header names", place="the page")
    return FeedPage(header=header, changes=changes)


def read_pages(stream: BinaryIO, key: VerifierKey) -> Iterator[FeedPage]:
    """All pages in a file, one after another."""
    while (page := read_page(stream, key)) is not None:
        yield page


def open_lines(stream: BinaryIO, key: VerifierKey) -> tuple[PageHeader, bytes] | None:
    """The next page's header and its lines, which are those that were signed; None at the end.

    This is all that a verifier does.
    """
    first = stream.readline(_LONGEST_HEADER)
    if not first:
        return None
    if not first.endswith(b"\n"):
        raise PageDamaged("cut_short", "its first line is cut short or too long", place="the page")
    document = json_object(first, place="the page's first line")
    header = open_header(text_of(document, "page", "the page's first line", longest=_LONGEST_HEADER), key)
    lines = stream.read(header.size_bytes)
    if len(lines) < header.size_bytes:
        raise PageDamaged("cut_short", "it is shorter than its header says", place="the page")
    if not hmac.compare_digest(sha256(lines).hexdigest(), header.sha256):
        raise PageForged("lines_changed", "its lines are not those that were signed", place="the page")
    return header, lines
