"""The same desk a second time, slow and plain: one replication, one event after another, nothing shared with the engine
but the draws. What the engine says must be this to the last referral.
"""

from dataclasses import dataclass, field
from math import inf

from causeway.staffing import Scenario
from causeway.staffing._streams import Duty, Referrals


@dataclass
class Piece:
    """A piece of work: its queue, what is left of it, and what of it comes back."""

    queue: int
    left: float
    again: float = 0.0
    referral: int | None = None


@dataclass
class Officer:
    """Somebody, with their stretches of duty still to come."""

    is_trained: bool
    stretches: list[tuple[float, float]]
    free_since: float = inf
    until: float = inf
    piece: Piece | None = None
    begun: float = 0.0
    is_on_duty: bool = False

    def end(self) -> float:
        """When they stop what they do: done, or the shift is over."""
        assert self.piece is not None
        return min(self.begun + self.piece.left, self.until)


@dataclass
class Desk:
    """Queues and officers."""

    scenario: Scenario
    officers: list[Officer]
    fresh: list[list[Piece]]
    put_back: list[list[Piece]]
    coming: list[tuple[float, Piece]]
    seen: dict[int, float] = field(default_factory=dict)

    def may(self, officer: Officer, queue: int) -> bool:
        """Whether this officer may do that."""
        demand = self.scenario.bands[self.scenario.order[queue // 2]]
        return officer.is_trained or not demand.needs_training

    def begin(self, officer: Officer, queue: int, now: float) -> None:
        """Let the officer take the front of a queue."""
        piece = self.put_back[queue].pop() if self.put_back[queue] else self.fresh[queue].pop(0)
        if piece.referral is not None and piece.referral not in self.seen:
            self.seen[piece.referral] = now
            follow_up = self.scenario.bands[self.scenario.order[queue // 2]].follow_up
            if piece.again and follow_up:
                back = Piece(queue + 1, piece.again)
                self.coming.append((now + follow_up.after_days * 24, back))
        officer.piece, officer.begun = piece, now

    def stop(self, officer: Officer, now: float) -> None:
        """End what an officer does, finished or not."""
        piece = officer.piece
        assert piece is not None
        finished = officer.begun + piece.left <= now
        piece.left -= now - officer.begun
        officer.piece, officer.free_since = None, now
        if not finished:
            self.put_back[piece.queue].append(piece)

    def assign(self, now: float) -> bool:
        """One decision: somebody who is free begins, or is interrupted. False when there is none to take."""
        for queue in range(len(self.fresh)):
            if not (self.fresh[queue] or self.put_back[queue]):
                continue
            free = [one for one in self.officers if one.is_on_duty and one.piece is None and self.may(one, queue)]
            if free:
                self.begin(min(free, key=lambda one: (one.is_trained, one.free_since)), queue, now)
                return True
        if self.scenario.is_interrupting:
            for queue in range(0, len(self.fresh), 2):
                if not (self.fresh[queue] or self.put_back[queue]):
                    continue
                busy = [one for one in self.officers if one.piece and self.may(one, queue)]
                lower = [one for one in busy if one.piece and one.piece.queue // 2 > queue // 2]
                if lower:
                    officer = max(lower, key=lambda one: one.piece.queue // 2 if one.piece else -1)
                    self.stop(officer, now)
                    self.begin(officer, queue, now)
                    return True
        return False


def seen_by(scenario: Scenario, told: Referrals, duty: Duty, horizon: float) -> list[float]:
    """When each referral of the first replication is seen; infinity where nobody looks."""
    officers = [
        Officer(
            is_trained=place < duty.trained,
            stretches=[
                (begin, end)
                for begin, end in zip(duty.begins[0, place], duty.ends[0, place], strict=True)
                if begin < inf
            ],
        )
        for place in range(duty.begins.shape[1])
    ]
    width = 2 * len(scenario.order)
    coming = [
        (float(at), Piece(2 * int(queue), float(work), float(again), number))
        for number, (at, queue, work, again) in enumerate(zip(told.at, told.queue, told.work, told.again, strict=True))
    ]
    desk = Desk(scenario, officers, [[] for _ in range(width)], [[] for _ in range(width)], coming)
    while True:
        moments = [at for at, _ in desk.coming]
        for one in officers:
            moments += [one.end()] if one.piece else []
            moments += [one.until] if one.is_on_duty else [one.stretches[0][0]] if one.stretches else []
        now = min(moments, default=inf)
        if now >= horizon:
            return [desk.seen.get(number, inf) for number in range(told.at.size)]
        for one in officers:
            if one.piece and one.end() <= now:
                desk.stop(one, now)
            if one.is_on_duty and one.until <= now:
                one.is_on_duty = False
        for one in officers:
            if not one.is_on_duty and one.stretches and one.stretches[0][0] <= now:
                begin, one.until = one.stretches.pop(0)
                one.is_on_duty, one.free_since = True, begin
        for _at, piece in sorted((one for one in desk.coming if one[0] <= now), key=lambda one: one[0]):
            desk.fresh[piece.queue].append(piece)
        desk.coming = [one for one in desk.coming if one[0] > now]
        while desk.assign(now):
            pass
