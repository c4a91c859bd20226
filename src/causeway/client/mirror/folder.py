"""One folder with the mirrors of several banks, each by itself: with its own position, parts, state and lock.

A bank's mirror stands in `banks/<identifier>`. A mirror in the folder itself, as a program has it that keeps one
source, counts as one of them.
"""

import fcntl
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import time_ns
from typing import Final

from causeway.client.following_state import FILE as STATE
from causeway.client.following_state import read_following
from causeway.client.mirror._manifest import FILE, read_manifest
from causeway.client.mirror.errors import MirrorBusy, MirrorDamaged, MirrorError, NoMirror
from causeway.interchange.signal_feed import bank_feed, bank_of
from causeway.lasting import PARTIAL, sync_folder

BANKS: Final = "banks"
_FORGOTTEN: Final = ".forgotten-"
_FOLLOWED: Final = "followed"
_PLAIN_NAME: Final = re.compile(r"\w[\w.-]*")


def bank_folder(folder: Path, bank: str) -> Path:
    """Where a bank's mirror is or will be: the folder itself where that mirrors this very bank.

    Raises MirrorError for what could be a path and no bank's identifier, and MirrorDamaged where the folder itself has
    a mirror, and nothing says of which bank.
    """
    if not _PLAIN_NAME.fullmatch(bank):
        raise MirrorError("bad_bank", "a bank's identifier is of letters, digits and hyphens")
    try:
        is_own = read_manifest(folder).progress.source == bank_feed(bank)
    except NoMirror:
        is_own = False
    except MirrorDamaged:
        noted = read_following(folder).bank
        if not noted:
            raise
        is_own = noted == bank
    return folder if is_own else folder / BANKS / bank


def mirrors_in(folder: Path) -> list[Path]:
    """The folder of each mirror, also of one whose first page is still to come."""
    with suppress(FileNotFoundError):
        banks = sorted(path for path in (folder / BANKS).iterdir() if path.is_dir() and not path.name.startswith("."))
        return [folder, *banks] if (folder / FILE).exists() else banks
    return [folder] if (folder / FILE).exists() else []


def bank_in(mirror: Path) -> str:
    """The bank of one of `mirrors_in`, or its source where that is no hub's bank. Where the mirror cannot be read it is
    as its place or its follower noted, and empty where neither did.
    """
    try:
        return bank_of(read_manifest(mirror).progress.source)
    except MirrorError:
        return mirror.name if mirror.parent.name == BANKS else read_following(mirror).bank


@contextmanager
def followed(mirror: Path) -> Iterator[None]:
    """While this lasts, and the process lives, the mirror cannot be forgotten. Raises MirrorBusy while it is."""
    mirror.mkdir(parents=True, exist_ok=True)
    with _locked(mirror, fcntl.LOCK_SH, "this mirror is just being forgotten"):
        yield


def forget(folder: Path, mirror: Path) -> None:
    """Remove one of `mirrors_in`: from the next question on nobody is told of it, wherever a crash breaks this off.

    Raises MirrorBusy while a program follows it, and OSError.
    """
    if not mirror.is_dir():
        raise NoMirror("no_mirror", "there is no such mirror in this folder")
    with _locked(mirror, fcntl.LOCK_EX, "a program follows this bank: stop that first"):
        if mirror == folder:
            _empty(folder)
        else:
            mirror.rename(mirror.with_name(f"{_FORGOTTEN}{mirror.name}-{time_ns()}"))
            sync_folder(mirror.parent)
    for left in (folder / BANKS).glob(f"{_FORGOTTEN}*"):
        shutil.rmtree(left, ignore_errors=True)


def clear_unbegun(mirror: Path) -> None:
    """Remove the place of a bank among others of which no page was ever had; one that a program follows stays, and one
    that holds other files.
    """
    if mirror.parent.name != BANKS:
        return
    with suppress(MirrorBusy, OSError), _locked(mirror, fcntl.LOCK_EX, "a program follows this bank"):
        if not (mirror / FILE).exists():
            _clear(mirror)
            mirror.rmdir()


def _empty(folder: Path) -> None:
    """Take a mirror out of the folder that holds others: the file first that says that there is one."""
    (folder / FILE).unlink()
    sync_folder(folder)
    _clear(folder)


def _clear(mirror: Path) -> None:
    """Remove what is of a mirror beside the file that says that there is one."""
    for path in mirror.iterdir():
        if path.name.startswith("part-"):
            shutil.rmtree(path, ignore_errors=True)
        elif path.name in (STATE, "lock", _FOLLOWED) or _is_left_behind(path.name):
            path.unlink(missing_ok=True)


def _is_left_behind(name: str) -> bool:
    return name.startswith((f"{FILE}.", f"{STATE}.")) and name.endswith(PARTIAL)


@contextmanager
def _locked(mirror: Path, how: int, refusal: str) -> Iterator[None]:
    with (mirror / _FOLLOWED).open("wb") as file:
        try:
            fcntl.flock(file, how | fcntl.LOCK_NB)
        except OSError:
            raise MirrorBusy("mirror_busy", refusal) from None
        try:
            yield
        finally:
            fcntl.flock(file, fcntl.LOCK_UN)
