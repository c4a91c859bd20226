"""What demand knows of referrals, a column for each thing: when they came, and when each step was taken. No
document, no name of a person.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.rows.columns import uuid_of
from causeway.vocabulary.findings import BAND_ORDER
from causeway.vocabulary.outcomes import ClosureReason, OutcomeStatus
from causeway.vocabulary.referral import Concern

Mask = NDArray[np.bool_]
Seconds = NDArray[np.float64]
Keys = NDArray[np.bytes_]


class Step(StrEnum):
    """What can happen to a referral that somebody waits for."""

    SEEN = "seen"
    TAKEN = "taken"
    CASE = "case"
    SENT_ON = "sent_on"
    WITH_DESK = "with_desk"
    WITH_FORCE = "with_force"
    OUTCOME = "outcome"


ACTS_OF_STEP: dict[Step, tuple[Act, ...]] = {
    Step.SEEN: (Act.REFERRAL_READ,),
    Step.TAKEN: (Act.ITEM_TAKEN,),
    Step.CASE: (Act.CASE_OPENED, Act.CASE_JOINED),
    Step.SENT_ON: (Act.REFERRAL_ROUTED,),
    Step.WITH_DESK: (Act.REFERRAL_CLEARED,),
    Step.WITH_FORCE: (Act.REFERRAL_WITH_FORCE,),
}
"""By which the ledger says that a step was taken. An outcome is recorded with more than its time."""
TIMES_OF_ACT: dict[Act, str] = {
    Act.REFERRAL_READ: "times_read",
    Act.ITEM_TAKEN: "times_taken",
    Act.QUESTION_ASKED: "times_asked",
    Act.CASE_OPENED: "times_opened",
    Act.CASE_JOINED: "times_joined",
    Act.CASE_NOTED: "times_noted",
    Act.TASK_CHANGED: "times_worked_on",
    Act.OUTCOME_RECORDED: "times_answered",
    Act.PRIORITY_CHANGED: "times_ranked",
    Act.ROUTE_CHANGED: "times_sent_elsewhere",
}
"""Acts whose number is kept (`models.CountedSubject`)."""
FIRST_ACTIONS = (Step.SEEN, Step.TAKEN, Step.CASE)
"""Any of them is a first action of whoever received it."""

BANDS = tuple(BAND_ORDER)
CONCERNS = tuple(Concern)
STATUSES = tuple(OutcomeStatus)
CLOSURES = tuple(ClosureReason)

ITEM = np.dtype(
    [
        *((name, "S16") for name in ("referral", "line", "sender", "desk", "case_id")),
        *((name, "f8") for name in ("arrived_at", "received_at", "closed_at", *Step)),
        *((name, "i4") for name in ("concern", "band", "status", "closure_reason", "is_useful", "children", "missing")),
    ]
)
"""One referral as one organisation counts it. `line` is the first telling of the same event. Moments, of the steps too,
are seconds since 1970, NaN where there is none. Words are places in the tuples above and in `Items.missing`, -1 where
there is none, as `is_useful` is where nobody rated it. A sender is told no band.
"""


UNKNOWN = np.zeros((), dtype=ITEM)
"""A row of which nothing is known."""
for _name in ("concern", "band", "status", "closure_reason", "is_useful", "missing"):
    UNKNOWN[_name] = -1
for _name in ("closed_at", *Step):
    UNKNOWN[_name] = np.nan


def blank(count: int) -> NDArray[np.void]:
    """So many rows of which nothing is known."""
    return np.full(count, UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Items:
    """Many referrals, a row of `ITEM` each; `missing` are the lists of codes that an outcome can name."""

    rows: NDArray[np.void]
    missing: tuple[tuple[str, ...], ...] = ()

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, name: str) -> NDArray[Any]:
        """A column by its name."""
        column: NDArray[Any] = self.rows[name]
        return column

    def where(self, wanted: NDArray[Any]) -> "Items":
        """Only these: a mask, or places."""
        return replace(self, rows=self.rows[wanted])

    def changed(self, **columns: Any) -> "Items":
        """The same with other values in some columns."""
        rows = self.rows.copy()
        for name, values in columns.items():
            rows[name] = values
        return replace(self, rows=rows)

    @property
    def are_first(self) -> Mask:
        """Which are the first telling of their event."""
        first: Mask = self.rows["line"] == self.rows["referral"]
        return first

    @property
    def are_answered(self) -> Mask:
        """Of which an outcome is known."""
        answered: Mask = ~np.isnan(self.rows[Step.OUTCOME])
        return answered

    @property
    def are_rated(self) -> Mask:
        """Of which somebody said whether they were useful."""
        rated: Mask = self.are_answered & (self.rows["is_useful"] >= 0)
        return rated

    def at(self, step: Step | None) -> Seconds:
        """When a step was taken; when anybody first did anything with it, where none is named."""
        if step is not None:
            return self[step]
        first: Seconds = np.fmin.reduce([self[each] for each in FIRST_ACTIONS])
        return first

    def hours_to(self, step: Step | None, now: float) -> tuple[Seconds, Mask]:
        """How long each waited, or has waited by now, and whether the wait is over. One that was closed without the
        step waits no longer, and what was done before it came here took no time.
        """
        at = self.at(step)
        end = np.where(np.isnan(at), np.fmin(self["closed_at"], now), at)
        return np.maximum(0.0, end - self["arrived_at"]) / 3600, ~np.isnan(at)

    def by(self, name: str) -> dict[UUID, "Items"]:
        """The items of each organisation that a column names."""
        return {owner: self.where(places) for owner, places in places_by(self[name]).items()}


def places_by(keys: Keys) -> dict[UUID, NDArray[np.int64]]:
    """Where each key stands; no key is left out."""
    order = np.argsort(keys, kind="stable")
    different, starts = np.unique(keys[order], return_index=True)
    groups = np.split(order, starts[1:]) if len(different) else []
    return {uuid_of(owner): places for owner, places in zip(different.tolist(), groups, strict=True) if owner}


def counts_of(values: NDArray[np.int32], words: tuple[Any, ...]) -> Mapping[Any, int]:
    """How many of each word there are; those that there are."""
    counted = np.bincount(values[values >= 0], minlength=len(words))
    return {word: int(number) for word, number in zip(words, counted, strict=True) if number}


def children_of(items: Items) -> int:
    """How many children were safeguarded: of an event that was told several times, each once."""
    told = items.where(items.are_answered & (items["children"] > 0))
    lines, place = np.unique(told["line"], return_inverse=True)
    most = np.zeros(len(lines), dtype=np.int64)
    np.maximum.at(most, place, told["children"])
    return int(most.sum())
