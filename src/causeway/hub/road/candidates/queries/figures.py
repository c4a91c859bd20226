"""The desk in figures: what was decided, how long it waited, how often two agreed. No person stands in them, so nobody
is ranked by speed.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
from django.db.models import Avg, Count, Min
from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.looking import enter_export
from causeway.hub.road.candidates.checks import are_checks
from causeway.hub.road.candidates.groups import are_enough_at_the_desk
from causeway.hub.road.candidates.models import Candidate, Ending
from causeway.hub.road.candidates.ordering import Rule
from causeway.hub.road.candidates.settling import Opinion, Stage
from causeway.vocabulary.candidates import CandidateSource, Decision

_HOUR = 3_600


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """How long decided candidates of one source had waited, in hours: half of them less than `median`, nine of ten less
    than `ninth`. `waiting` are undecided now, the oldest of them received at `oldest_at`.
    """

    source: CandidateSource
    decided: int
    median_hours: float | None
    ninth_hours: float | None
    waiting: int
    oldest_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFigures:
    """What was decided on candidates of one source and rule; `undecided` were erased before anybody decided."""

    source: CandidateSource
    rule: Rule
    decided: dict[Decision, int]
    undecided: int

    @property
    def total(self) -> int:
        """All that came to their end."""
        return sum(self.decided.values()) + self.undecided


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskFigures:
    """A time at the desk, by the day on which candidates came to their end. How often two agreed is told only where
    enough people work there: else both numbers are None.
    """

    since: date
    until: date
    decided: dict[Decision, int]
    undecided: int
    agreed: int | None
    differed: int | None
    waits: tuple[Wait, ...]
    rules: tuple[RuleFigures, ...]

    @property
    def agreed_share(self) -> float | None:
        """The share, from 0 to 1, of second opinions that agreed; None where there was none, or it is not told."""
        if self.agreed is None or self.differed is None:
            return None
        opinions = self.agreed + self.differed
        return self.agreed / opinions if opinions else None


@query(Permission.SUPERVISE_CANDIDATES)
def desk_figures(actor: Actor, since: date, until: date) -> DeskFigures:
    """The figures of the days from `since` to `until`, both counted in."""
    rows = Ending.objects.filter(ended_on__gte=since, ended_on__lte=until)
    counted = list(rows.values_list("source", "rule", "decision", "opinion").annotate(n=Count("id")))
    decisions: Counter[str] = Counter()
    opinions: Counter[str] = Counter()
    by_rule: dict[tuple[str, str], Counter[str]] = {}
    for source, rule, decision, opinion, count in counted:
        decisions[decision] += count
        opinions[opinion] += count
        by_rule.setdefault((source, rule), Counter())[decision] += count
    waits: dict[str, list[int]] = {}
    is_told = are_enough_at_the_desk()
    for source, seconds in rows.exclude(waited_seconds=None).values_list("source", "waited_seconds"):
        waits.setdefault(source, []).append(seconds or 0)
    return DeskFigures(
        since=since,
        until=until,
        decided={decision: decisions[decision.value] for decision in Decision},
        undecided=decisions[""],
        agreed=opinions[Opinion.AGREED.value] if is_told else None,
        differed=opinions[Opinion.DIFFERED.value] if is_told else None,
        waits=_waits(waits),
        rules=tuple(_of_rule(source, rule, found) for (source, rule), found in sorted(by_rule.items())),
    )


def _waits(waits: dict[str, list[int]]) -> tuple[Wait, ...]:
    open_rows = Candidate.objects.exclude(stage=Stage.ENDED.value).exclude(are_checks()).values_list("source")
    waiting = {source: (n, oldest) for source, n, oldest in open_rows.annotate(n=Count("id"), at=Min("received_at"))}
    return tuple(
        _wait(source, waits.get(source.value, ()), *waiting.get(source.value, (0, None))) for source in CandidateSource
    )


def _wait(source: CandidateSource, seconds: Sequence[int], waiting: int, oldest_at: datetime | None) -> Wait:
    half, ninth = np.percentile(seconds, [50, 90]) / _HOUR if seconds else (None, None)
    return Wait(
        source=source,
        decided=len(seconds),
        median_hours=None if half is None else float(half),
        ninth_hours=None if ninth is None else float(ninth),
        waiting=waiting,
        oldest_at=oldest_at,
    )


def _of_rule(source: str, rule: str, found: Counter[str]) -> RuleFigures:
    return RuleFigures(
        source=CandidateSource(source),
        rule=Rule(rule),
        decided={decision: found[decision.value] for decision in Decision},
        undecided=found[""],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresLine:
    """One line of the file that a supervisor takes away. `opinion` is None where it is not told."""

    ended_on: date
    source: str
    rule: str
    decision: str
    opinion: str | None
    candidates: int
    mean_wait_hours: float | None


@query(Permission.SUPERVISE_CANDIDATES)
def figures_to_take_away(actor: Actor, since: date, until: date) -> Iterator[FiguresLine]:
    """The same by day, for a file; finished before the door closes. That it was taken away stands in the ledger."""
    enter_export("candidates", {"since": since.isoformat(), "until": until.isoformat()})
    rows = Ending.objects.filter(ended_on__gte=since, ended_on__lte=until)
    columns: tuple[str, ...] = ("ended_on", "source", "rule", "decision")
    # Of few people nobody takes away how often two agreed either.
    columns = (*columns, "opinion") if are_enough_at_the_desk() else columns
    found = rows.values_list(*columns).annotate(n=Count("id"), mean=Avg("waited_seconds")).order_by(*columns)
    return iter(
        [
            FiguresLine(
                ended_on=ended_on,
                source=source,
                rule=rule,
                decision=decision,
                opinion=opinion[0] if opinion else None,
                candidates=count,
                mean_wait_hours=None if mean is None else mean / _HOUR,
            )
            for ended_on, source, rule, decision, *opinion, count, mean in found
        ]
    )


def today() -> date:
    """The day up to which figures reach now, as endings count days: in UTC."""
    return timezone.now().date()
