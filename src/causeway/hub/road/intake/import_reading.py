"""Finding what a folder or a zip archive holds to import: one sub-folder a referral.

It follows no link and trusts no name or size. It needs neither Django nor a database, so that the command line can read
a folder that goes to another server.
"""

import hashlib
import os
import stat
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

REPORT_XML = "report.xml"
REFERRAL_JSON = "referral.json"
REFERENCE = "reference.txt"
DETAILS = (".details.xml", ".details.json")

MOST_FILES = 1_000
"""Of one referral; as many as any door takes."""

LARGEST_FILE_BYTES = 2 * 1024**3
LARGEST_TEXT_BYTES = 20 * 1024**2
"""A report or description longer than this is refused unread."""

SWELL = 200
"""Times that a packed file may grow. Deflate reaches 1,032 on zeros; photographs and text stay far below a hundred."""

SWELL_FROM_BYTES = 10 * 1024**2
"""Below this size it does not matter how far a file grows."""

LARGEST_ARCHIVE_BYTES = 64 * 1024**3
"""Of everything unpacked."""

CHUNK_BYTES = 1024**2


class NotReadable(Exception):
    """The folder or archive as a whole cannot be read. The message is safe to show."""

    code = "not_readable"


class ItemRefused(Exception):
    """One item cannot be imported. The message is safe to show."""

    code = "item_refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFile:
    """A file of an item. `open` opens it anew; a fault while reading is an `OSError` or `zipfile.BadZipFile`."""

    name: str
    size_bytes: int
    open: Callable[[], BinaryIO]

    def chunks(self) -> Iterator[bytes]:
        """Its bytes.

        Raises:
            ItemRefused: it cannot be read, or is longer than it said.
        """
        read = 0
        try:
            with self.open() as stream:
                while chunk := stream.read(CHUNK_BYTES):
                    read += len(chunk)
                    if read > self.size_bytes:
                        raise ItemRefused(f"{self.name} is longer than it said")
                    yield chunk
        except (OSError, zipfile.BadZipFile, EOFError, NotImplementedError) as fault:
            raise ItemRefused(f"{self.name} cannot be read") from fault

    def text_bytes(self) -> bytes:
        """The whole of a report or description.

        Raises:
            ItemRefused: as `chunks`, or it is too long for a text.
        """
        if self.size_bytes > LARGEST_TEXT_BYTES:
            raise ItemRefused(f"{self.name} is too long to be a report")
        return b"".join(self.chunks())


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundItem:
    """One sub-folder. `fault` says why it is refused before anything of it is read."""

    key: str
    files: tuple[FoundFile, ...] = ()
    fault: str = ""

    def fingerprint(self) -> str:
        """The SHA-256 (hex) of all names and contents: the same item twice has the same one.

        Raises:
            ItemRefused: a file cannot be read.
        """
        whole = hashlib.sha256()
        for file in sorted(self.files, key=lambda one: one.name):
            one = hashlib.sha256()
            for chunk in file.chunks():
                one.update(chunk)
            whole.update(f"{file.name}\0{one.hexdigest()}\n".encode())
        return whole.hexdigest()

    def file(self, name: str) -> FoundFile | None:
        """The file of this name, however its letters are written."""
        return next((one for one in self.files if one.name.lower() == name), None)


def shown_name(name: str) -> str:
    """A name that can be printed and stored: bytes that are no UTF-8 and control characters are replaced."""
    plain = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    made = "".join(character if character.isprintable() else "\ufffd" for character in plain)[:400]
    if made == name:
        return made
    return f"{made}~{hashlib.sha256(name.encode('utf-8', 'surrogateescape')).hexdigest()[:8]}"


def find_items(path: Path) -> Iterator[FoundItem]:
    """Every item of a folder or zip archive, by name.

    Raises:
        NotReadable: it is neither, or cannot be read.
    """
    try:
        if path.is_dir():
            return iter(_items_of_folder(path))
        if path.is_file() and zipfile.is_zipfile(path):
            return iter(_items_of_archive(path))
    except (OSError, zipfile.BadZipFile) as fault:
        raise NotReadable(f"{shown_name(path.name)} cannot be read") from fault
    raise NotReadable(f"{shown_name(path.name)} is no folder and no zip archive")


