"""The time limits of practice, as data with their source.

An organisation may set its own; these are what applies until it does.
"""

from dataclasses import dataclass
from datetime import timedelta

from causeway.timing._deadlines import Allowance, Days, Years
from causeway.vocabulary.findings import BAND_DAYS, Band


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """One limit: its stable code, how long, and who says so."""

    code: str
    allowance: Allowance
    source: str


BAND_ALLOWANCE: dict[Band, Days] = {band: Days(count=days) for band, days in BAND_DAYS.items()}
"""Days within which a force should have acted (HMICFRS 2023)."""

HAND_OVER_IMMINENT = Standard(
    code="hand_over_imminent",
    allowance=timedelta(hours=1),
    source="Our own default: where a child may be in danger now the receiver is alerted at once, and has one hour",
)


def hand_over_allowance(band: Band, *, is_imminent: bool) -> Allowance:
    """How long a force has to answer a hand-over: the band's own time, and never more than a question's seven days,
    because the clock of the force that is still responsible runs meanwhile.
    """
    if is_imminent:
        return HAND_OVER_IMMINENT.allowance
    return Days(count=min(BAND_DAYS[band], _MOST_HAND_OVER_DAYS))


_MOST_HAND_OVER_DAYS = 7
"""Our own default, as for the answer to a question."""

PRESERVATION = Standard(
    code="preservation",
    allowance=Years(count=1),
    source="REPORT Act 2024, amending 18 U.S.C. 2258A(h): a service preserves for one year",
)
ANSWER_TO_QUESTION = Standard(
    code="answer_to_question",
    allowance=Days(count=7),
    source="Our own default for a service's answer to one question; an agreement may set another",
)
SAFEGUARDING_ACKNOWLEDGEMENT = Standard(
    code="safeguarding_acknowledgement",
    allowance=timedelta(hours=24),
    source="Our own default, stricter than one working day so that it also runs at a weekend",
)
SAFEGUARDING_DECISION = Standard(
    code="safeguarding_decision",
    allowance=Days(count=1, working=True),
    source="Working Together to Safeguard Children 2023: a social worker decides within one working day of a referral",
)
KEEP_CONTENT = Standard(
    code="keep_content",
    allowance=Years(count=1),
    source="Online Safety Act 2023 regulations, from 7 April 2026: content, submission and judgement, one year",
)
KEEP_REFERENCE = Standard(
    code="keep_reference",
    allowance=Years(count=5),
    source="Online Safety Act 2023 regulations, from 7 April 2026: the reference, five years",
)

STANDARDS: tuple[Standard, ...] = (
    HAND_OVER_IMMINENT,
    PRESERVATION,
    ANSWER_TO_QUESTION,
    SAFEGUARDING_ACKNOWLEDGEMENT,
    SAFEGUARDING_DECISION,
    KEEP_CONTENT,
    KEEP_REFERENCE,
)
