"""One row of a format's mapping table, from which `docs/reference/signal-formats.md` is written."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MappingRow:
    """A path in the format and the field of `Signal` (or of the page) that it becomes; None where it is not kept, and
    `note` says why.
    """

    wire: str
    vocabulary: str | None
    note: str = ""
