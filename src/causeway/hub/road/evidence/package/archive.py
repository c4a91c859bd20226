"""A ZIP archive written as a stream, from parts that are themselves streams (APPNOTE 6.3.10, with data descriptors)."""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

MANIFEST = "manifest.json"
_EARLIEST_YEAR = 1980
"""ZIP knows no earlier date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One file of the package. `chunks` is read once, when its turn comes."""

    name: str
    chunks: Iterable[bytes]


class _Sink(io.RawIOBase):
    """Takes what the archive writes, until it is asked for."""

    def __init__(self) -> None:
        self._written = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        piece = bytes(data)  # type: ignore[call-overload]
        self._written += piece
        return len(piece)

    def taken(self) -> bytes:
        """What was written since the last time."""
        piece = bytes(self._written)
        self._written.clear()
        return piece


def zipped(parts: Iterable[Part], *, at: datetime, about: dict[str, object]) -> Iterator[bytes]:
    """The archive of these parts, last a manifest: `about`, and name, size and SHA-256 of each part."""
    sink = _Sink()
    listed: list[dict[str, object]] = []
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
        for part in parts:
            digest, size = hashlib.sha256(), 0
            with archive.open(_info(part.name, at), "w", force_zip64=True) as entry:
                for chunk in part.chunks:
                    digest.update(chunk)
                    size += len(chunk)
                    entry.write(chunk)
                    yield sink.taken()
            listed.append({"name": part.name, "size_bytes": size, "sha256": digest.hexdigest()})
        manifest = {**about, "made_at": at.isoformat(), "parts": listed}
        archive.writestr(_info(MANIFEST, at), json.dumps(manifest, indent=2, ensure_ascii=False))
    yield sink.taken()


def _info(name: str, at: datetime) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, date_time=(max(at.year, _EARLIEST_YEAR), at.month, at.day, at.hour, at.minute, 0))
    info.external_attr = 0o600 << 16
    return info
