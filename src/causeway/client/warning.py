"""Early warning on a stream: JSON lines in, candidates for review out, as JSON lines.

A bad line is counted and told with its number, and never stops the stream; what is told repeats nothing of the line.
State is kept with the place in the input and in the output up to which it holds. After a kill at any moment the next
run cuts the output back to that place, reads on from there, and writes exactly what would have been written.
"""

import json
import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from itertools import islice
from pathlib import Path
from statistics import median_low
from typing import Any, BinaryIO, Final

from causeway.client.warning_state import read_state, write_state
from causeway.warning import (
    EventInvalid,
    LineReader,
    OutputNotEmpty,
    ReviewCandidate,
    SnapshotInvalid,
    Watch,
    restore,
    snapshot,
)
from causeway.warning.events import Event
from causeway.warning.store import bytes_at_most

LONGEST_LINE: Final = 65_536
_AHEAD_SECONDS: Final = 2 * 86_400.0
"""An event further ahead of all before is taken for a wrong clock: it would close days that have not been."""
_BELIEVED_AFTER: Final = 20
"""Unless so many in a row are, each within a day of the one before and of several actors: then the stream itself has
moved on, as after an outage. The first so many events are held back until they can be compared with each other.
"""
_AGREES_SECONDS: Final = 86_400.0
_SEVERAL: Final = 3
"""Actors: one device whose clock is wrong must not move the clock of all."""
CHECKPOINT_LINES: Final = 200_000


@dataclass(slots=True)
class Place:
    """Up to where the state holds: lines and bytes of the input, the last line's digest, bytes of the output."""

    lines: int = 0
    input_bytes: int = 0
    last_length: int = 0
    last_digest: str = ""
    output_bytes: int = 0
    newest: float = 0.0
    opening: list[tuple[int, bytes]] = field(default_factory=list)
    """The first events, by line, while it is not known which of their times are right."""
    ahead_in_a_row: int = 0
    ahead_at: float = 0.0
    ahead_actors: list[str] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)


