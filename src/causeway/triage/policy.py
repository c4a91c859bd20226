"""A priority policy: a table of how many points each danger gives, and from how many points on each band begins."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from causeway.triage.dangers import PriorityContext, Times
from causeway.vocabulary.findings import BAND_ORDER, Band, Reason
from causeway.vocabulary.referral import Referral

IMMINENCE_RULES: Final = ("emergency", "planned", "extortion", "live_stream", "contact_ongoing", "child_asks")
GROUPS: Final = ("now", "access", "history", "other")


@dataclass(frozen=True, slots=True, kw_only=True)
class WeighedDanger:
    """One row of the table: its group, its points, and its words when found, absent and unknown. Where a number is
    found, `found_many` holds the words for every number but 1.
    """

    group: str
    points: float
    found: str
    found_many: str
    absent: str
    unknown: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyExample:
    """A referral that the policy must put into `band`, and must hold imminent or not where `is_imminent` says so."""

    name: str
    band: Band
    now: datetime
    referral: Referral
    context: PriorityContext
    is_imminent: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorityPolicy:
    """One version of the table. `bands` holds the least points of each band but the lowest."""

    version: str
    bands: Mapping[Band, float]
    times: Times
    groups: Mapping[str, str]
    imminence: Mapping[str, str]
    features: Mapping[str, WeighedDanger]
    examples: tuple[PolicyExample, ...] = ()

    def band(self, score: float) -> Band:
        """The band of a score in points."""
        return next((band for band in BAND_ORDER if band in self.bands and score >= self.bands[band]), BAND_ORDER[-1])

    def group(self, reason: Reason) -> str:
        """The heading under which a reason stands."""
        return self.groups[reason.code.partition(".")[0]]
