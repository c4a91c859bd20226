"""What is signed of a page: whose feed, which steps, when, and the digest of its lines. C2SP `signed-note`, Ed25519.

The signed text has one fact a line, so that a verifier in any language needs SHA-256, Ed25519 and no JSON library.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from causeway.interchange.signal_feed.errors import PageForged
from causeway.interchange.signals.errors import NotWritable, PageDamaged
from causeway.interchange.signals.json_values import MAX_PAGE_BYTES
from causeway.interchange.signals.times import time_in, time_text
from causeway.transparency import (
    SignatureInvalid,
    SigningKey,
    TransparencyError,
    VerifierKey,
    open_note,
    sign_note,
)

FORMAT: Final = "causeway-signal-feed/1"
FACTS: Final = ("feed", "after", "to", "head", "issued", "bytes", "sha256")
"""Each on its line, in this order, behind the line that names the format."""
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,199}")
_NUMBER: Final = re.compile(r"0|[1-9][0-9]{0,17}")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_PLACE: Final = "the page's header"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageHeader:
    """A page of the feed `feed`: its steps after `after` up to `to`, both counted from 1; there are `head` in all.

    `issued_at` in UTC; `size_bytes` and `sha256` (hex) are of the lines behind the header. `title` is what people call
    the feed, where its source says so with the page.
    """

    feed: str
    after: int
    to: int
    head: int
    issued_at: datetime
    size_bytes: int
    sha256: str
    title: str = ""

    def __str__(self) -> str:
        values = (self.feed, self.after, self.to, self.head, time_text(self.issued_at), self.size_bytes, self.sha256)
        return "".join([FORMAT, "\n", *(f"{name} {value}\n" for name, value in zip(FACTS, values, strict=True))])


def sign_header(header: PageHeader, key: SigningKey) -> str:
    """The header as a signed note. Raises NotWritable where the feed's name or the numbers cannot be a header's."""
    try:
        if _read(str(header)) == header:
            return sign_note(str(header), key)
    except PageDamaged:
        pass
    raise NotWritable("bad_header", "a feed has a short name without spaces, and its steps count upwards")


def open_header(note: str, key: VerifierKey) -> PageHeader:
    """The header that `key` signed. Raises PageForged and PageDamaged."""
    try:
        text = open_note(note, key)
    except SignatureInvalid as error:
        raise PageForged(error.code, error.message, place=_PLACE) from None
    except TransparencyError as error:
        raise PageDamaged(error.code, error.message, place=_PLACE) from None
    return _read(text)


def _read(text: str) -> PageHeader:
    first, *lines = text.removesuffix("\n").split("\n")
    facts = [line.partition(" ") for line in lines]
    if first != FORMAT or tuple(name for name, _, _ in facts) != FACTS:
        raise PageDamaged("bad_header", f"it is not a header of {FORMAT}", place=_PLACE)
    feed, after, to, head, issued, size, digest = (value for _, _, value in facts)
    header = PageHeader(
        feed=feed,
        after=_number(after),
        to=_number(to),
        head=_number(head),
        issued_at=_moment(issued),
        size_bytes=_number(size),
        sha256=digest,
    )
    is_sound = header.after <= header.to <= header.head and header.size_bytes <= MAX_PAGE_BYTES
    if not is_sound or not _NAME.fullmatch(feed) or not _SHA256.fullmatch(digest):
        raise PageDamaged("bad_header", "its name, numbers or digest cannot be a page's", place=_PLACE)
    return header


def _number(text: str) -> int:
    if not _NUMBER.fullmatch(text):
        raise PageDamaged("bad_header", "a number is not a plain decimal", place=_PLACE)
    return int(text)


def _moment(text: str) -> datetime:
    moment = time_in(text)
    if moment is None or time_text(moment) != text:
        raise PageDamaged("bad_header", "the time is not in UTC as RFC 3339 writes it", place=_PLACE)
    return moment
