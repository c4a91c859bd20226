"""What a service chooses for its desk, and what holds where it has chosen nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from causeway.hub.road.candidates.models import DeskSettings
from causeway.hub.road.candidates.ordering import MAY_WAIT, Rule
from causeway.timing import Kept, retention_rule
from causeway.vocabulary.candidates import Decision
from causeway.vocabulary.organisations import OrganisationKind

_UNDECIDED = retention_rule(Kept.CANDIDATE_UNDECIDED, OrganisationKind.SERVICE, "")
_DISMISSED = retention_rule(Kept.CANDIDATE_DISMISSED, OrganisationKind.SERVICE, "")
_APPEALABLE = retention_rule(Kept.CANDIDATE_APPEALABLE, OrganisationKind.SERVICE, "")
SIX_MONTHS_DAYS = 184
"""The longest that six months are, in which account holders may appeal: Regulation (EU) 2022/2065, article 20(1)."""
LEAST_DAYS_OF_AN_ANSWER = 30
"""How long the answer to an appeal is kept at least, so that a service's program can fetch it: our own choice."""

USUAL_HOURS: dict[Rule, int] = {rule: int(wait.total_seconds()) // 3_600 for rule, wait in MAY_WAIT.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The defaults are our own: a lock as long as a careful look takes, and data kept no longer than work on it.
    0 looks or minutes ask for no break, and 0 clear looks set no limit. An appeal is answered within two weeks, without
    undue delay in the words of Regulation (EU) 2022/2065, article 20.

    What was found not harmful is erased first: nothing is done to an account for it. Whatever else was decided and not
    referred is kept for as long as its holder may appeal, counted from a few days after the decision; a service that
    keeps it shorter says on what ground (`shorter_because`).

    The floor is how pictures are shown at least; a person may be spared more, and not less. Texts are shown only where
    the basis on which they may be read is recorded.
    """

    second_opinion_for: frozenset[Decision] = frozenset({Decision.CANNOT_TELL})
    lock_minutes: int = 30
    days_undecided: int = _UNDECIDED.days
    days_dismissed: int = _DISMISSED.days
    days_appealable: int = _APPEALABLE.days
    shorter_because: str = ""
    checks_percent: int = 2
    break_after_looks: int = 20
    break_after_minutes: int = 45
    clear_looks_a_day: int = 0
    appeal_days: int = 14
    may_wait_hours: Mapping[Rule, int] = field(default_factory=lambda: dict(USUAL_HOURS))
    floor_asks_first: bool = False
    floor_grey: bool = False
    floor_small: bool = False
    text_basis: str = ""

    @property
    def may_wait(self) -> dict[Rule, timedelta]:
        """How long each kind of candidate may wait."""
        return {rule: timedelta(hours=hours) for rule, hours in self.may_wait_hours.items()}

    @property
    def lock(self) -> timedelta:
        """How long somebody holds a candidate."""
        return timedelta(minutes=self.lock_minutes)

    @property
    def days_answered(self) -> int:
        """How many days the answer to an appeal is kept after it was given: the shorter of the times of what was
        decided, but never too short to be fetched.
        """
        return max(LEAST_DAYS_OF_AN_ANSWER, min(self.days_dismissed, self.days_appealable))


BOUNDS: dict[str, tuple[int, int]] = {
    "lock_minutes": (5, 480),
    "days_undecided": (_UNDECIDED.least_days, _UNDECIDED.most_days),
    "days_dismissed": (_DISMISSED.least_days, _DISMISSED.most_days),
    "days_appealable": (_APPEALABLE.least_days, _APPEALABLE.most_days),
    "checks_percent": (0, 10),
    "break_after_looks": (0, 500),
    "break_after_minutes": (0, 240),
    "clear_looks_a_day": (0, 1_000),
    "appeal_days": (1, 60),
}
"""From and to: a lock of at most a shift, and days as retention allows them."""
FLOORS = ("floor_asks_first", "floor_grey", "floor_small")
TEXTS = ("text_basis", "shorter_because")
BASIS_CHARACTERS = 500


def settings_of_desk() -> Settings:
    """What the acting organisation chose. Runs inside the caller's transaction."""
    row = DeskSettings.objects.first()
    if row is None:
        return Settings()
    kept: dict[str, Any] = {name: getattr(row, name) for name in (*BOUNDS, *FLOORS, *TEXTS)}
    return Settings(
        second_opinion_for=frozenset(Decision(one) for one in row.second_opinion_for),
        may_wait_hours={rule: row.may_wait_hours.get(rule.value, usual) for rule, usual in USUAL_HOURS.items()},
        **kept,
    )
