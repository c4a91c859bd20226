"""Early warning over a stream of events: events in, candidates for review out, state bounded, every step repeatable.

Time is the events' own. They are gathered in windows of some minutes, each sorted and applied when the first event
after it comes: so events of one moment may come in any order, and an account that does much is scored once a window.
There is no clock and no chance here but a seeded one; the same events give the same candidates, always.
"""

from collections.abc import Sequence
from math import ceil, inf
from random import Random
from typing import Final, Protocol

from causeway.warning.alerting import DAY, Trigger, clear, judge, rest
from causeway.warning.calibration import Calibration
from causeway.warning.candidates import MadeUnder, ReviewCandidate
from causeway.warning.combining import OwnEvidence, Scorer
from causeway.warning.events import REVIEW_CLEARED, Event
from causeway.warning.policy import WarningPolicy
from causeway.warning.settings import WatchSettings
from causeway.warning.slices import Slices
from causeway.warning.state import Account, Reading
from causeway.warning.updating import Memory


class Own(Protocol):
    """A service's own rules, and what tells one set of them from another."""

    digest: str

    def __call__(self, account: Account, reading: Reading) -> Sequence[OwnEvidence]:
        """What each rule says."""
        ...


def made_under(policy: WarningPolicy, own: Own | None, calibration: Calibration | None) -> MadeUnder:
    """Which versions these are."""
    return MadeUnder(
        policy=policy.version,
        policy_digest=policy.digest,
        rules_digest=own.digest if own is not None else "",
        calibration_digest=calibration.digest if calibration is not None else "",
    )


MOST_IN_WINDOW: Final = 100_000
"""A window that holds more is applied in parts: its events must not fill the memory."""
_WAITS_DAYS: Final = 7
"""A candidate for which no reviewer had time in so many days goes; its account can be raised anew."""
_COUNTS: Final = (
    "events", "while_stopped", "too_late", "windows", "scored", "raised", "released", "audited", "given_up",
)  # fmt: skip


