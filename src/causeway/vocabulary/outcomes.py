"""What came of a referral, structured, so that the sender can learn from it.

The fields answer those of the feedback that national units already send; none names a person.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class OutcomeStatus(StrEnum):
    """Where the work stands, or how it ended."""

    ONGOING = "ongoing"
    ARREST = "arrest"
    CONVICTION = "conviction"
    CHILD_SAFEGUARDED = "child_safeguarded"
    REFERRED_ON = "referred_on"
    CLOSED = "closed"


ENDING = frozenset({OutcomeStatus.CONVICTION, OutcomeStatus.REFERRED_ON, OutcomeStatus.CLOSED})
"""With which nothing is left to do. After an arrest, or once a child is safe, work goes on until somebody ends it."""


class ClosureReason(StrEnum):
    """Why a referral was closed without further action."""

    SUBJECT_NOT_LOCATED = "subject_not_located"
    LEGAL_RESPONSE_EMPTY = "legal_response_empty"
    NO_CRIME = "no_crime"
    NO_MERIT = "no_merit"
    ADULT = "adult"
    AGE_UNDETERMINED = "age_undetermined"
    FALSE = "false"
    UNFOUNDED = "unfounded"
    DECEASED = "deceased"
    OTHER = "other"


class NotUsefulReason(StrEnum):
    """Why a referral was of no use."""

    STALE = "stale"
    LIMITED = "limited"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a referral. `missing` holds codes of completeness features that would have made it faster.

    The `share_*` fields are the force's decision of what the sender may know; the defaults tell that it was received,
    whether it was useful and what was missing, and nothing of a person or an arrest. `share_status` alone tells whether
    work goes on; that somebody was arrested or convicted is told by `share_arrest` only.

    Each may wait for a day of its own, on the force's calendar; without one for `share_from`, and without either it is
    told at once.
    """

    __pydantic_config__ = {"extra": "forbid"}

    status: OutcomeStatus
    closure_reason: ClosureReason | None = None
    victims_identified: int | None = None
    children_safeguarded: int | None = None
    arrests: int | None = None
    self_produced: bool | None = None
    is_useful: bool | None = None
    not_useful_reason: NotUsefulReason | None = None
    missing: tuple[str, ...] = ()
    note_to_sender: str | None = None
    share_useful: bool = True
    share_missing: bool = True
    share_status: bool = False
    share_closure_reason: bool = False
    share_arrest: bool = False
    share_children: bool = False
    share_note: bool = True
    share_from: date | None = None
    share_useful_from: date | None = None
    share_missing_from: date | None = None
    share_status_from: date | None = None
    share_closure_reason_from: date | None = None
    share_arrest_from: date | None = None
    share_children_from: date | None = None
    share_note_from: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedOutcome:
    """What of an outcome the sender is told. A field that the force keeps to itself is None or empty, like one that
    nobody knows.

    An arrest or a conviction that the force keeps to itself reads as `ongoing` or `closed`, so `closed` says that the
    work has ended and not how.
    """

    __pydantic_config__ = {"extra": "forbid"}

    is_useful: bool | None = None
    not_useful_reason: NotUsefulReason | None = None
    missing: tuple[str, ...] = ()
    note_to_sender: str | None = None
    status: OutcomeStatus | None = None
    closure_reason: ClosureReason | None = None
    victims_identified: int | None = None
    children_safeguarded: int | None = None
