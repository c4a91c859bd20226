"""From evidence to one score: prior log-odds, plus every log-likelihood ratio, each and each group of them capped.

The fast path gives the score alone, for accounts that were touched; the explanation says where it comes from. Both
take the same steps, and the contributions of an explanation sum to the score to the last bit (`curves.py`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from causeway.warning.events import EventKind
from causeway.warning.indicators import INDICATORS, Stage
from causeway.warning.policy import RULES_GROUP, WarningPolicy
from causeway.warning.state import Account, Reading

PRIOR: Final = "prior"
CORRELATED: Final = "correlated."
"""What the contribution of a group's cap is called, with the group's name."""

FLOOR: Final = "floor"
"""What the contribution is called that gives back what speaks for an account beyond the policy's floor."""

RULES_CAP: Final = 3.0
"""What a service's own rules weigh together, at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """What kinds of events a piece of evidence comes from, and up to when they were read (seconds since 1970)."""

    kinds: tuple[EventKind, ...]
    until: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One indicator's word on an account. `log_likelihood_ratio` is in nats, within the cap of a single indicator."""

    id: str
    stage: Stage
    value: float
    log_likelihood_ratio: float
    reason: str
    provenance: Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """A part of a score, in nats: the prior, a piece of evidence, what a group's cap takes off again, or what the floor
    gives back."""

    id: str
    amount: float
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """An indicator of which nothing is known for this account: it counts neither for nor against."""

    id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A score in log-odds, the parts that sum to it exactly, and what is not known."""

    score: float
    contributions: tuple[Contribution, ...]
    missing: tuple[Missing, ...]

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The stages for which something speaks, in their order."""
        found = {each.evidence.stage for each in self.contributions if each.evidence is not None and each.amount > 0}
        return tuple(stage for stage in Stage if stage in found)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnEvidence:
    """What a service's own rule says of an account: `log_likelihood_ratio` is None where it does not hold or cannot be
    told, else on the grid of `curves` and within the cap of one indicator.
    """

    id: str
    stage: Stage
    log_likelihood_ratio: float | None
    reason: str
    is_known: bool


class Scorer:
    """Scores accounts by one policy, and by a service's own rules where it has some."""

    def __init__(
        self,
        policy: WarningPolicy,
        own: Callable[[Account, Reading], Sequence[OwnEvidence]] | None = None,
    ) -> None:
        self.policy = policy
        self._own = own
        groups = [*policy.groups, RULES_GROUP]
        self._caps = [*policy.groups.values(), RULES_CAP]
        self._groups = groups
        self._rows = [
            (INDICATORS[name].measure, row.prior, row.curve.at, groups.index(row.group))
            for name, row in policy.indicators.items()
        ]

    def score(self, account: Account, reading: Reading) -> float:
        """Log-odds that a reviewer should look, before calibration."""
        totals = [0.0] * len(self._caps)
        for measure, prior, curve, group in self._rows:
            value = measure(account, reading, prior)
            if value is not None:
                totals[group] += curve(value)
        if self._own is not None:
            for own in self._own(account, reading):
                if own.log_likelihood_ratio is not None:
                    totals[-1] += own.log_likelihood_ratio
        against = speaks_for = 0.0
        for total, most in zip(totals, self._caps, strict=True):
            if total > 0:
                against += most if total > most else total
            else:
                speaks_for -= -most if total < -most else total
        return self.policy.prior_log_odds + against - min(speaks_for, self.policy.floor)

    def explain(self, account: Account, reading: Reading) -> Explanation:
        """The same score with its parts and what is missing."""
        contributions = [Contribution(id=PRIOR, amount=self.policy.prior_log_odds)]
        missing: list[Missing] = []
        totals = dict.fromkeys(self._groups, 0.0)
        for name, row in self.policy.indicators.items():
            indicator = INDICATORS[name]
            value = indicator.measure(account, reading, row.prior)
            if value is None:
                missing.append(Missing(id=name, reason=row.missing))
                continue
            amount = row.curve.at(value)
            totals[row.group] += amount
            evidence = Evidence(
                id=name,
                stage=indicator.stage,
                value=value,
                log_likelihood_ratio=amount,
                reason=row.found.format(value=_plain(value), share=f"{min(max(value, 0.0), 1.0):.0%}"),
                provenance=Provenance(kinds=indicator.sources, until=account.last_at),
            )
            contributions.append(Contribution(id=name, amount=amount, evidence=evidence))
        for own in self._own(account, reading) if self._own is not None else ():
            if own.log_likelihood_ratio is None:
                if not own.is_known:
                    missing.append(Missing(id=own.id, reason="The rule asks for something that is not known"))
                continue
            amount = own.log_likelihood_ratio
            totals[RULES_GROUP] += amount
            contributions.append(Contribution(id=own.id, amount=amount, evidence=_own_evidence(own, amount, account)))
        contributions += self._evened_out(totals)
        return Explanation(
            score=sum(each.amount for each in contributions),
            contributions=tuple(contributions),
            missing=tuple(missing),
        )

    def _evened_out(self, totals: dict[str, float]) -> list[Contribution]:
        """What correlated evidence has too much, and what speaks for the account beyond the floor."""
        found, speaks_for = [], 0.0
        for (group, total), most in zip(totals.items(), self._caps, strict=True):
            kept = min(max(total, -most), most)
            speaks_for -= min(kept, 0.0)
            if kept != total:
                found.append(Contribution(id=CORRELATED + group, amount=kept - total))
        if speaks_for > self.policy.floor:
            found.append(Contribution(id=FLOOR, amount=speaks_for - self.policy.floor))
        return found


def _plain(value: float) -> str:
    return f"{value:.0f}" if value >= 10 else f"{value:.1f}"


def _own_evidence(own: OwnEvidence, amount: float, account: Account) -> Evidence:
    return Evidence(
        id=own.id,
        stage=own.stage,
        value=1.0,
        log_likelihood_ratio=amount,
        reason=own.reason,
        provenance=Provenance(kinds=tuple(EventKind), until=account.last_at),
    )
