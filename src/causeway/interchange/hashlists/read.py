"""Reads a list of digests with categories from CSV, as services, hotlines and forces exchange them.

Columns are known by their header (see `COLUMNS`): one column for each kind of digest, or one for the kind and one for
the value. A list without a header is read if its kind is given, or is plain from its first row. A bad row is reported
and the next one read; but a list whose last row is broken off is none.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import BinaryIO, Final

from causeway.interchange.hashlists._lines import Record, records
from causeway.interchange.hashlists.errors import CutShort, HeaderNotUnderstood
from causeway.interchange.hashlists.rows import (
    HEX,
    HEX_CHARACTERS,
    CategoryScheme,
    ListedDigest,
    RowFault,
    digest_fault,
)
from causeway.vocabulary.findings import DigestKind

FRAME: Final = "vpdq_frame"
"""A column, or a kind, of frames of videos: each is a PDQ."""
COLUMNS: Final[dict[str, frozenset[str]]] = {
    DigestKind.MD5: frozenset({"md5", "md5hash", "hashmd5", "md5sum"}),
    DigestKind.SHA1: frozenset({"sha1", "sha1hash", "hashsha1", "sha1sum"}),
    DigestKind.SHA256: frozenset({"sha256", "sha256hash", "hashsha256", "sha256sum"}),
    DigestKind.PDQ: frozenset({"pdq", "pdqhash", "hashpdq"}),
    FRAME: frozenset({"vpdq", "vpdqframe", "vpdqhash", "hashvpdq"}),
    "kind": frozenset({"kind", "type", "hashtype", "algorithm", "hashname", "signaltype"}),
    "value": frozenset({"value", "hash", "digest", "hashvalue", "signal"}),
    "category": frozenset({"category", "cat", "classification", "label"}),
    "scheme": frozenset({"scheme", "categoryscheme"}),
    "note": frozenset({"note", "notes", "comment", "comments", "description"}),
}
"""Headers by meaning, in small letters without anything but letters and digits."""

_MEANT: Final[dict[str, DigestKind]] = {**{kind.value: kind for kind in HEX_CHARACTERS}, FRAME: DigestKind.PDQ}
_SCHEMES: Final = frozenset(scheme.value for scheme in CategoryScheme)
_LONGEST_KIND: Final = 50
"""No honest cell names a kind in more characters; which kind each names is remembered."""
_PLAIN_BY_LENGTH: Final = {32: DigestKind.MD5, 40: DigestKind.SHA1}
"""64 characters may be a SHA-256 or a PDQ: a list of those needs a header or a given kind."""


def read_hash_list(
    stream: BinaryIO, *, scheme: CategoryScheme = CategoryScheme.UNSTATED, kind: DigestKind | None = None
) -> Iterator[ListedDigest | RowFault]:
    """The digests of a CSV file row by row, and what is wrong with rows that give none.

    `scheme` says whose categories they are, `kind` what the digests of a list without a header are. A row that names
    another scheme than the list's is a fault. Raises HeaderNotUnderstood, and CutShort at the list's end.
    """
    rows = records(stream)
    first = next(rows, None)
    if first is None:
        return
    layout = _layout(first.cells or [])
    reader = _Reader(layout or _headless(first.cells or [], kind), scheme)
    if layout is None:
        yield from reader.read(first)
    for row in rows:
        yield from reader.read(row)


Layout = dict[str, int]
"""The column of each meaning; a kind of digest is a meaning."""


def _layout(cells: Sequence[str]) -> Layout | None:
    """The columns by their header; None where this row is none."""
    found: Layout = {}
    for column, cell in enumerate(cells):
        name = "".join(character for character in cell.lower() if character.isalnum())
        for meaning, headers in COLUMNS.items():
            if name in headers:
                found.setdefault(meaning, column)
    has_digests = any(kind in found for kind in (*DigestKind, FRAME)) or ("kind" in found and "value" in found)
    return found if has_digests else None


def _headless(cells: Sequence[str], kind: DigestKind | None) -> Layout:
    """The columns of a list without a header: the digest first, then a category."""
    value = cells[0].lower() if cells else ""
    plain = kind or _PLAIN_BY_LENGTH.get(len(value))
    if plain is None or digest_fault(plain, value):
        raise HeaderNotUnderstood(
            "header_not_understood",
            "the first row names no column of digests: md5, sha1, sha256, pdq, or kind and value",
        )
    return {plain: 0, "category": 1}


class _Reader:
    """Reads row by row. Which cells may hold a digest, and what they mean, is settled once."""

    def __init__(self, layout: Layout, scheme: CategoryScheme) -> None:
        self.scheme = scheme
        self._category, self._note, self._row_scheme = (layout.get(name) for name in ("category", "note", "scheme"))
        self._digests = [(layout[name], kind, name == FRAME) for name, kind in _MEANT.items() if name in layout]
        self._kind, self._value = (layout.get("kind"), layout.get("value"))

    def read(self, row: Record) -> Iterator[ListedDigest | RowFault]:
        """One row: each digest in it, each fault in it."""
        number, cells, is_ended = row
        if not is_ended and self._is_cut_short(cells):
            raise CutShort("cut_short", f"the list breaks off within its last row, at line {number}: get it whole")
        if cells is None:
            yield RowFault(row=number, code="unreadable_row", message="the row is too long or its quotes do not match")
            return
        if not self._has_the_list_s_scheme(cells):
            message = "the row's categories are not of the list's scheme"
            yield RowFault(row=number, code="scheme_mixed", message=message, field="scheme")
            return
        offered = self._offered(cells)
        if not offered:
            yield RowFault(row=number, code="no_digest", message="the row holds no digest of a kind that is known")
        for kind, value, is_frame in offered:
            fault = digest_fault(kind, value)
            if fault:
                yield RowFault(row=number, code=fault[0], message=fault[1], field=kind)
                continue
            yield ListedDigest(
                kind=kind,
                value=value,
                category=_cell(cells, self._category) or None,
                scheme=self.scheme,
                note=_cell(cells, self._note) or None,
                is_frame=is_frame,
            )

    def _is_cut_short(self, cells: list[str] | None) -> bool:
        """Whether a row without a line end is only the beginning of one: it cannot be read, ends in the middle of a
        digest, or before the last column of digests. What was cut behind them looks whole.
        """
        if cells is None:
            return True
        last = cells[-1].lower()
        if any(
            value == last and len(value) < HEX_CHARACTERS[kind] and HEX.issuperset(value)
            for kind, value, _ in self._offered(cells)
        ):
            return True
        columns = [column for column, _, _ in self._digests]
        columns += [column for column in (self._kind, self._value) if column is not None]
        return len(cells) <= max(columns)

    def _offered(self, cells: list[str]) -> list[tuple[DigestKind, str, bool]]:
        """The digests that a row offers, in small letters, not yet checked; and whether each is a frame's."""
        found = [
            (kind, value.lower(), is_frame)
            for column, kind, is_frame in self._digests
            if (value := _cell(cells, column))
        ]
        value, kind = _cell(cells, self._value), _cell(cells, self._kind)
        name = _named(kind) if len(kind) <= _LONGEST_KIND else None
        if value and name is not None:
            found.append((_MEANT[name], value.lower(), name == FRAME))
        return found

    def _has_the_list_s_scheme(self, cells: list[str]) -> bool:
        """Whether a row's own scheme, if it names one, is the list's. The first row that names one decides for the
        list.
        """
        named = _cell(cells, self._row_scheme).lower()
        if not named:
            return True
        if named not in _SCHEMES:
            return False
        if self.scheme is CategoryScheme.UNSTATED:
            self.scheme = CategoryScheme(named)
        return self.scheme == named


def _cell(cells: list[str], column: int | None) -> str:
    return cells[column] if column is not None and column < len(cells) else ""


@lru_cache(maxsize=256)
def _named(kind: str) -> str | None:
    """Which of the kinds a cell names; None where it names none."""
    plain = "".join(character for character in kind.lower() if character.isalnum())
    return next((name for name in _MEANT if plain in COLUMNS[name]), None)