def _items_of_folder(root: Path) -> list[FoundItem]:
    entries = sorted(os.scandir(root), key=lambda entry: os.fsencode(entry.name))
    if any(entry.name.lower() in {REPORT_XML, REFERRAL_JSON} for entry in entries):
        return [_item_of_folder(shown_name(root.resolve().name), root)]
    found = []
    for entry in entries:
        if entry.is_symlink():
            found.append(FoundItem(key=shown_name(entry.name), fault="This is a link; links are not followed"))
        elif entry.is_dir(follow_symlinks=False):
            found.append(_item_of_folder(shown_name(entry.name), Path(entry.path)))
    return found


def _item_of_folder(key: str, folder: Path) -> FoundItem:
    files = []
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: os.fsencode(entry.name))
        for entry in entries:
            if entry.is_symlink():
                return FoundItem(key=key, fault=f"{shown_name(entry.name)} is a link; links are not followed")
            if not entry.is_file(follow_symlinks=False):
                return FoundItem(key=key, fault=f"{shown_name(entry.name)} is no file")
            size = entry.stat(follow_symlinks=False).st_size
            files.append(FoundFile(name=shown_name(entry.name), size_bytes=size, open=_opener(os.fsencode(entry.path))))
    except OSError:
        return FoundItem(key=key, fault="This folder cannot be read")
    return _limited(key, files)


def _opener(path: bytes) -> Callable[[], BinaryIO]:
    def opened() -> BinaryIO:
        # Between looking and opening a file could have become a link or a pipe.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise OSError("no regular file")
        return os.fdopen(descriptor, "rb")

    return opened


def _limited(key: str, files: Iterable[FoundFile]) -> FoundItem:
    kept = tuple(files)
    if len(kept) > MOST_FILES:
        return FoundItem(key=key, fault=f"This holds more than {MOST_FILES} files")
    too_large = next((file.name for file in kept if file.size_bytes > LARGEST_FILE_BYTES), None)
    if too_large:
        return FoundItem(key=key, fault=f"{too_large} is larger than {LARGEST_FILE_BYTES // 1024**3} gigabytes")
    return FoundItem(key=key, files=kept)


def _items_of_archive(path: Path) -> list[FoundItem]:
    with zipfile.ZipFile(path) as archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
    if sum(member.file_size for member in members) > LARGEST_ARCHIVE_BYTES:
        raise NotReadable("The archive unpacks to more than 64 gigabytes")
    parts = {member.filename: member.filename.split("/") for member in members}
    wrapped = {name[0] for name in parts.values()}
    skip = 1 if len(wrapped) == 1 and all(len(name) > 2 for name in parts.values()) else 0
    items: dict[str, list[FoundFile]] = {}
    faults: dict[str, str] = {}
    for member in members:
        names = parts[member.filename][skip:]
        key = shown_name(names[0]) if len(names) > 1 else shown_name(path.stem)
        items.setdefault(key, [])
        if fault := _fault_of(member, names):
            faults.setdefault(key, fault)
            continue
        items[key].append(
            FoundFile(name=shown_name(names[-1]), size_bytes=member.file_size, open=_member_opener(path, member))
        )
    return [
        FoundItem(key=key, fault=faults[key]) if key in faults else _limited(key, files)
        for key, files in sorted(items.items())
    ]


def _fault_of(member: zipfile.ZipInfo, names: list[str]) -> str:
    name = shown_name(names[-1])
    if any(part in {"", ".", ".."} for part in names) or "\\" in member.filename or ":" in names[0]:
        return "A name in the archive leads out of it"
    if stat.S_ISLNK(member.external_attr >> 16):
        return f"{name} is a link; links are not followed"
    if len(names) > 2:
        return f"{name} lies deeper than one folder"
    if member.flag_bits & 0x1:
        return f"{name} is encrypted"
    if member.file_size > SWELL_FROM_BYTES and member.file_size > SWELL * max(member.compress_size, 1):
        return f"{name} unpacks to more than {SWELL} times its size"
    return ""


def _member_opener(path: Path, member: zipfile.ZipInfo) -> Callable[[], BinaryIO]:
    def opened() -> BinaryIO:
        return _Member(path, member)  # type: ignore[return-value]

    return opened


class _Member:
    """A member that closes its archive with itself."""

    def __init__(self, path: Path, member: zipfile.ZipInfo) -> None:
        self._archive = zipfile.ZipFile(path)
        try:
            self._stream = self._archive.open(member)
        except BaseException:
            self._archive.close()
            raise

    def read(self, size: int = -1) -> bytes:
        return self._stream.read(size)

    def __enter__(self) -> "_Member":
        return self

    def __exit__(self, *fault: object) -> None:
        with suppress(OSError):
            self._stream.close()
        self._archive.close()
