"""A seized collection of known truth: a folder of harmless drawings as cameras, programs and lists leave them.

Pictures, clips and raw files of invented cameras at known times, what people make of them, files of a list and their
edits, folders of programs that share, an archive. The same seed and the same Pillow give the same bytes.
"""

import io
import os
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from random import Random
from typing import Final

from causeway.worlds._cameras import CAMERAS, Camera, brightened, cut, raw, recompressed, taken, turned
from causeway.worlds._clips import filmed
from causeway.worlds.pictures import Edit, Subject, draw, edit

INSIDE: Final = "!/"
"""Stands between an archive and what lies in it."""


class FileKind(StrEnum):
    """What a file truly is."""

    ORIGINAL = "camera_original"
    SERIES = "with_an_original"
    NEW = "new"
    COPY = "edited_copy"
    EDITED_KNOWN = "edited_known"
    KNOWN = "known"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectedFile:
    """One file and its truth: `picture` names what it shows, however edited; `series` the session of a camera that it
    goes back to; `is_shared` that it lies where a program shares.
    """

    path: str
    content: bytes
    modified_at: datetime
    kind: FileKind
    picture: str | None = None
    series: str | None = None
    is_shared: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SeizedCollection:
    """All files, those in archives too, by path; `listed` are the contents on the list, each with its category."""

    files: Mapping[str, CollectedFile]
    listed: tuple[tuple[bytes, str], ...]

    def write(self, folder: Path) -> None:
        """Lay the files out in a folder, with their times."""
        for path, file in self.files.items():
            if INSIDE not in path:
                target = folder / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(file.content)
                os.utime(target, (file.modified_at.timestamp(),) * 2)


_SESSIONS: Final = (datetime(2025, 3, 8, 14, 5, 10, tzinfo=UTC), datetime(2025, 5, 17, 9, 30, 2, tzinfo=UTC))
_DOWNLOADED: Final = datetime(2025, 1, 4, 20, 11, tzinfo=UTC)
_LISTED: Final = 8
_CATEGORIES: Final = "AB"


def seized_collection(seed: int = 1, *, shots: int = 5) -> SeizedCollection:
    """A collection in which each of three cameras took `shots` pictures in each of two sessions."""
    maker = _Maker(Random(f"causeway-collection-{seed}"))
    for number, camera in enumerate(CAMERAS):
        for session, begins in enumerate(_SESSIONS):
            maker.session(f"{number}{session}", camera, begins + timedelta(days=number), shots)
    maker.downloads(2 * shots)
    maker.of_the_list()
    maker.archive()
    maker.others()
    for session, begins in enumerate(_SESSIONS):
        maker.film(f"0{session}", CAMERAS[0], begins)
        maker.take_raw(f"2{session}", CAMERAS[2], begins + timedelta(days=2))
    return SeizedCollection(files=maker.files, listed=tuple(maker.listed))


