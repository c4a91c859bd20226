"""A referral desk as figures: what arrives, how long it takes, who is on duty. Frozen values, checked as they are made.

Times of the week are hours from Monday, 00:00; work is in minutes, waiting in days, a year in weeks.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from causeway.staffing.errors import ScenarioError
from causeway.vocabulary.findings import BAND_DAYS, BAND_ORDER, Band

HOURS_A_DAY, HOURS_A_WEEK, DAYS_A_WEEK = 24, 168, 7
MOST_OFFICERS = 2_000
MOST_A_WEEK = 100_000.0


class Shape(StrEnum):
    """How handling times vary round their mean. Lognormal is what handling times look like; the others have theory."""

    LOGNORMAL = "lognormal"
    EXPONENTIAL = "exponential"
    CONSTANT = "constant"


def _need(is_met: bool, field_name: str, message: str) -> None:
    if not is_met:
        raise ScenarioError(field_name, message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Handling:
    """How long a piece of work takes an officer. `spread` is the standard deviation over the mean."""

    mean_minutes: float
    spread: float = 1.0
    shape: Shape = Shape.LOGNORMAL

    def __post_init__(self) -> None:
        _need(0 < self.mean_minutes <= 60_000, "mean_minutes", "must be above 0 and at most 60,000 minutes")
        _need(0 <= self.spread <= 10, "spread", "must be from 0 to 10")


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """Work that comes back: `share` of referrals need it, `after_days` after they were first seen."""

    share: float
    after_days: float
    handling: Handling

    def __post_init__(self) -> None:
        _need(0 <= self.share <= 1, "share", "must be from 0 to 1")
        _need(0 <= self.after_days <= 365, "after_days", "must be from 0 to 365 days")


@dataclass(frozen=True, slots=True, kw_only=True)
class BandDemand:
    """What arrives in one band. `needs_training` says that only trained officers may take it."""

    per_week: float
    handling: Handling
    follow_up: FollowUp | None = None
    target_days: float
    needs_training: bool = False

    def __post_init__(self) -> None:
        _need(0 <= self.per_week <= MOST_A_WEEK, "per_week", f"must be from 0 to {MOST_A_WEEK:,.0f}")
        _need(0 < self.target_days <= 365, "target_days", "must be above 0 and at most 365 days")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bursts:
    """What comes on top, all at once: `per_year` times a year, `referrals` on average, spread over `days`."""

    per_year: float
    referrals: float
    days: float = 1.0

    def __post_init__(self) -> None:
        _need(0 <= self.per_year <= 365, "per_year", "must be from 0 to 365")
        _need(0 <= self.referrals <= MOST_A_WEEK, "referrals", f"must be from 0 to {MOST_A_WEEK:,.0f}")
        _need(0 < self.days <= 60, "days", "must be above 0 and at most 60 days")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """When a team is on duty: on these days (Monday is 0), from one hour to another; past 24 is the next morning."""

    days: tuple[int, ...] = (0, 1, 2, 3, 4)
    from_hour: float = 8.0
    to_hour: float = 16.0

    def __post_init__(self) -> None:
        is_week = bool(self.days) and len(set(self.days)) == len(self.days) and set(self.days) <= set(range(7))
        _need(is_week, "days", "must be different days from 0 (Monday) to 6 (Sunday)")
        is_day = 0 <= self.from_hour < self.to_hour <= self.from_hour + HOURS_A_DAY and self.from_hour < HOURS_A_DAY
        _need(is_day, "to_hour", "must be after from_hour, by at most 24 hours")

    @property
    def hours_a_week(self) -> float:
        """For how long one officer of this team is on duty."""
        return len(self.days) * (self.to_hour - self.from_hour)


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """Officers who work the same shift; without a shift, round the clock and never absent."""

    trained: int
    untrained: int = 0
    shift: Shift | None = field(default_factory=Shift)

    def __post_init__(self) -> None:
        for name, count in (("trained", self.trained), ("untrained", self.untrained)):
            _need(0 <= count <= MOST_OFFICERS, name, f"must be from 0 to {MOST_OFFICERS:,}")

    @property
    def officers(self) -> int:
        """All of them."""
        return self.trained + self.untrained

    @property
    def hours_a_week(self) -> float:
        """For how long each of them is on duty."""
        return self.shift.hours_a_week if self.shift else HOURS_A_WEEK


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A whole desk. Nothing is dropped: whatever arrives waits until somebody takes it.

    `profile` weighs the 168 hours of the week; None is even. `absence` is the share of days on which an officer is not
    there; `desk_share` the share of time on duty that goes to this desk. `duplicate_share` of referrals tell an event
    told before: read apart they take `duplicate_effort` of the handling time, with `is_bundled` none. `misjudged_share`
    are put one band too low or too high. With `is_interrupting`, a new referral interrupts work on a lower band.
    """

    bands: Mapping[Band, BandDemand]
    teams: tuple[Team, ...]
    profile: tuple[float, ...] | None = None
    bursts: Bursts | None = None
    absence: float = 0.0
    desk_share: float = 1.0
    duplicate_share: float = 0.0
    duplicate_effort: float = 1.0
    is_bundled: bool = False
    misjudged_share: float = 0.0
    is_interrupting: bool = False

    def __post_init__(self) -> None:
        _need(bool(self.bands), "bands", "must name at least one band")
        _need(sum(one.per_week for one in self.bands.values()) > 0, "bands", "must bring at least some referrals")
        _need(any(team.trained for team in self.teams), "teams", "must hold at least one trained officer")
        _need(0 <= self.absence < 1, "absence", "must be from 0 to below 1")
        _need(0 < self.desk_share <= 1, "desk_share", "must be above 0 and at most 1")
        for name in ("duplicate_share", "misjudged_share"):
            _need(0 <= getattr(self, name) < 1, name, "must be from 0 to below 1")
        _need(0 <= self.duplicate_effort <= 1, "duplicate_effort", "must be from 0 to 1")
        if self.profile is not None:
            is_week = len(self.profile) == HOURS_A_WEEK and min(self.profile) >= 0 and sum(self.profile) > 0
            _need(is_week, "profile", "must be 168 weights of at least 0, one for each hour of the week")

    @property
    def order(self) -> tuple[Band, ...]:
        """The bands of this desk, most urgent first."""
        return tuple(band for band in BAND_ORDER if band in self.bands)

    @property
    def per_week(self) -> float:
        """Referrals a week on average, bursts with them, duplicates counted apart."""
        extra = self.bursts.per_year * self.bursts.referrals / 52 if self.bursts else 0.0
        return sum(one.per_week for one in self.bands.values()) + extra

    @property
    def work_hours_a_week(self) -> float:
        """Hours of work that arrive in a week, on average."""
        base = sum(one.per_week for one in self.bands.values())
        effort = 0.0 if self.is_bundled else self.duplicate_effort
        lines = 1 - self.duplicate_share * (1 - effort)
        total = 0.0
        for demand in self.bands.values():
            minutes = lines * demand.handling.mean_minutes
            if demand.follow_up:
                minutes += (1 - self.duplicate_share) * demand.follow_up.share * demand.follow_up.handling.mean_minutes
            total += self.per_week * demand.per_week / base * minutes / 60
        return total

    @property
    def officer_hours_a_week(self) -> float:
        """Hours that officers have for this desk in a week, on average."""
        hours = sum(team.officers * team.hours_a_week * (1 - self.absence if team.shift else 1) for team in self.teams)
        return hours * self.desk_share

    @property
    def load(self) -> float:
        """Work over hours. From 1 on, the queue grows without end, whatever its order."""
        hours = self.officer_hours_a_week
        return self.work_hours_a_week / hours if hours else float("inf")

    def with_trained(self, trained: int) -> "Scenario":
        """The same desk with this many trained officers in its first team."""
        return replace(self, teams=(replace(self.teams[0], trained=trained), *self.teams[1:]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """How long and how often to simulate. Nothing of the first `warm_up_weeks` is measured; what arrives in the
    `weeks` after them is. Referrals go on arriving for `after_weeks`, so that the last ones are not flattered.
    """

    weeks: int = 52
    warm_up_weeks: int = 6
    after_weeks: int = 5
    replications: int = 100
    seed: int = 1

    def __post_init__(self) -> None:
        _need(1 <= self.weeks <= 520, "weeks", "must be from 1 to 520")
        _need(0 <= self.warm_up_weeks <= 104, "warm_up_weeks", "must be from 0 to 104")
        _need(0 <= self.after_weeks <= 52, "after_weeks", "must be from 0 to 52")
        _need(2 <= self.replications <= 10_000, "replications", "must be from 2 to 10,000")
        _need(0 <= self.seed < 2**32, "seed", "must be from 0 to 4,294,967,295")

    @property
    def measured(self) -> tuple[float, float]:
        """From which hour to which the arrivals count."""
        return self.warm_up_weeks * float(HOURS_A_WEEK), (self.warm_up_weeks + self.weeks) * float(HOURS_A_WEEK)

    @property
    def horizon(self) -> float:
        """The hour at which it ends."""
        return (self.warm_up_weeks + self.weeks + self.after_weeks) * float(HOURS_A_WEEK)


def target_of(band: Band) -> float:
    """Days within which a force should have acted on this band (HMICFRS 2023)."""
    return float(BAND_DAYS[band])
