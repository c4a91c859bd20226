"""Makes a typed row of a JSON object by the mapping table; a value that cannot be read is named and left out."""

from dataclasses import dataclass, field
from typing import Any

from causeway.interchange.hashlists import RowFault
from causeway.interchange.vics.mapping import CASE_FIELDS, FIELDS, MEDIA_FIELDS, Field, Rows
from causeway.interchange.vics.types import Case, Media


def to_media(row: int, value: dict[str, Any]) -> tuple[Media, list[RowFault]]:
    """A medium and what is wrong with it."""
    reading = _Reading(row)
    known, unknown = reading.read(value, MEDIA_FIELDS, "")
    return Media(row=row, unknown_fields=unknown, **known), reading.faults


def to_case(row: int, value: dict[str, Any]) -> tuple[Case, list[RowFault]]:
    """A case without its media, and what is wrong with it."""
    reading = _Reading(row)
    known, unknown = reading.read(value, CASE_FIELDS, "")
    return Case(row=row, unknown_fields=unknown, **known), reading.faults


@dataclass(slots=True)
class _Reading:
    row: int
    faults: list[RowFault] = field(default_factory=list)

    def read(
        self, value: dict[str, Any], table: dict[str, Field | Rows], path: str
    ) -> tuple[dict[str, Any], tuple[str, ...]]:
        """The known values by attribute, and the names of the unknown ones. Annotations of OData are neither."""
        known: dict[str, Any] = {}
        unknown: list[str] = []
        for name, each in value.items():
            entry = table.get(name)
            if entry is None:
                if "odata." not in name:
                    unknown.append(name)
            elif each is not None:
                known[entry.attribute] = self._convert(each, entry, path + name)
        return known, tuple(unknown)

    def _convert(self, value: Any, entry: Field | Rows, path: str) -> Any:
        if isinstance(entry, Rows):
            return self._rows(value, entry, path)
        try:
            return entry.convert(value)
        except ValueError:
            self._fault(path, "the value cannot be read as what this field holds")
            return None

    def _rows(self, value: Any, entry: Rows, path: str) -> tuple[Any, ...]:
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            self._fault(path, "this is not an array of objects")
            return ()
        return tuple(
            entry.kind(**self.read(each, FIELDS[entry.kind], f"{path}[{place}].")[0])
            for place, each in enumerate(value)
        )

    def _fault(self, path: str, message: str) -> None:
        self.faults.append(RowFault(row=self.row, code="bad_value", message=message, field=path))
