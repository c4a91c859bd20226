"""What `causeway scan` tells programs."""

from dataclasses import asdict
from typing import Any

from causeway.cli import scan_telling
from causeway.cli.scan_telling import Told, named_folders
from causeway.scanning.telling import as_text


def as_json_document(told: Told) -> dict[str, Any]:
    """What `print_told` tells a person, as a document."""
    scanned, walked = told.scanned, told.scanned.walked
    return {
        "files": walked.files,
        "size_bytes": walked.size_bytes,
        "kept_files": scanned.kept_files,
        "members": scanned.members,
        "seconds": round(scanned.seconds, 3),
        "links": walked.links,
        "special": walked.special,
        "skipped_members": scanned.skipped_members,
        "unreadable_folders": walked.unreadable_folders,
        "unreadable_folders_named": named_folders(walked),
        "faults": scanned.faults,
        "pictures_as": "upright" if told.collection.is_upright else "stored",
        "reading_may_be_noted": scanned.is_noted,
        "kinds": {
            kind.value: {"different": contents, "files": files}
            for kind, (contents, files) in told.collection.counts().items()
        },
        "camera_originals": [
            {
                "number": one.number,
                "series": one.series,
                "taken_at": one.taken_at.isoformat(),
                "camera": one.device.name,
                "path": as_text(one.path),
            }
            for one in told.collection.originals(scan_telling.MOST_ORIGINALS)
        ],
        "series": len(told.collection.series),
        "groups": asdict(told.collection.groups()),
        "standings": [
            {
                "list": as_text(standing.list_name),
                "scheme": standing.scheme,
                "category": standing.category,
                "known": exact,
                "alike": alike,
            }
            for standing, (exact, alike) in told.collection.standings().items()
        ],
        "shared": dict(told.collection.hints()),
        "lists": [
            {
                "name": one.name,
                "format": one.form,
                "scheme": one.scheme,
                "digests": one.digests,
                "faults": dict(one.faults),
                "rows_at_fault": one.rows_at_fault,
                "first_faults": one.first_faults,
                "sha256": one.sha256 or None,
                "changed_at": one.changed_at and one.changed_at.isoformat(),
            }
            for one in told.collection.lists
        ],
        "contact_sheet": told.sheet and {"tiles": told.sheet.tiles, "pictures": told.sheet.pictures},
        "state": str(told.state),
    }
