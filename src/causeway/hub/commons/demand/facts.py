"""What demand knows of one referral: when it came, and when each step was taken. No document, no name of a person."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
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
    band.
    """

    referral_id: UUID
    line: UUID
    arrived_at: datetime
    received_at: datetime
    concern: str
    sender_id: UUID
    desk_id: UUID | None = None
    sender: str = ""
    band: Band | None = None
    case_id: UUID | None = None
    closed_at: datetime | None = None
    steps: Mapping[Step, datetime] = field(default_factory=dict)
    outcome: OutcomeTally | None = None

    @property
    def first_action_at(self) -> datetime | None:
        """When anybody first did anything with it."""
        return min((at for step, at in self.steps.items() if step in FIRST_ACTIONS), default=None)

    def step_at(self, step: Step | None) -> datetime | None:
        """When this step was taken, or the first action where none is named."""
        return self.first_action_at if step is None else self.steps.get(step)

    def hours_to(self, step: Step | None, now: datetime) -> tuple[float, bool]:
        """How long it waited, or has waited by now, and whether the wait is over. One that was closed without the
        step waits no longer, and what was done before it came here took no time.
        """
        at = self.step_at(step)
        end = at or (min(self.closed_at, now) if self.closed_at else now)
        return max(0.0, (end - self.arrived_at).total_seconds() / 3600), at is not None


def children_of(items: Iterable[Item]) -> int:
    """How many children were safeguarded: of an event that was told several times, each once."""
    by_line: dict[UUID, int] = {}
    for item in items:
        if item.outcome is not None and item.outcome.children:
            by_line[item.line] = max(by_line.get(item.line, 0), item.outcome.children)
    return sum(by_line.values())