class Watch:
    """Watches one service's accounts.

    Args:
        policy: what indicators weigh, and when to ask a person.
        settings: the service's own decisions: legal basis, capacity, limits, kill switch.
        calibration: gives candidates a probability; without it they have none.
        own: the service's own rules (`rules.OwnRules`).
    """

    def __init__(
        self,
        policy: WarningPolicy,
        settings: WatchSettings,
        *,
        calibration: Calibration | None = None,
        own: Own | None = None,
    ) -> None:
        self.policy, self.settings = policy, settings
        self.made_under = made_under(policy, own, calibration)
        self.memory = Memory(settings, policy.fading, policy.near_topic)
        self.slices = Slices()
        self.counts = dict.fromkeys(_COUNTS, 0)
        self.window: list[Event] = []
        self.window_end = 0.0
        self.waiting: dict[str, tuple[Trigger, int]] = {}
        """Accounts that await a reviewer's time, why, and since which day."""
        self.released_today = 0
        self.finished_events = -1
        """How many events had been taken when the stream was last finished."""
        self.closed_day = 0
        """The last day that was closed, numbered by its end in days since 1970."""
        self._is_enabled, self._expiry = settings.is_enabled, policy.fading.expiry
        self._scorer = Scorer(policy, own)
        self._calibration = calibration

    def take(self, event: Event) -> Sequence[ReviewCandidate]:
        """Take one event; gives the candidates of every day that ends with it, mostly none."""
        self.counts["events"] += 1
        if not self._is_enabled:
            self.counts["while_stopped"] += 1
            return ()
        at, end = event.at, self.window_end
        if at >= end:
            released = self._advance(at)
            self.window.append(event)
            return released
        if at < end - self._expiry:
            self.counts["too_late"] += 1
            return ()
        window = self.window
        window.append(event)
        if len(window) >= MOST_IN_WINDOW:
            self._apply_window()
        return ()

    def is_too_late(self, event: Event) -> bool:
        """Whether an event lies so far back that what it told would have expired."""
        return event.at < self.window_end - self._expiry

    def finish(self) -> Sequence[ReviewCandidate]:
        """Close the open window and its day: for the end of a recorded stream. A live stream does not end.

        Nothing happens where nothing was taken since it was finished before.
        """
        if not self.window_end or not self.settings.is_enabled or self.finished_events == self.counts["events"]:
            return ()
        self.finished_events = self.counts["events"]
        return [*self._close_window(), *self._close_day(self.window_end)]

    def highest_score(self, account: str) -> float | None:
        """The highest score an account ever had, in log-odds; None if it is not remembered."""
        found = self.memory.accounts.rows.get(account)
        return None if found is None else max(found.highest_score, self.policy.prior_log_odds)

    def score(self, account: str, now: float) -> float | None:
        """The score of an account at a moment not before the last event applied; None if it is not remembered."""
        found = self.memory.accounts.rows.get(account)
        return None if found is None else self._scorer.score(found, self.reading(now))

    def _advance(self, at: float) -> list[ReviewCandidate]:
        """Close the open window and the days up to `at`, and open the window in which it lies.

        Of a long gap the first days are closed, in which somebody may still wait for a review, and the last, which
        forgets what expired and brings the landmarks to where they can weigh what comes.
        """
        released: list[ReviewCandidate] = []
        length, memory = self.policy.fading.window, self.memory
        if not self.window_end:
            memory.start_at(at // DAY * DAY)
        else:
            released += self._close_window()
            today = self.window_end - length
            days = range(int(today // DAY) + 1, int(at // DAY) + 1)
            for day in (*days[: _WAITS_DAYS + 1], *days[_WAITS_DAYS + 1 :][-1:]):
                released += self._close_day(day * DAY)
        self.window_end = (at // length + 1) * length
        return released

    def reading(self, now: float | None = None) -> Reading:
        """The moment at which counters are read: by default the open window's end."""
        return self.memory.reading(self.window_end if now is None else now)

    def _close_window(self) -> list[ReviewCandidate]:
        """Apply the window's events, score who was touched, and hand over at once what cannot wait for the evening."""
        self._apply_window()
        reading = self.reading()
        is_urgent = self._judge_touched(reading)
        self.counts["windows"] += 1
        return self._release(reading, at_least=self.policy.alerts.urgent) if is_urgent else []

    def _apply_window(self) -> None:
        self.window.sort()
        apply = self.memory.apply
        for event in self.window:
            if event.kind is REVIEW_CLEARED:
                self._clear(event)
            else:
                apply(event)
        self.window.clear()
        for name in self.memory.purge_the_lost():
            self.waiting.pop(name, None)
        self.memory.forget_the_dropped()

    def _judge_touched(self, reading: Reading) -> bool:
        """Score accounts of which something new is known; whether one of those that wait is urgent."""
        memory, prior, alerts = self.memory, self.policy.prior_log_odds, self.policy.alerts
        is_urgent = False
        for name in memory.touched:
            account = memory.accounts.rows.get(name)
            if account is None:
                continue
            score = self._scorer.score(account, reading)
            account.lift = max(0.0, score - prior)
            if score > account.highest_score:
                account.highest_score = score
            trigger = judge(account, score, reading.now, alerts)
            if trigger is not None and name not in self.waiting:
                self.waiting[name] = (trigger, int(reading.now // DAY))
                self.counts["raised"] += 1
            is_urgent = is_urgent or (score >= alerts.urgent and name in self.waiting)
        self.counts["scored"] += len(memory.touched)
        memory.touched.clear()
        return is_urgent

    def _clear(self, event: Event) -> None:
        account = self.memory.accounts.rows.get(event.target)
        if account is not None:
            clear(account, event.at, self.policy.alerts)
            self.waiting.pop(event.target, None)

    def _close_day(self, now: float) -> list[ReviewCandidate]:
        """Score who only talked, hand over what the reviewers have time for, draw the audit, forget what expired."""
        memory = self.memory
        memory.touched = memory.talked
        memory.talked = {}
        self._judge_touched(self.reading(now))
        allowed = self.settings.allowed
        active = [
            name
            for name, account in memory.accounts.rows.items()
            if account.last_at >= now - DAY and account.country in allowed
        ]
        reading = self.reading(now)
        released = self._release(reading)
        self.released_today = 0
        day = ceil(now / DAY)
        if day > self.closed_day:
            self.closed_day = day
            for name in active:
                self.slices.note_active(memory.accounts.rows[name])
            released += self._audit(active, reading)
        memory.expire(now - self.policy.fading.expiry)
        memory.move_landmarks(now)
        return released

    def _release(self, reading: Reading, *, at_least: float = -inf) -> list[ReviewCandidate]:
        """The highest scores of those that wait, as many as can be reviewed in a day."""
        day, rows, allowed = int(reading.now // DAY), self.memory.accounts.rows, self.settings.allowed
        for name in [
            name
            for name, (_, since) in self.waiting.items()
            if name not in rows or rows[name].country not in allowed or day - since > _WAITS_DAYS
        ]:
            del self.waiting[name]
            self.counts["given_up"] += 1
        order = sorted((-self._scorer.score(rows[name], reading), name) for name in self.waiting)
        released = []
        for negative, name in order[: max(0, self.settings.reviews_per_day - self.released_today)]:
            if -negative < at_least:
                break
            trigger, _since = self.waiting.pop(name)
            rest(rows[name], -negative, reading.now, self.policy.alerts)
            self.slices.note_candidate(rows[name])
            self.counts["released"] += 1
            self.released_today += 1
            released.append(self._candidate(name, trigger, reading))
        return released

    def _audit(self, active: list[str], reading: Reading) -> list[ReviewCandidate]:
        """Draw accounts for which no reviewer was asked and none is waited for: what is missed is among them."""
        rows = self.memory.accounts.rows
        quiet = sorted(n for n in active if n not in self.waiting and rows[n].quiet_until <= reading.now)
        chance = Random(f"{self.settings.seed}:{int(reading.now // DAY)}")  # noqa: S311 - a draw to be repeated
        drawn = chance.sample(quiet, min(self.settings.audits_per_day, len(quiet)))
        found = []
        for name in drawn:
            self.counts["audited"] += 1
            found.append(self._candidate(name, Trigger.RANDOM_AUDIT, reading))
        return found

    def _candidate(self, name: str, trigger: Trigger, reading: Reading) -> ReviewCandidate:
        explained = self._scorer.explain(self.memory.accounts.rows[name], reading)
        return ReviewCandidate(
            number=self.counts["released"] + self.counts["audited"],
            account=name,
            at=reading.now,
            trigger=trigger,
            score=explained.score,
            probability=self._calibration.probability(explained.score) if self._calibration else None,
            contributions=explained.contributions,
            stages=explained.stages,
            missing=explained.missing,
            policy_version=self.policy.version,
            made_under=self.made_under,
            is_partial=self.memory.dropped_at > reading.now - self.policy.fading.expiry,
        )
