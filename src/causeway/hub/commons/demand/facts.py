"""What demand knows of one referral: when it came, and when each step was taken. No document, no name of a person."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from causeway.hub.base.ledger.acts import Act
from causeway.hub.road.outcomes.queries.counting import OutcomeTally
from causeway.vocabulary.findings import Band


class Step(StrEnum):
    """What can happen to a referral that somebody waits for."""

    SEEN = "seen"
    TAKEN = "taken"
    CASE = "case"
    SENT_ON = "sent_on"
    WITH_DESK = "with_desk"
    WITH_FORCE = "with_force"
    OUTCOME = "outcome"


STEP_OF_ACT: dict[Act, Step] = {
    Act.REFERRAL_READ: Step.SEEN,
    Act.ITEM_TAKEN: Step.TAKEN,
    Act.CASE_OPENED: Step.CASE,
    Act.CASE_JOINED: Step.CASE,
    Act.REFERRAL_ROUTED: Step.SENT_ON,
    Act.REFERRAL_CLEARED: Step.WITH_DESK,
    Act.REFERRAL_WITH_FORCE: Step.WITH_FORCE,
}
FIRST_ACTIONS = (Step.SEEN, Step.TAKEN, Step.CASE)
"""Any of them is a first action of whoever received it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One referral as one organisation counts it. `line` is the first telling of the same event; a sender is told no
    band. Moments are seconds since 1970 (`base.walls.moments`).
    """

    referral_id: UUID
    line: UUID
    arrived_at: float
    received_at: float
    concern: str
    sender_id: UUID
    desk_id: UUID | None = None
    sender: str = ""
    band: Band | None = None
    case_id: UUID | None = None
    closed_at: float | None = None
    steps: Mapping[Step, float] = field(default_factory=dict)
    outcome: OutcomeTally | None = None

    @property
    def first_action_at(self) -> float | None:
        """When anybody first did anything with it."""
        return min((self.steps[step] for step in FIRST_ACTIONS if step in self.steps), default=None)

    def hours_to(self, step: Step | None, now: float) -> tuple[float, bool]:
        """How long it waited, or has waited by now, and whether the wait is over. One that was closed without the
        step waits no longer, and what was done before it came here took no time.
        """
        at = self.first_action_at if step is None else self.steps.get(step)
        if at is not None:
            return max(0.0, at - self.arrived_at) / 3600, True
        end = now if self.closed_at is None else min(self.closed_at, now)
        return max(0.0, end - self.arrived_at) / 3600, False


def children_of(items: Iterable[Item]) -> int:
    """How many children were safeguarded: of an event that was told several times, each once."""
    by_line: dict[UUID, int] = {}
    for item in items:
        if item.outcome is not None and item.outcome.children:
            by_line[item.line] = max(by_line.get(item.line, 0), item.outcome.children)
    return sum(by_line.values())
