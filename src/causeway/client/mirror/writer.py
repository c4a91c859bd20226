"""Brings a mirror up to date: each page becomes a small part beside the large ones, and parts are merged as they grow.

All files of a part are written and synced before the manifest names it, and files that no manifest names are removed
after that. So the mirror is what it was or what it becomes, wherever the power fails. A part is merged with older ones
while those are less than four times its size, so that a change is rewritten a few times and a search asks few parts. A
mirror that has far to go takes many pages into one part, and merges parts of like size only until it has arrived.
"""

import fcntl
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

from causeway.client.mirror._ahead import batches
from causeway.client.mirror._columns import Columns, merged
from causeway.client.mirror._filling import SCREENING_PURPOSES, columns_of
from causeway.client.mirror._manifest import FILE, Manifest, Progress, read_manifest, write_manifest
from causeway.client.mirror._parts import INDEXED_ROWS, open_columns, save_part
from causeway.client.mirror.errors import MirrorBusy, NoMirror, OtherSource
from causeway.interchange.signal_feed import FeedPage, FeedState
from causeway.lasting import PARTIAL, sync_folder
from causeway.vocabulary.organisations import Purpose
from causeway.vocabulary.signals import SignalChange

GROWTH: Final = 4
"""A part stays by itself beside one that is at most a quarter of it."""
GROWTH_ON_THE_WAY: Final = 2
"""The same while more is to come: parts of like size are merged, so that a long list is rewritten seldom."""
CHANGES_A_COMMIT: Final = 20_000
"""So many changes are held in memory, some tens of megabytes, before they are written and synced."""
_PART: Final = "part-"


class MirrorWriter:
    """The one process that changes the mirror in `folder`, which is made where it is absent.

    Parts of `indexed_rows` or more get their indexes on disk, which readers map. Accounts, URLs and keywords that may
    serve none of these `purposes` are left out.
    """

    def __init__(
        self,
        folder: Path,
        *,
        indexed_rows: int = INDEXED_ROWS,
        purposes: frozenset[Purpose] = SCREENING_PURPOSES,
    ) -> None:
        self._folder = folder
        self._purposes = purposes
        self._indexed_rows = indexed_rows

    def progress(self) -> Progress | None:
        """How far the mirror has come; None before the first page."""
        try:
            return read_manifest(self._folder).progress
        except NoMirror:
            return None

    def feed_state(self, feed: str) -> FeedState:
        """Where to go on with a signed feed: ask it for the steps after `cursor`. Raises OtherSource."""
        progress = self.progress()
        if progress is None:
            return FeedState(feed=feed)
        if progress.source != feed or not progress.cursor.isdecimal():
            raise OtherSource("other_source", "this mirror keeps the signals of another source")
        return FeedState(feed=progress.source, cursor=int(progress.cursor), head=progress.head, as_of=progress.as_of)

    def apply(self, page: FeedPage) -> FeedState:
        """Make the changes of a signed page, all or none; returns where the feed goes on.

        Raises what `FeedState.after` raises for a page that does not follow, OtherSource, MirrorBusy and
        MirrorDamaged.
        """
        with self._alone():
            state = self.feed_state(page.header.feed).after(page.header)
            self._commit(page.changes, _progress(state))
        return state

    def catch_up(self, feed: str, fetch: Callable[[int], FeedPage]) -> FeedState:
        """Fetch a signed feed's pages behind what is there until nothing more stands ready, and make their changes, up
        to twenty thousand in one commit; returns where the feed goes on. `fetch` gives the page behind a step, checked;
        it is called in another thread, once at a time, while the page before is worked on.

        Raises what `fetch` raises, and as `apply` does. What came before is kept, and the next call goes on from there;
        after a kill, from the last commit.
        """
        with self._alone():
            reached = self.feed_state(feed)
            for changes, reached in batches(reached, fetch, CHANGES_A_COMMIT):  # noqa: B020 - taken once, to begin
                self._commit(changes, _progress(reached))
        return reached

    def apply_changes(
        self, changes: Iterable[SignalChange], *, source: str, cursor: str, as_of: datetime, is_whole: bool
    ) -> None:
        """Make changes of any other source, all or none, and keep its cursor with them. `as_of` is when it was asked.

        Raises OtherSource where the mirror keeps another's signals, MirrorBusy and MirrorDamaged.
        """
        with self._alone():
            before = self.progress()
            if before is not None and before.source != source:
                raise OtherSource("other_source", "this mirror keeps the signals of another source")
            self._commit(changes, Progress(source=source, cursor=cursor, as_of=as_of, is_whole=is_whole))

    def _commit(self, changes: Iterable[SignalChange], progress: Progress) -> None:
        """What a writer that was killed has left goes first, and what this one leaves on a full disk at once: it would
        take the room that the next try needs.
        """
        names = self._swept()
        try:
            new = columns_of(changes, self._purposes)
            if new.weight:
                names = self._with(names, new, growth=GROWTH if progress.is_whole else GROWTH_ON_THE_WAY)
            write_manifest(self._folder, Manifest(parts=tuple(names), progress=progress))
        finally:
            self._swept()

    def _swept(self) -> list[str]:
        """The names of the parts, once no other is there."""
        try:
            names = list(read_manifest(self._folder).parts)
        except NoMirror:
            names = []
        self._remove_all_but(names)
        return names

    def _with(self, names: list[str], new: Columns, *, growth: int) -> list[str]:
        """The names once a part of these columns is there, merged with what it has outgrown."""
        taken: list[Columns] = [new]
        weight = new.weight
        while names and (older := open_columns(self._folder / names[-1])).weight < growth * weight:
            taken.insert(0, older)
            weight += older.weight
            names = names[:-1]
        name = self._next_name()
        save_part(merged(taken, is_oldest=not names), self._folder / name, indexed_rows=self._indexed_rows)
        sync_folder(self._folder)
        return [*names, name]

    def _next_name(self) -> str:
        """Higher than any that is there, those that a broken-off change left included."""
        numbers = [int(path.name.removeprefix(_PART)) for path in self._folder.glob(f"{_PART}[0-9]*")]
        return f"{_PART}{max(numbers, default=0) + 1}"

    def _remove_all_but(self, names: Sequence[str]) -> None:
        """Readers that still have a removed part mapped keep it until they look at the manifest again."""
        for path in self._folder.glob(f"{_PART}*"):
            if path.name not in names:
                shutil.rmtree(path, ignore_errors=True)
        for left_behind in self._folder.glob(f"{FILE}.*{PARTIAL}"):
            left_behind.unlink()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / "lock").open("wb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise MirrorBusy("mirror_busy", "another process is changing this mirror") from None
            try:
                yield
            finally:
                # Said, not left to closing: a process that another thread is just starting holds the file open, too.
                fcntl.flock(file, fcntl.LOCK_UN)


def _progress(state: FeedState) -> Progress:
    """The state of a feed of which at least one page was read, as the manifest keeps it."""
    if state.as_of is None:
        raise ValueError("no page of the feed was read")
    return Progress(
        source=state.feed, cursor=str(state.cursor), as_of=state.as_of, is_whole=state.is_whole, head=state.head
    )
