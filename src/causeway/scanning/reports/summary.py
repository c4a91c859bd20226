"""The collection in a few rows."""

from typing import Final

from causeway.scanning.collection import Collection
from causeway.scanning.faults import fault_text
from causeway.scanning.findings import Kind
from causeway.scanning.scan import Scanned

HEADINGS: Final = ("What", "Different", "Files")
"""The heading of the rows: files of equal content count once under the second."""


def summary(collection: Collection) -> list[tuple[str, int, int]]:
    """One row a kind, in the order to look; kinds of which there is nothing are left out but for the first."""
    return [
        (kind.heading, contents, files)
        for kind, (contents, files) in collection.counts().items()
        if files or kind is Kind.ORIGINAL
    ]


def faults_told(scanned: Scanned) -> list[tuple[str, int]]:
    """In words what was not read, or is not whole, and of how many files."""
    return [(fault_text(code), count) for code, count in scanned.faults.items()]


def groups_told(collection: Collection) -> str:
    """How many groups of pictures look alike."""
    groups = collection.groups()
    if not groups.count:
        return "none"
    return f"{groups.count:,}, the largest of {groups.largest:,} pictures"
