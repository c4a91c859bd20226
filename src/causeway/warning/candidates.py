"""What early warning hands over: an account for a person to look at, with the whole reckoning. It decides nothing and
enforces nothing; only a named reviewer's decision makes a referral of it.
"""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from causeway.warning.alerting import Trigger
from causeway.warning.calibration import Probability
from causeway.warning.combining import Contribution, Missing
from causeway.warning.indicators import Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeUnder:
    """Which versions a candidate, a state or a figure was made under. Digests are SHA-256, in hexadecimal; they are
    empty where there were no own rules or no calibration.
    """

    policy: str = ""
    policy_digest: str = ""
    rules_digest: str = ""
    calibration_digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewCandidate:
    """An account to look at. `score` is in log-odds and is the exact sum of the contributions; `at` is in seconds since
    1970; `probability` is None where nothing was calibrated. `number` counts from 1 and never changes in a replay.
    """

    number: int
    account: str
    at: float
    trigger: Trigger
    score: float
    probability: Probability | None
    contributions: tuple[Contribution, ...]
    stages: tuple[Stage, ...]
    missing: tuple[Missing, ...]
    policy_version: str
    made_under: MadeUnder = MadeUnder()
    is_partial: bool = False
    """Whether something that counts may have been dropped for want of room, so that the score is too low."""

    def as_document(self) -> dict[str, Any]:
        """The candidate as a JSON object."""
        return {
            "number": self.number,
            "account": self.account,
            "at": datetime.fromtimestamp(self.at, UTC).isoformat(),
            "trigger": self.trigger.value,
            "score": self.score,
            "probability": self.probability.value if self.probability else None,
            "interval": [self.probability.low, self.probability.high] if self.probability else None,
            "stages": [stage.value for stage in self.stages],
            "contributions": [_contribution(each) for each in self.contributions],
            "missing": [{"id": each.id, "reason": each.reason} for each in self.missing],
            "policy_version": self.policy_version,
            "made_under": asdict(self.made_under),
            "is_partial": self.is_partial,
        }


def _contribution(given: Contribution) -> dict[str, Any]:
    document: dict[str, Any] = {"id": given.id, "amount": given.amount}
    evidence = given.evidence
    if evidence is not None:
        document |= {
            "stage": evidence.stage.value,
            "value": round(evidence.value, 4),
            "reason": evidence.reason,
            "from": [kind.value for kind in evidence.provenance.kinds],
            "until": datetime.fromtimestamp(evidence.provenance.until, UTC).isoformat(),
        }
    return document
