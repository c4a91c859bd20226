"""The one file that says which parts make the mirror and how far it has come: replaced whole, so it is old or new."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from causeway.client.mirror.errors import MirrorDamaged, NoMirror
from causeway.lasting import write_lastingly

FORMAT: Final = "causeway-mirror/1"
FILE: Final = "CURRENT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far the mirror has come with its source. `cursor` is what the source goes on from, in its own form; `head`
    how many steps a signed feed said it has; `is_whole` whether the source had nothing more ready; `as_of` in UTC.
    """

    source: str
    cursor: str
    as_of: datetime
    is_whole: bool
    head: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The parts by the names of their folders, oldest first."""

    parts: tuple[str, ...]
    progress: Progress


def read_manifest(folder: Path) -> Manifest:
    """What the mirror is now. Raises NoMirror and MirrorDamaged."""
    try:
        document: dict[str, Any] = json.loads((folder / FILE).read_bytes())
    except FileNotFoundError:
        raise NoMirror("no_mirror", "there is no mirror in this folder yet") from None
    except ValueError:
        raise MirrorDamaged("damaged_mirror", "the mirror's list of parts cannot be read") from None
    try:
        if document.pop("format") != FORMAT:
            raise MirrorDamaged("other_version", "the mirror was written by another version")
        parts = tuple(str(name) for name in document.pop("parts"))
        progress = document.pop("progress")
        as_of = datetime.fromisoformat(progress.pop("as_of"))
        return Manifest(parts=parts, progress=Progress(**progress, as_of=as_of))
    except (TypeError, KeyError, ValueError, AttributeError):
        raise MirrorDamaged("damaged_mirror", "the mirror's list of parts cannot be read") from None


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Put it in place of the one that is there; on return it survives a loss of power."""
    progress = asdict(manifest.progress) | {"as_of": manifest.progress.as_of.isoformat()}
    document = {"format": FORMAT, "parts": list(manifest.parts), "progress": progress}
    write_lastingly(folder / FILE, json.dumps(document).encode())
