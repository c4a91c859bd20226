"""What a list of known files holds: digests with a category, and the scheme without which a category means nothing."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from causeway.vocabulary.findings import DigestKind


class CategoryScheme(StrEnum):
    """Whose categories a list uses. "1" or "A" of one scheme says nothing in another: they are never mixed."""

    US = "us"
    UK = "uk"
    CUSTOM = "custom"
    UNSTATED = "unstated"


CATEGORIES_OF: dict[CategoryScheme, tuple[str, ...]] = {
    CategoryScheme.UK: ("A", "B", "C"),
    CategoryScheme.US: ("0", "1", "2", "3", "4"),
}
"""The categories of the schemes that list theirs: the sentencing guideline of England and Wales, and Project VIC's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedDigest:
    """One digest on a list. `value` is lower-case hex; `category` is the list's own word in its `scheme`. `is_frame`
    says that it is the PDQ of one frame of a video (vPDQ).
    """

    kind: DigestKind
    value: str
    category: str | None = None
    scheme: CategoryScheme = CategoryScheme.UNSTATED
    note: str | None = None
    is_frame: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFault:
    """What is wrong with one row, and where: the line of a CSV file, or the place in the array of a JSON file, from 1.
    `reference` is the source's own name of the entry, where it has one.
    """

    row: int
    code: str
    message: str
    field: str | None = None
    reference: str | None = None


HEX_CHARACTERS: Final = {DigestKind.MD5: 32, DigestKind.SHA1: 40, DigestKind.SHA256: 64, DigestKind.PDQ: 64}
"""How long each kind of digest is, written in hex."""

_EMPTY_FILE: Final = frozenset(
    {
        "d41d8cd98f00b204e9800998ecf8427e",
        "da39a3ee5e6b4b0d3255bfef95601890afd80709",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    }
)
"""MD5, SHA-1 and SHA-256 of nothing: on a list they would match every empty file there is."""
HEX: Final = frozenset("0123456789abcdef")
"""The characters of digests in small letters."""


def digest_fault(kind: DigestKind, value: str) -> tuple[str, str] | None:
    """The code and message of what is wrong with a digest in lower-case hex; None where nothing is."""
    if len(value) != HEX_CHARACTERS[kind] or not HEX.issuperset(value):
        return "bad_digest", f"a {kind.upper()} has {HEX_CHARACTERS[kind]} hexadecimal characters"
    if value in _EMPTY_FILE:
        return "digest_of_nothing", "this is the digest of an empty file and would match all of them"
    if not value.strip("0") or not value.strip("f"):
        return "blank_digest", "this digest is blank"
    return None
