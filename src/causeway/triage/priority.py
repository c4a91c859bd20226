"""Priority: how soon may a child be harmed? About the child, never about the paperwork.

A readable table: every feature gives a reason in plain words and a contribution in points, and the contributions sum
to the score. Points are never negative. Some findings are imminent: they alert a duty officer at once and stand in
the highest band whatever the sum.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from string import Formatter

from causeway.triage.dangers import DANGERS, IN_PERSON, Finding, PriorityContext, Scene, Times
from causeway.triage.errors import PolicyInvalid
from causeway.vocabulary.findings import ALARM, BAND_ORDER, Band, Priority, Reason
from causeway.vocabulary.phrases import COUNT, Phrase, counted, phrase
from causeway.vocabulary.referral import Annotation, Concern, Referral

IMMINENCE_RULES = ("emergency", "planned", "extortion", "live_stream", "contact_ongoing", "child_asks")
_GROUPS = frozenset({"now", "access", "history", "other"})


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
class PriorityPolicy:
    """One version of the table. `bands` holds the least points of each band but the lowest."""

    version: str
    bands: Mapping[Band, float]
    times: Times
    groups: Mapping[str, str]
    imminence: Mapping[str, str]
    features: Mapping[str, WeighedDanger]

    def band(self, score: float) -> Band:
        """The band of a score in points."""
        return next((band for band in BAND_ORDER if band in self.bands and score >= self.bands[band]), BAND_ORDER[-1])

    def group(self, reason: Reason) -> str:
        """The heading under which a reason stands."""
        return self.groups[reason.code.partition(".")[0]]


def parse_priority_policy(text: str) -> PriorityPolicy:
    """Read a policy from TOML; raises `PolicyInvalid` naming what is wrong."""
    try:
        document = tomllib.loads(text)
        policy = PriorityPolicy(
            version=str(document["version"]),
            bands={Band(name): float(points) for name, points in document["bands"].items()},
            times=_times(document["now"]),
            groups={str(code): str(title) for code, title in document["groups"].items()},
            imminence={str(code): str(words) for code, words in document["imminence"].items()},
            features={code: _danger(row) for code, row in document["features"].items()},
        )
    except (tomllib.TOMLDecodeError, KeyError, ValueError, TypeError, AttributeError) as fault:
        raise PolicyInvalid(f"The priority policy cannot be read: {fault}") from fault
    _check(policy)
    return policy


@cache
def priority_policy() -> PriorityPolicy:
    """The policy that ships with this version."""
    return parse_priority_policy((files(__package__) / "policies" / "priority.toml").read_text(encoding="utf-8"))


def assess_priority(
    referral: Referral, *, context: PriorityContext, now: datetime, policy: PriorityPolicy | None = None
) -> Priority:
    """How soon a child may be harmed, with every feature's part in it.

    `now` is an aware datetime. Reasons stand heaviest first; codes are `group.feature`, and `imminent.rule` for what
    alerts at once.
    """
    policy = policy or priority_policy()
    scene = Scene(referral=referral, context=context, now=now, times=policy.times)
    weighed = [_reason(code, row, DANGERS[code](scene)) for code, row in policy.features.items()]
    score = sum(reason.contribution for reason in weighed)
    alarms = tuple(
        Reason(code=f"{ALARM}{rule}", text=policy.imminence[rule], contribution=0.0)
        for rule in _imminent(scene)
        if rule in policy.imminence
    )
    return Priority(
        score=score,
        band=BAND_ORDER[0] if alarms else policy.band(score),
        is_imminent=bool(alarms),
        reasons=alarms + tuple(sorted(weighed, key=lambda reason: (-reason.contribution, not reason.known))),
        policy_version=policy.version,
    )


def _reason(code: str, row: WeighedDanger, finding: Finding) -> Reason:
    words = _words(row, finding)
    return Reason(
        code=f"{row.group}.{code}",
        text=str(words),
        contribution=row.points * (finding.share or 0.0),
        known=finding.share is not None,
        phrase=words if words.values else None,
    )


def _words(row: WeighedDanger, finding: Finding) -> Phrase:
    if finding.share and row.found_many:
        return counted(row.found, row.found_many, finding.n)
    return phrase(row.unknown if finding.share is None else row.found if finding.share else row.absent)


def _imminent(scene: Scene) -> tuple[str, ...]:
    """Which rules of imminence hold. A time not stated counts as now; who is not said to be an adult counts as a
    child.
    """
    referral, recent = scene.referral, scene.is_within(scene.times.recent)
    is_contact = referral.concern in IN_PERSON or referral.concern is Concern.GROOMING
    holds = {
        "emergency": bool(referral.emergency),
        "planned": scene.is_plan_stated() or (is_contact and bool(DANGERS["planned"](scene).share)),
        "extortion": Annotation.EXTORTION in referral.annotations and scene.may_harm_child() and recent,
        "live_stream": bool(DANGERS["live_stream"](scene).share) and recent,
        "contact_ongoing": referral.is_contact_ongoing is True,
        "child_asks": bool(DANGERS["child_asks"](scene).share) and referral.concern in IN_PERSON and recent,
    }
    return tuple(rule for rule in IMMINENCE_RULES if holds[rule])


def _danger(row: Mapping[str, object]) -> WeighedDanger:
    absent = str(row["absent"])
    found, found_many = _one_and_many(row["found"])
    return WeighedDanger(
        group=str(row["group"]),
        points=float(str(row["points"])),
        found=found,
        found_many=found_many,
        absent=absent,
        unknown=str(row.get("unknown", absent)),
    )


def _one_and_many(found: object) -> tuple[str, str]:
    """Words alone, or two: for one and for many. Words alone that name the number serve for both."""
    if isinstance(found, list):
        one, many = found
        return str(one), str(many)
    return str(found), str(found) if f"{{{COUNT}}}" in str(found) else ""


def _times(table: Mapping[str, float]) -> Times:
    return Times(
        recent=timedelta(hours=table["recent_hours"]),
        ongoing=timedelta(days=table["ongoing_days"]),
        planned=timedelta(days=table["planned_days"]),
        clock_skew=timedelta(minutes=table["clock_skew_minutes"]),
    )


def _check(policy: PriorityPolicy) -> None:
    if set(policy.groups) != _GROUPS:
        raise PolicyInvalid("The priority policy must name the groups now, access, history and other")
    thresholds = [policy.bands[band] for band in BAND_ORDER if band in policy.bands]
    if len(thresholds) != len(BAND_ORDER) - 1 or thresholds != sorted(thresholds, reverse=True):
        raise PolicyInvalid("The priority policy must give falling thresholds for very_high, high and medium")
    if unknown := set(policy.imminence) - set(IMMINENCE_RULES):
        raise PolicyInvalid(f"The priority policy names an unknown rule of imminence: {min(unknown)}")
    for code, row in policy.features.items():
        if code not in DANGERS or row.group not in policy.groups:
            raise PolicyInvalid(f"The priority policy names an unknown feature or group: {code}")
        if row.points < 0:
            raise PolicyInvalid(f"The priority policy takes points away for {code}; nothing may")
        if row.found_many and any(name != COUNT for name in _placeholders(row)):
            raise PolicyInvalid(f"The priority policy may name nothing but {{n}} in the words for {code}")


def _placeholders(row: WeighedDanger) -> Iterator[str]:
    """What stands in braces in the words that count."""
    for text in (row.found, row.found_many):
        try:
            yield from (name for _, name, _, _ in Formatter().parse(text) if name is not None)
        except ValueError as fault:
            raise PolicyInvalid(f"The priority policy cannot be read: {fault}") from fault
