"""The simulation: every replication at once, one piece of work a step.

Replications stand beside one another as rows of arrays, each with a clock of its own. A step asks each row for the next
moment at which somebody can begin something, and lets the officer who has been free for longest begin the most urgent
piece that they may do. So a step costs about the same for one replication as for a hundred, and nothing happens between
steps. Within a band, work is taken first come, first served; what comes back stands behind the band's new referrals.

Work stops with the shift and is put back in front of its queue, from which any colleague takes it up: so is work that a
more urgent referral interrupts.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from causeway.staffing._streams import Duty, Flags, Floats, Ints, Referrals
from causeway.staffing.scenario import HOURS_A_DAY, Run, Scenario

_NOWHERE = -1
_WAIT_FOR = 0.2
"""Of those that go on: our own choice, a tenth faster than waiting for all on a desk of two shifts."""


@dataclass(frozen=True, slots=True)
class Trace:
    """What happened: for each referral (of all replications) when it came and when somebody first looked at it
    (infinity where nobody did), its true band's place, its replication; and hours worked within the measured weeks.
    """

    at: Floats
    seen: Floats
    band: Ints
    replication: Ints
    busy_hours: Floats


@dataclass(slots=True)
class _Queues:
    """All queues of all replications, one after another in flat arrays, each ending with a moment that never comes.

    Queue 2b holds the new referrals of band b, queue 2b + 1 what comes back of them.
    """

    at: Floats
    work: Floats
    again: Floats
    band: Ints
    seen: Floats
    head: Ints
    tail: Ints
    next_at: Floats = field(init=False)

    def __post_init__(self) -> None:
        self.next_at = self.at[self.head]


def _queues(streams: list[Referrals], bands: int) -> _Queues:
    at, work, again, band = [], [], [], []
    head = np.zeros((len(streams), 2 * bands), dtype=np.int64)
    tail = np.zeros_like(head)
    place = 0
    for row, told in enumerate(streams):
        for queue in range(bands):
            mine = told.queue == queue
            comes_back = int((mine & (told.again > 0)).sum())
            for which, size in ((2 * queue, int(mine.sum())), (2 * queue + 1, comes_back)):
                is_new = which % 2 == 0
                head[row, which], tail[row, which] = place, place
                at.append(np.append(told.at[mine] if is_new else np.full(size, np.inf), np.inf))
                work.append(np.append(told.work[mine] if is_new else np.zeros(size), 0.0))
                again.append(np.append(told.again[mine] if is_new else np.zeros(size), 0.0))
                band.append(np.append(told.band[mine] if is_new else np.full(size, _NOWHERE), _NOWHERE))
                place += size + 1
    whole = np.concatenate(at)
    return _Queues(
        at=whole,
        work=np.concatenate(work),
        again=np.concatenate(again),
        band=np.concatenate(band),
        seen=np.full(whole.size, np.inf),
        head=head,
        tail=tail,
    )


class Desk:
    """The state of every replication's desk. `simulate` is the way in.

    Arrays are replication by officer or replication by queue; the hot path addresses them flat, since NumPy finds a
    flat index five times as fast as a pair.
    """

    def __init__(self, scenario: Scenario, run: Run, streams: list[Referrals], duty: Duty) -> None:
        order = scenario.order
        rows, self.officers = duty.begins.shape[:2]
        self.width = 2 * len(order)
        self.horizon, self.measured = run.horizon, run.measured
        self.is_interrupting = scenario.is_interrupting
        self.duty, self.trained = duty, duty.trained
        self.queues = _queues(streams, len(order))
        opened = [not scenario.bands[band].needs_training for band in order]
        self.is_open: Flags = np.repeat(np.array(opened, dtype=np.bool_), 2)
        self.open_queues = np.flatnonzero(self.is_open)
        self.has_others = self.trained < self.officers and bool(self.open_queues.size)
        follow_ups = [scenario.bands[band].follow_up for band in order]
        after = [one.after_days * HOURS_A_DAY if one else 0.0 for one in follow_ups]
        self.after: Floats = np.repeat(np.array(after), 2)
        self.stretch: Ints = np.zeros((rows, self.officers), dtype=np.int64)
        self.free: Floats = duty.begins[:, :, 0].copy()
        self.until: Floats = duty.ends[:, :, 0].copy()
        self.left: Floats = np.zeros((rows, self.officers))
        self.doing: Ints = np.full((rows, self.officers), _NOWHERE, dtype=np.int64)
        self.depth: Ints = np.zeros((rows, self.width), dtype=np.int64)
        self.put_back_at: Floats = np.zeros((rows, self.width, self.officers))
        self.put_back_work: Floats = np.zeros((rows, self.width, self.officers))
        self.clock: Floats = np.zeros(rows)
        self.busy: Floats = np.zeros(rows)
        self.rows = np.arange(rows)
        self.first_officer, self.first_queue = self.rows * self.officers, self.rows * self.width
        self.halt = np.minimum(self.until.min(axis=1), self.horizon)

    def step(self) -> bool:
        """Begin one piece of work in every replication that has one before its end. False when none has."""
        free, next_at = self.free.reshape(-1), self.queues.next_at.reshape(-1)
        officer = self.first_officer + self.free[:, : self.trained].argmin(axis=1)
        front = self.first_queue + self.queues.next_at.argmin(axis=1)
        can_begin = np.maximum(free[officer], next_at[front])
        other = None
        if self.has_others:
            other = self.first_officer + self.trained + self.free[:, self.trained :].argmin(axis=1)
            front = self.first_queue + self.open_queues[self.queues.next_at[:, self.open_queues].argmin(axis=1)]
            can_begin = np.minimum(can_begin, np.maximum(free[other], next_at[front]))
        now = np.maximum(can_begin, self.clock)
        moment = queue = None
        if self.is_interrupting:
            moment, queue = self._interruption()
            now = np.minimum(now, moment)
        going = now < self.halt
        rows = self.rows if going.all() else going.nonzero()[0]
        if rows.size < self.rows.size:
            # A replication whose shift is over waits for some more: a step is cheap, changing shifts is not.
            is_over = (~going & (now < self.horizon)).nonzero()[0]
            if is_over.size > _WAIT_FOR * rows.size:
                self._change_shift(is_over)
                return True
            if not rows.size:
                return False
        if moment is not None and queue is not None:
            breaking = going & (moment < can_begin)
            if breaking.any():
                self._interrupt(breaking.nonzero()[0], now, queue)
                rows = (going & ~breaking).nonzero()[0]
        if rows.size:
            self._begin(rows, now[rows], officer[rows], other if other is None else other[rows])
        return True

    def _begin(self, rows: Ints, now: Floats, officer: Ints, other: Ints | None) -> None:
        waiting = self.queues.next_at[rows] <= now[:, None]
        if other is None:
            queue = waiting.argmax(axis=1)
        else:
            free = self.free.reshape(-1)
            other_is_free = free[other] <= now
            waiting &= (free[officer] <= now)[:, None] | self.is_open
            queue = waiting.argmax(axis=1)
            # A trained officer is kept for what only they may do.
            officer = np.where(other_is_free & self.is_open[queue], other, officer)
        self._give(rows, officer, queue, now)

    def _give(self, rows: Ints, officer: Ints, queue: Ints, now: Floats) -> None:
        """Give the front of each row's queue to its officer, who stands at this place of the flat arrays."""
        at_queue = self.first_queue[rows] + queue
        place = self.queues.head.reshape(-1)[at_queue]
        work = self.queues.work[place]
        depth = self.depth.reshape(-1)[at_queue]
        is_again = depth > 0
        if is_again.any():
            new = ~is_again
            work[is_again] = self.put_back_work.reshape(-1, self.officers)[at_queue[is_again], depth[is_again] - 1]
            self.depth.reshape(-1)[at_queue[is_again]] -= 1
            self._take_new(at_queue[new], queue[new], place[new], now[new])
            self._refresh(at_queue[is_again])
        else:
            self._take_new(at_queue, queue, place, now)
        whole = now + work
        end = np.minimum(whole, self.until.reshape(-1)[officer])
        self.free.reshape(-1)[officer] = end
        self.left.reshape(-1)[officer] = whole - end
        self.doing.reshape(-1)[officer] = queue
        self.clock[rows] = now
        self._count(rows, now, end, 1.0)

    def _take_new(self, at_queue: Ints, queue: Ints, place: Ints, now: Floats) -> None:
        queues = self.queues
        queues.seen[place] = now
        queues.head.reshape(-1)[at_queue] = place + 1
        again = queues.again[place]
        comes_back = (again > 0).nonzero()[0]
        if comes_back.size:
            behind = at_queue[comes_back] + 1
            last = queues.tail.reshape(-1)[behind]
            queues.at[last] = now[comes_back] + self.after[queue[comes_back] + 1]
            queues.work[last] = again[comes_back]
            queues.tail.reshape(-1)[behind] = last + 1
            self._refresh(behind)
        queues.next_at.reshape(-1)[at_queue] = queues.at[place + 1]

    def _refresh(self, at_queue: Ints) -> None:
        """Look again at what stands in front of these queues, by their places in the flat arrays."""
        depth = self.depth.reshape(-1)[at_queue]
        put_back = self.put_back_at.reshape(-1, self.officers)[at_queue, np.maximum(depth - 1, 0)]
        fresh = self.queues.at[self.queues.head.reshape(-1)[at_queue]]
        self.queues.next_at.reshape(-1)[at_queue] = np.where(depth > 0, put_back, fresh)

    def _change_shift(self, rows: Ints) -> None:
        """Send home those whose duty ends next, and say when each is back. One end at a time: what they leave may be
        taken up by somebody whose own duty ends later.
        """
        until = self.until[rows]
        who, officer = np.nonzero(until <= until.min(axis=1)[:, None])
        place = self.first_officer[rows[who]] + officer
        self._put_back(place[self.left.reshape(-1)[place] > 0])
        following = self.stretch.reshape(-1)[place] + 1
        self.stretch.reshape(-1)[place] = following
        self.doing.reshape(-1)[place] = _NOWHERE
        stretches = self.duty.begins.shape[2]
        self.free.reshape(-1)[place] = self.duty.begins.reshape(-1)[place * stretches + following]
        self.until.reshape(-1)[place] = self.duty.ends.reshape(-1)[place * stretches + following]
        self.halt[rows] = np.minimum(self.until[rows].min(axis=1), self.horizon)

    def _put_back(self, officer: Ints) -> None:
        """Put what these officers leave unfinished in front of its queues; several may belong to one queue."""
        if not officer.size:
            return
        at_queue = officer // self.officers * self.width + self.doing.reshape(-1)[officer]
        order = np.argsort(at_queue, kind="stable")
        at_queue, officer = at_queue[order], officer[order]
        begins = np.flatnonzero(np.append(True, at_queue[1:] != at_queue[:-1]))
        sizes = np.diff(np.append(begins, at_queue.size))
        depth = self.depth.reshape(-1)[at_queue] + np.arange(at_queue.size) - np.repeat(begins, sizes)
        self.put_back_work.reshape(-1, self.officers)[at_queue, depth] = self.left.reshape(-1)[officer]
        self.put_back_at.reshape(-1, self.officers)[at_queue, depth] = self.free.reshape(-1)[officer]
        self.left.reshape(-1)[officer] = 0.0
        last = begins + sizes - 1
        self.depth.reshape(-1)[at_queue[last]] = depth[last] + 1
        self._refresh(at_queue[last])

    def _interruption(self) -> tuple[Floats, Ints]:
        """For each row the next new referral that finds a lower band being worked on by somebody who may take it."""
        moments = np.full((self.rows.size, self.width // 2), np.inf)
        for band in range(moments.shape[1] - 1):
            at = np.maximum(self.queues.next_at[:, 2 * band], self.clock)
            below = (self.free > at[:, None]) & (self.doing // 2 > band)
            may = below if self.is_open[2 * band] else below[:, : self.trained]
            moments[:, band] = np.where(may.any(axis=1), at, np.inf)
        soonest = moments.argmin(axis=1)
        return moments[self.rows, soonest], 2 * soonest

    def _interrupt(self, rows: Ints, now: Floats, queue: Ints) -> None:
        """Let whoever works on the lowest band put it back and take the new referral."""
        at, wanted = now[rows], queue[rows]
        rank = np.where(self.free[rows] > at[:, None], self.doing[rows] // 2, _NOWHERE)
        rank[~self.is_open[wanted], self.trained :] = _NOWHERE
        officer = self.first_officer[rows] + rank.argmax(axis=1)
        end = self.free.reshape(-1)[officer]
        self._count(rows, at, end, -1.0)
        self.left.reshape(-1)[officer] += end - at
        self.free.reshape(-1)[officer] = at
        self._put_back(officer)
        self._give(rows, officer, wanted, at)

    def _count(self, rows: Ints, begin: Floats, end: Floats, sign: float) -> None:
        """Count hours of work within the measured weeks, or take them back."""
        first, last = self.measured
        self.busy[rows] += sign * np.maximum(np.minimum(end, last) - np.maximum(begin, first), 0.0)


def simulate(scenario: Scenario, run: Run, streams: list[Referrals], duty: Duty) -> Trace:
    """Run every replication to its end."""
    desk = Desk(scenario, run, streams, duty)
    first = desk.queues.head.copy()
    with np.errstate(invalid="ignore"):
        while desk.step():
            pass
    queues = desk.queues
    told: NDArray[np.bool_] = (queues.band >= 0) & np.isfinite(queues.at)
    row_of = np.repeat(desk.rows, np.diff(np.append(first[:, 0], queues.at.size)))
    return Trace(
        at=queues.at[told],
        seen=queues.seen[told],
        band=queues.band[told],
        replication=row_of[told],
        busy_hours=desk.busy,
    )
