"""Completeness: can this referral be acted on? About the paperwork, never about the child.

The score is the weighted share of the features that apply to this sender and concern, from 0 to 100. Completeness and
priority are two judgements and neither feeds the other (Stanford Internet Observatory 2024).
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from causeway.triage.errors import PolicyInvalid
from causeway.triage.features import FEATURES
from causeway.vocabulary.findings import Completeness, Reason
from causeway.vocabulary.referral import Referral, SenderKind

FULL_SCORE = 100.0


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureWords:
    """A feature in plain words: when it is there, in part or missing, and where to find it."""

    present: str
    partial: str
    missing: str
    advice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CompletenessPolicy:
    """The tables of one version: for each kind of sender a table, for each table the weight of each feature."""

    version: str
    senders: Mapping[SenderKind, str]
    tables: Mapping[str, Mapping[str, float]]
    words: Mapping[str, FeatureWords]


def parse_completeness_policy(text: str) -> CompletenessPolicy:
    """Read a policy from TOML; raises `PolicyInvalid` naming what is wrong."""
    try:
        document = tomllib.loads(text)
        policy = CompletenessPolicy(
            version=str(document["version"]),
            senders={SenderKind(kind): str(table) for kind, table in document["senders"].items()},
            tables={
                name: {code: float(weight) for code, weight in table.items()}
                for name, table in document["tables"].items()
            },
            words={code: _words(words) for code, words in document["features"].items()},
        )
    except (tomllib.TOMLDecodeError, KeyError, ValueError, TypeError, AttributeError) as fault:
        raise PolicyInvalid(f"The completeness policy cannot be read: {fault}") from fault
    _check(policy)
    return policy


@cache
def completeness_policy() -> CompletenessPolicy:
    """The policy that ships with this version."""
    return parse_completeness_policy(
        (files(__package__) / "policies" / "completeness.toml").read_text(encoding="utf-8")
    )


def assess_completeness(referral: Referral, *, policy: CompletenessPolicy | None = None) -> Completeness:
    """How much of what makes a referral usable is there.

    Reasons stand missing first, heaviest first; their contributions sum to the score. What does not apply is left out.
    """
    policy = policy or completeness_policy()
    table = policy.senders[referral.sender_kind]
    shares = {code: FEATURES[code](referral) for code in policy.tables[table]}
    weights = {code: weight for code, weight in policy.tables[table].items() if shares[code] is not None}
    total = sum(weights.values()) or FULL_SCORE
    reasons = [
        _reason(code, shares[code] or 0.0, weight, total, policy.words[code]) for code, weight in weights.items()
    ]
    ordered = sorted(reasons, key=lambda reason: (reason.advice is None, -_lost(reason, weights, total)))
    return Completeness(
        score=min(FULL_SCORE, sum(reason.contribution for reason in ordered)),
        reasons=tuple(ordered),
        table=table,
        policy_version=policy.version,
    )


def _reason(code: str, share: float, weight: float, total: float, words: FeatureWords) -> Reason:
    is_whole = share >= 1
    return Reason(
        code=code,
        text=words.present if is_whole else words.partial if share > 0 else words.missing,
        contribution=FULL_SCORE * weight * share / total,
        known=share > 0,
        advice=None if is_whole else words.advice,
    )


def _lost(reason: Reason, weights: Mapping[str, float], total: float) -> float:
    return FULL_SCORE * weights[reason.code] / total - reason.contribution


def _words(words: Mapping[str, str]) -> FeatureWords:
    missing = words["missing"]
    return FeatureWords(
        present=words["present"], partial=words.get("partial", missing), missing=missing, advice=words["advice"]
    )


def _check(policy: CompletenessPolicy) -> None:
    for kind in SenderKind:
        if policy.senders.get(kind) not in policy.tables:
            raise PolicyInvalid(f"The completeness policy has no table for senders of kind {kind}")
    for name, table in policy.tables.items():
        for code, weight in table.items():
            if code not in FEATURES or code not in policy.words:
                raise PolicyInvalid(f"Table {name} of the completeness policy names an unknown feature: {code}")
            if weight <= 0:
                raise PolicyInvalid(f"Table {name} of the completeness policy gives {code} no weight above 0")
