"""Writes VICS 1.x and 2.x cases by the table that reading goes by, as a stream: media are never kept together."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, BinaryIO, Final

from causeway.interchange.hashlists import CategoryScheme
from causeway.interchange.vics.mapping import CASE_FIELDS, FIELDS, MEDIA_FIELDS, Field, Rows
from causeway.interchange.vics.types import Case, Content, Media

_SCHEMES: Final = {
    CategoryScheme.US: "US",
    CategoryScheme.UK: "UK",
    CategoryScheme.CUSTOM: "CUSTOM",
    CategoryScheme.UNSTATED: "Default",
}
_FIRST_WITH_CONTEXT: Final = "2."
_ONLY_IN: Final = {"AlternativeHashes": "1.", "PhotoDNA": "2."}
"""Fields that only the versions which begin so have."""


def write_vics(stream: BinaryIO, case: Case, media: Iterable[Media], *, version: str, scheme: CategoryScheme) -> None:
    """One case with its media; `row` and `unknown_fields` are not written, nor what the version has no field for.

    Version 1.x has no field for the scheme of its categories.
    """
    key = "@odata.context" if version.startswith(_FIRST_WITH_CONTEXT) else "odata.metadata"
    head = json.dumps({key: _metadata(version, scheme)})[:-1]
    fields = json.dumps(_object(case, CASE_FIELDS, version))[:-1]
    stream.write(f'{head}, "value": [{fields}{", " if fields != "{" else ""}"Media": ['.encode())
    for number, each in enumerate(media):
        row = json.dumps(_object(each, MEDIA_FIELDS, version))
        stream.write(f"{',' if number else ''}\n{row}".encode())
    stream.write(b"\n]}]}\n")


def _metadata(version: str, scheme: CategoryScheme) -> str:
    """The data model's address, which `read_envelope` reads."""
    if version.startswith(_FIRST_WITH_CONTEXT):
        model = f"http://github.com/VICSDATAMODEL/ProjectVic/DataModels/{version}.xml"
        return f"{model}/{_SCHEMES[scheme]}/$metadata#{Content.CASES}"
    return f"http://github.com/ICMEC/ProjectVic/DataModels/{version}.xml#{Content.CASES}"


def _object(value: object, table: dict[str, Field | Rows], version: str) -> dict[str, Any]:
    """The fields that are stated."""
    return dict(_members(value, table, version))


def _members(value: object, table: dict[str, Field | Rows], version: str) -> Iterator[tuple[str, Any]]:
    for name, entry in table.items():
        stated = getattr(value, entry.attribute)
        if stated is None or stated == () or not version.startswith(_ONLY_IN.get(name, "")):
            continue
        if isinstance(entry, Rows):
            yield name, [_object(each, FIELDS[entry.kind], version) for each in stated]
        else:
            yield name, stated.isoformat() if isinstance(stated, datetime) else stated