class WarningStream:
    """Feeds one watch from JSON lines.

    Args:
        watch: fresh; state is brought into it.
        state: the file in which to keep state; None keeps none.
        output: where candidates go, in binary.
        is_cut: whether output is a file of this stream's own, cut back on resuming. Whoever reads from a pipe may see
            candidates again after a kill, with the same `number`.
        on_fault: is told the line's number and what is wrong with it.
    """

    def __init__(
        self,
        watch: Watch,
        *,
        output: BinaryIO,
        is_cut: bool = False,
        state: Path | None = None,
        on_fault: Callable[[int, str], None] = lambda _line, _fault: None,
        checkpoint_lines: int = CHECKPOINT_LINES,
    ) -> None:
        self.watch, self.place = watch, Place()
        self._read = LineReader().read
        self._output, self._is_cut, self._state, self._tell = output, is_cut, state, on_fault
        self._last = b""
        self._checkpoint_lines = checkpoint_lines

    def resume(self, given: BinaryIO, *, continues: bool = False) -> bool:
        """Take up kept state, and bring input and output to its place; False where nothing was kept.

        With `continues` the input goes on where the state ends; otherwise it begins where it began before.

        Raises:
            SnapshotInvalid: the state cannot be taken up, or is of another input. OutputNotEmpty: nothing was kept, and
            the output holds candidates. OSError: something cannot be read.
        """
        kept = read_state(self._state) if self._state is not None else None
        if kept is None:
            self._begin()
            return False
        restore(self.watch, kept.get("watch", {}))
        try:
            self.place = Place(**{**kept["place"], "faults": Counter(kept["place"]["faults"])})
        except (KeyError, TypeError) as error:
            raise SnapshotInvalid("is not whole") from error
        if not continues:
            self._skip(given)
        self._cut_output()
        return True

    def run(
        self,
        given: BinaryIO,
        *,
        finish: bool = False,
        may_go_on: Callable[[], bool] = lambda: True,
        on_checkpoint: Callable[[], None] = lambda: None,
    ) -> bool:
        """Read to the end, and keep the state. False if `may_go_on`, asked before every line is taken and at the end,
        said no.

        State is kept every so many lines, and whenever a day closed. With `finish` the last window and day are closed:
        the stream is over and not only read up to here.
        """
        since, day = 0, self.watch.closed_day
        for line, length in _lines(given):
            if length <= LONGEST_LINE and not line.endswith(b"\n") and not _is_whole(line):
                self._tell(self.place.lines + 1, "the line has no end; it is read when it has one")
                break
            if not may_go_on():
                self.checkpoint()
                return False
            self._take_line(line, length)
            since += 1
            if since >= self._checkpoint_lines:
                since = 0
                self.checkpoint()
                on_checkpoint()
            elif self.watch.closed_day > day:
                day = self.watch.closed_day
                self.checkpoint()
        if not may_go_on():
            self.checkpoint()
            return False
        if finish:
            self._open()
            self._write(self.watch.finish())
        self.checkpoint()
        return True

    def checkpoint(self) -> None:
        """Make sure that all that was written lasts, then keep the state that belongs to it."""
        self._output.flush()
        if self._state is None:
            return
        if self._is_cut:
            os.fsync(self._output.fileno())
        self.place.last_length, self.place.last_digest = len(self._last), sha256(self._last).hexdigest()
        place = {name: getattr(self.place, name) for name in Place.__slots__}
        write_state(self._state, {"place": {**place, "faults": dict(self.place.faults)}, "watch": snapshot(self.watch)})

    def _take_line(self, line: bytes, length: int) -> None:
        place = self.place
        place.lines += 1
        place.input_bytes += length
        self._last = line
        if length > LONGEST_LINE:
            self._fault("line", f"the line is longer than {LONGEST_LINE} bytes")
            return
        try:
            event = self._read(line)
        except EventInvalid as error:
            self._fault(error.field, error.message)
        except (ValueError, RecursionError):
            if not line.isspace():
                self._fault("line", "the line is no JSON")
        else:
            newest = place.newest
            if 0 < newest <= event.at <= newest + _AHEAD_SECONDS:  # nearly every one
                place.newest, place.ahead_in_a_row = event.at, 0
                if candidates := self.watch.take(event):
                    self._write(candidates)
            elif newest:
                self._take(event)
            else:
                self._hold(line)

    def _hold(self, line: bytes) -> None:
        self.place.opening.append((self.place.lines, line))
        if len(self.place.opening) >= _BELIEVED_AFTER:
            self._open()

    def _open(self) -> None:
        """Take the events that were held back: their median says what time it is, so no first one can be far off."""
        held = [(number, self._read(line)) for number, line in self.place.opening]
        self.place.opening = []
        if held:
            self.place.newest = median_low(event.at for _number, event in held)
        for number, event in held:
            self._take(event, number)

    def _take(self, event: Event, number: int | None = None) -> None:
        fault = self._wrong_time(event)
        if fault:
            self._fault("at", fault, number)
        else:
            self._write(self.watch.take(event))

    def _wrong_time(self, event: Event) -> str:
        """What is wrong with an event's time; empty where nothing is."""
        place = self.place
        if event.at > place.newest + _AHEAD_SECONDS and not self._has_moved_on(event):
            return "at lies more than two days ahead of every event before"
        place.ahead_in_a_row = 0
        if event.at >= place.newest:
            place.newest = event.at
        elif self.watch.is_too_late(event):
            self.watch.take(event)
            return "at lies so far back that all of its time has expired"
        return ""

    def _has_moved_on(self, event: Event) -> bool:
        """Whether enough events in a row agree on a later time."""
        place = self.place
        if not place.ahead_in_a_row or abs(event.at - place.ahead_at) > _AGREES_SECONDS:
            place.ahead_in_a_row, place.ahead_actors = 0, []
        place.ahead_in_a_row += 1
        place.ahead_at = event.at
        if event.actor not in place.ahead_actors and len(place.ahead_actors) < _SEVERAL:
            place.ahead_actors.append(event.actor)
        return place.ahead_in_a_row >= _BELIEVED_AFTER and len(place.ahead_actors) >= _SEVERAL

    def _fault(self, name: str, said: str, number: int | None = None) -> None:
        self.place.faults[name] += 1
        self._tell(number or self.place.lines, said)

    def _write(self, candidates: Sequence[ReviewCandidate]) -> None:
        for candidate in candidates:
            line = json.dumps(candidate.as_document(), ensure_ascii=True, separators=(",", ":")).encode() + b"\n"
            self._output.write(line)
            self.place.output_bytes += len(line)
        if candidates:
            self._output.flush()

    def _begin(self) -> None:
        """See that the output is new, and keep a state at once: a kill before the first place would else leave
        candidates of which no state knows.
        """
        if self._is_cut:
            if self._output.seek(0, os.SEEK_END):
                raise OutputNotEmpty
            self.checkpoint()

    def _cut_output(self) -> None:
        """Take away what was written after the state was kept: it will be written again."""
        if self._is_cut:
            if self._output.seek(0, os.SEEK_END) < self.place.output_bytes:
                raise SnapshotInvalid("belongs to an output that is longer than the one given")
            self._output.seek(self.place.output_bytes)
            self._output.truncate()

    def _skip(self, given: BinaryIO) -> None:
        """Go to the place in the input, and see that it is the same input."""
        place = self.place
        if given.seekable():
            given.seek(place.input_bytes - place.last_length)
            self._last = given.read(place.last_length)
        else:
            for line, _length in islice(_lines(given), place.lines):
                self._last = line
        if place.lines and sha256(self._last).hexdigest() != place.last_digest:
            raise SnapshotInvalid("belongs to another input")

    def metrics(self) -> dict[str, Any]:
        """Counts without any identity: of lines, faults, the watch, what it holds, and rates by slice."""
        memory = self.watch.memory
        return {
            "lines": self.place.lines,
            "faults": dict(sorted(self.place.faults.items())),
            **self.watch.counts,
            "without_basis": memory.without_basis,
            "accounts": len(memory.accounts),
            "pairs": len(memory.pairs),
            "dropped": {name: dict(table.dropped) for name, table in memory.tables.items()},
            "bytes_at_most": bytes_at_most(self.watch.settings),
            "waiting": len(self.watch.waiting),
            "slices": [
                {
                    "dimension": rate.dimension,
                    "value": rate.value,
                    "accounts": rate.accounts,
                    "account_days": rate.account_days,
                    "accounts_raised": rate.accounts_raised,
                    "candidates": rate.candidates,
                }
                for rate in self.watch.slices.rates()
            ],
            "policy_version": self.watch.policy.version,
            "made_under": asdict(self.watch.made_under),
        }


def _lines(given: BinaryIO) -> Iterator[tuple[bytes, int]]:
    """Each line with its end, and its length in bytes; of a line that is too long only the last piece."""
    while line := given.readline(LONGEST_LINE + 1):
        length = len(line)
        while length > LONGEST_LINE and not line.endswith(b"\n") and (more := given.readline(LONGEST_LINE + 1)):
            line, length = more, length + len(more)
        yield line, length


def _is_whole(line: bytes) -> bool:
    """Whether a line without its end is a JSON document all the same, and not one that is still being written."""
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True
