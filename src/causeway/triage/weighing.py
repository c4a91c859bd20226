"""Weighing one referral by a policy: every feature gives a reason in plain words and a contribution in points, and the
contributions sum to the score.

Points are never negative. Some findings are imminent: they alert a duty officer at once and stand in the highest band
whatever the sum.
"""

from datetime import datetime

from causeway.triage.dangers import DANGERS, IN_PERSON, Finding, PriorityContext, Scene
from causeway.triage.policy import IMMINENCE_RULES, PriorityPolicy, WeighedDanger
from causeway.vocabulary.findings import ALARM, BAND_ORDER, Priority, Reason
from causeway.vocabulary.phrases import Phrase, counted, phrase
from causeway.vocabulary.referral import Annotation, Concern, Referral


def weigh(referral: Referral, *, context: PriorityContext, now: datetime, policy: PriorityPolicy) -> Priority:
    """How soon a child may be harmed, with every feature's part in it.

    `now` is an aware datetime. Reasons stand heaviest first; codes are `group.feature`, and `imminent.rule` for what
    alerts at once.
    """
    scene = Scene(referral=referral, context=context, now=now, times=policy.times)
    weighed = [_reason(code, row, DANGERS[code](scene)) for code, row in policy.features.items()]
    score = sum(reason.contribution for reason in weighed)
    alarms = tuple(
        Reason(code=f"{ALARM}{rule}", text=policy.imminence[rule], contribution=0.0) for rule in _imminent(scene)
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
        "planned": scene.is_plan_stated() or (is_contact and scene.is_ahead()),
        "extortion": Annotation.EXTORTION in referral.annotations and scene.may_harm_child() and recent,
        "live_stream": bool(DANGERS["live_stream"](scene).share) and recent,
        "contact_ongoing": referral.is_contact_ongoing is True,
        "child_asks": bool(DANGERS["child_asks"](scene).share) and referral.concern in IN_PERSON and recent,
    }
    return tuple(rule for rule in IMMINENCE_RULES if holds[rule])