@dataclass(slots=True)
class _Maker:
    rng: Random
    files: dict[str, CollectedFile] = field(default_factory=dict)
    listed: list[tuple[bytes, str]] = field(default_factory=list)

    def session(self, series: str, camera: Camera, begins: datetime, shots: int) -> None:
        """Pictures some minutes apart, the first view taken twice, and what became of each."""
        at = begins
        for shot in range(shots):
            at += timedelta(minutes=self.rng.randint(1, 40), seconds=self.rng.randint(0, 59))
            name, scene = f"{series}{shot:02d}", self._draw()
            path = f"phone/DCIM/100{camera.model[:5].strip()}/P{name}.jpg"
            original = taken(scene, camera, at)
            self._add(path, original, at, FileKind.ORIGINAL, name, series=series)
            if shot == 0:
                again = at + timedelta(seconds=2)
                other = taken(edit(self.rng, scene, Edit.BRIGHTEN), camera, again)
                self._add(path.replace(".jpg", "b.jpg"), other, again, FileKind.ORIGINAL, name, series=series)
            self._change(name, original, at + timedelta(days=1), series, shot)
            if shot % 2:
                sent = f"phone/WhatsApp/Media/WhatsApp Images/Sent/IMG-{at:%Y%m%d}-WA{name}.jpg"
                self._add(sent, original, at, FileKind.ORIGINAL, name, series=series, is_shared=True)

    def _change(self, name: str, original: bytes, at: datetime, series: str, shot: int) -> None:
        ways = (recompressed, cut, brightened, turned, self._shrunk)
        content = ways[shot % len(ways)](original)
        self._add(f"laptop/Pictures/edit-{name}.jpg", content, at, FileKind.SERIES, name, series=series)

    def film(self, series: str, camera: Camera, begins: datetime) -> None:
        """A clip beside the pictures."""
        at = begins + timedelta(minutes=3)
        scenes = [self._draw() for _ in range(3)]
        name = f"{series}film"
        clip = filmed(scenes, camera, at)
        self._add(f"phone/DCIM/V{name}.mov", clip, at, FileKind.ORIGINAL, name, series=series)

    def take_raw(self, series: str, camera: Camera, begins: datetime) -> None:
        """A raw file beside the pictures, and one beside a picture of the same shot."""
        at, name = begins + timedelta(minutes=4), f"{series}raw"
        self._add(f"phone/DCIM/R{name}.dng", raw(self._draw(), camera, at), at, FileKind.ORIGINAL, name, series=series)
        at, name, scene = begins + timedelta(minutes=5), f"{series}both", self._draw()
        self._add(f"phone/DCIM/R{name}.dng", raw(scene, camera, at), at, FileKind.ORIGINAL, name, series=series)
        self._add(f"phone/DCIM/R{name}.jpg", taken(scene, camera, at), at, FileKind.SERIES, name, series=series)

    def downloads(self, count: int) -> None:
        """New pictures without a camera's notes, and an edit of each."""
        for number in range(count):
            picture, name = self._draw(), f"download-{number:02d}"
            is_shared = number % 3 == 0
            folder = "laptop/eMule/Incoming" if is_shared else "laptop/Downloads"
            self._add(f"{folder}/{name}.jpg", picture, _DOWNLOADED, FileKind.NEW, name, is_shared=is_shared)
            copy = f"laptop/Documents/{name}-small.jpg"
            self._add(copy, self._shrunk(picture), _DOWNLOADED + timedelta(days=3), FileKind.COPY, name)

    def of_the_list(self) -> None:
        """Listed files, some of them here twice; an edit of each; and the camera original of a listed one."""
        for number in range(_LISTED):
            picture, name = self._draw(), f"listed-{number:02d}"
            self.listed.append((picture, _CATEGORIES[number % 2]))
            if number % 2:
                self._add(f"usb/{name}.jpg", picture, _DOWNLOADED, FileKind.KNOWN, name)
                cloud = f"laptop/OneDrive/{name}.jpg"
                self._add(cloud, picture, _DOWNLOADED, FileKind.KNOWN, name, is_shared=True)
            edited = turned(picture) if number % 4 == 0 else self._shrunk(picture)
            self._add(f"usb/edited-{number:02d}.jpg", edited, _DOWNLOADED, FileKind.EDITED_KNOWN, name)
        scene, at = self._draw(), _SESSIONS[0] + timedelta(days=30)
        self.listed.append((self._shrunk(scene), _CATEGORIES[0]))
        self._add("phone/DCIM/P9000.jpg", taken(scene, CAMERAS[0], at), at, FileKind.EDITED_KNOWN, "source")

    def archive(self) -> None:
        """A zip with a new picture and a listed one, and what lies in it."""
        new, listed, path = self._draw(), self.listed[0][0], "usb/backup.zip"
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            for name, content in (("new.jpg", new), ("known.jpg", listed)):
                archive.writestr(zipfile.ZipInfo(name, _DOWNLOADED.timetuple()[:6]), content)
        self._add(path, packed.getvalue(), _DOWNLOADED, FileKind.OTHER)
        self._add(f"{path}{INSIDE}new.jpg", new, _DOWNLOADED, FileKind.NEW, "in-archive")
        self._add(f"{path}{INSIDE}known.jpg", listed, _DOWNLOADED, FileKind.KNOWN, "listed-00")

    def others(self) -> None:
        """A text, and a torrent with what it brought."""
        self._add("laptop/Documents/door-knobs.txt", b"A list of door knobs.\n", _DOWNLOADED, FileKind.OTHER)
        torrent = b"d4:infod4:name13:Harbour Viewsee"
        self._add("laptop/Torrents/Harbour Views.torrent", torrent, _DOWNLOADED, FileKind.OTHER)
        brought = "laptop/Torrents/Harbour Views/view.jpg"
        self._add(brought, self._draw(), _DOWNLOADED, FileKind.NEW, "torrent", is_shared=True)

    def _draw(self) -> bytes:
        return draw(self.rng, self.rng.choice(tuple(Subject)))

    def _shrunk(self, picture: bytes) -> bytes:
        return edit(self.rng, picture, Edit.RESIZE)

    def _add(
        self,
        path: str,
        content: bytes,
        at: datetime,
        kind: FileKind,
        picture: str | None = None,
        *,
        series: str | None = None,
        is_shared: bool = False,
    ) -> None:
        self.files[path] = CollectedFile(
            path=path,
            content=content,
            modified_at=at,
            kind=kind,
            picture=picture,
            series=series,
            is_shared=is_shared,
        )
