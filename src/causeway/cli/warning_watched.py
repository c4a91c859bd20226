"""One generated world, watched to its end: what was raised, and how accounts stood at the end of each of its days."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import inf
from typing import Any, Final

import numpy as np

from causeway.warning import (
    LegalBasis,
    ReviewCandidate,
    SliceRate,
    Trigger,
    WarningPolicy,
    Watch,
    WatchSettings,
    read_event,
)
from causeway.warning.alerting import DAY
from causeway.warning.evaluation.daily_figures import DayByDay
from causeway.worlds.behaviour import START, BehaviourWorld, behaviour_world

RANKINGS: Final = ("ours", "message_count", "new_contact_count", "two_party_only")
WORLD_SETTINGS: Final = WatchSettings(
    countries={"NL": LegalBasis(basis="a generated world")}, reviews_per_day=100_000, audits_per_day=0
)
"""More reviews than a world has candidates: the policy is measured, not the desk's size. Nobody is drawn by chance."""
Floats = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedWorld:
    """What one world came to. `scores` holds for each ranking a figure an account: by ours the highest score it ever
    had, by the others what they had counted at the end. `days` holds the same at the end of each day. `raised` says
    when an account was first raised, `times_raised` how often it was: after its rest it may come again.
    """

    world: BehaviourWorld
    names: list[str]
    labels: np.ndarray[Any, np.dtype[np.bool_]]
    scores: Mapping[str, Floats]
    days: DayByDay
    raised: dict[str, float]
    times_raised: Counter[str]
    triggers: Counter[str]
    messages_until_raised: Floats
    slices: tuple[SliceRate, ...]

    @property
    def owners(self) -> list[str]:
        """Whose each account is."""
        return [self.world.owners[name] for name in self.names]


class _Counted:
    """What rankings count that know nothing: messages, accounts approached first, messages to one alone."""

    def __init__(self) -> None:
        self.messages, self.contacts, self.private = Counter[str](), Counter[str](), Counter[str]()
        self._known: set[tuple[str, str]] = set()

    def take(self, event: Mapping[str, Any]) -> None:
        """Count one event."""
        actor, target = event["actor"], event.get("target")
        if event["kind"] == "message":
            self.messages[actor] += 1
            self.private[actor] += target is not None
        if target is not None and event["kind"] in ("message", "contact_request"):
            pair = (min(actor, target), max(actor, target))
            self.contacts[actor] += pair not in self._known
            self._known.add(pair)

    def of(self, name: str) -> tuple[float, float, float]:
        """By `RANKINGS`, without ours."""
        sent = self.messages[name]
        return float(sent), float(self.contacts[name]), self.private[name] / sent if sent else 0.0


def watched_world(seed: int, accounts: int, weeks: int, policy: WarningPolicy) -> WatchedWorld:
    """Watch one world to its end."""
    world = behaviour_world(seed, accounts=accounts, weeks=weeks)
    watching = Watching(world, Watch(policy, WORLD_SETTINGS))
    candidates = [*watching.candidates(), *watching.watch.finish()]
    raised: dict[str, float] = {}
    for one in candidates:
        raised.setdefault(one.account, one.at)
    names = watching.names
    highest = [watching.watch.highest_score(name) for name in names]
    labels = np.array([name in world.seekers for name in names])
    counted = np.array([watching.counted.of(name) for name in names])
    until = Counter(
        event["actor"]
        for event in world.events
        if event["kind"] == "message" and event["at"] <= raised.get(event["actor"], inf)
    )
    return WatchedWorld(
        world=world,
        names=names,
        labels=labels,
        scores={
            "ours": np.array([policy.prior_log_odds if score is None else score for score in highest]),
            **dict(zip(RANKINGS[1:], counted.T, strict=True)),
        },
        days=DayByDay(
            positive=labels,
            authors=[world.owners[name] for name in names],
            since=np.array([(world.risk_began.get(name, inf) - START) / DAY for name in names]),
            scores=watching.by_day,
        ),
        raised=raised,
        times_raised=Counter(one.account for one in candidates),
        triggers=Counter(one.trigger.value for one in candidates if one.trigger is not Trigger.RANDOM_AUDIT),
        messages_until_raised=np.array([max(1, until[name]) if name in raised else inf for name in names]),
        slices=watching.watch.slices.rates(),
    )


class Watching:
    """A world on its way through a watch, with the figures of every ranking at the end of each of the world's days."""

    def __init__(self, world: BehaviourWorld, watch: Watch) -> None:
        self.watch, self.counted, self.names = watch, _Counted(), list(world.kinds)
        self._world, self._places = world, {name: place for place, name in enumerate(self.names)}
        self.by_day = {name: np.full((len(self.names), 7 * world.weeks), np.nan) for name in RANKINGS}

    def candidates(self) -> Iterator[ReviewCandidate]:
        """Feed every event. What follows the world's last day is watched, but is no day of it."""
        active: dict[str, None] = {}
        today = 0
        for document in self._world.events:
            event = read_event(document)
            day = int((event.at - START) // DAY)
            yield from self.watch.take(event)
            if day > today:  # the watch has just closed all days before this event's
                self._close(today, active)
                active, today = {}, day
            self.counted.take(document)
            active |= dict.fromkeys(name for name in (event.actor, event.target) if name)
        self._close(today, active)

    def _close(self, day: int, active: Mapping[str, None]) -> None:
        """Note how every account stands to which something happened on this day."""
        if day >= 7 * self._world.weeks:
            return
        now = START + (day + 1) * DAY
        for name in active:
            place, score = self._places[name], self.watch.score(name, now)
            figures = (np.nan if score is None else score, *self.counted.of(name))
            for ranking, figure in zip(RANKINGS, figures, strict=True):
                self.by_day[ranking][place, day] = figure
