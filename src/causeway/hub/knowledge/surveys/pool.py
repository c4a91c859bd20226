"""The pool in which sealed sheets wait outside the database until enough are together to be mixed.

A thief of the database, of its write-ahead log or of two dumps around one answer finds no trace of a waiting sheet.
The pool is one file, written anew and shuffled for every sheet, so that the disk shows neither an order nor a time of
any one of them. An answer is confirmed only when its sheet is on the disk: a killed process loses none (docs/adr/0012).

A sheet and the use of its link are one act in two places. `prepare` writes both down for the moment in between;
whoever finds that after a crash asks the database whether the link was used, and so completes or forgets the act.
"""

import fcntl
import secrets
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from causeway.hub.state import private_folder
from causeway.lasting import PARTIAL, sync_folder, write_lastingly

BATCH = 10
"""How many sheets leave the pool together."""
KEPT = 10
"""How many stay behind when a batch leaves, so that a batch is not those who answered last (Cottrell's pool mix)."""

_LENGTH_BYTES = 4
_SHUFFLE = secrets.SystemRandom()


@dataclass(frozen=True, slots=True)
class Prepared:
    """A sheet whose link is being used."""

    invited_id: UUID
    sealed: bytes


class Pool:
    """The sheets of one wave that wait. Every method but `locked` is for whoever holds the lock."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._waiting = folder / "waiting"
        self._prepared = folder / "prepared"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Wait for, and hold, the one lock of this pool, among threads and processes."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self._folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            for left_behind in self._folder.glob(f"*{PARTIAL}"):
                left_behind.unlink()
            yield

    def waiting(self) -> list[bytes]:
        """The sealed sheets, in no order."""
        return _records(self._waiting.read_bytes()) if self._waiting.exists() else []

    def prepared(self) -> Prepared | None:
        """The sheet whose act was not finished, if there is one."""
        if not self._prepared.exists():
            return None
        content = self._prepared.read_bytes()
        return Prepared(invited_id=UUID(bytes=content[:16]), sealed=content[16:])

    def prepare(self, act: Prepared) -> None:
        """Write down a sheet and the link that is about to be used."""
        write_lastingly(self._prepared, act.invited_id.bytes + act.sealed)

    def confirm(self) -> None:
        """The link was used: the prepared sheet is one of those that wait."""
        act = self.prepared()
        if act is not None:
            waiting = self.waiting()
            if act.sealed not in waiting:
                self.replace([*waiting, act.sealed])
            self.forget_prepared()

    def forget_prepared(self) -> None:
        """The link was not used: the prepared sheet never was."""
        self._prepared.unlink(missing_ok=True)
        sync_folder(self._folder)

    def replace(self, sheets: Sequence[bytes]) -> None:
        """Let exactly these wait, shuffled."""
        shuffled = _SHUFFLE.sample(list(sheets), len(sheets))
        write_lastingly(self._waiting, b"".join(len(one).to_bytes(_LENGTH_BYTES, "big") + one for one in shuffled))

    def clear(self) -> None:
        """Let nothing wait, and leave no file but the lock."""
        self._prepared.unlink(missing_ok=True)
        self._waiting.unlink(missing_ok=True)
        sync_folder(self._folder)

    def remove(self) -> None:
        """Leave nothing at all, not even the lock; for a wave that takes no answers."""
        shutil.rmtree(self._folder, ignore_errors=True)


def pool_of(wave_id: UUID) -> Pool:
    """The pool of a wave, in the state folder."""
    return Pool(private_folder("survey_pool") / str(wave_id))


def leaving(waiting: Sequence[bytes]) -> list[bytes]:
    """Which of the waiting sheets leave now: a random batch once enough stay behind, else none."""
    return _SHUFFLE.sample(list(waiting), BATCH) if len(waiting) >= BATCH + KEPT else []


def shuffled(sheets: Sequence[bytes]) -> list[bytes]:
    """The sheets in an order that nothing tells."""
    return _SHUFFLE.sample(list(sheets), len(sheets))


def _records(content: bytes) -> list[bytes]:
    found, at = [], 0
    while at < len(content):
        length = int.from_bytes(content[at : at + _LENGTH_BYTES], "big")
        found.append(content[at + _LENGTH_BYTES : at + _LENGTH_BYTES + length])
        at += _LENGTH_BYTES + length
    return found
