"""In which order candidates stand before a reviewer, and why. Pure.

Each may wait so long: the surer and the nearer a danger, the shorter. The desk goes by the moment at which that time
is over, so that whatever has waited long enough comes before what is new and urgent, and nothing starves.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from causeway.timing import Duty
from causeway.vocabulary.candidates import AccountWarning, Candidate, CandidateSource
from causeway.vocabulary.signals import REPORTED, SignalState


class Rule(StrEnum):
    """What put a candidate where it stands."""

    DANGER = "danger"
    THRESHOLD = "threshold"
    CUSUM = "cusum"
    K_OF_N = "k_of_n"
    RANDOM_AUDIT = "random_audit"
    OTHER_WARNING = "other_warning"
    USER_REPORT = "user_report"
    KNOWN_MATCH = "known_match"
    UNCONFIRMED_MATCH = "unconfirmed_match"
    ENDED_MATCH = "ended_match"
    NOT_SCREENED = "not_screened"


MAY_WAIT: dict[Rule, timedelta] = {
    Rule.DANGER: timedelta(hours=2),
    Rule.THRESHOLD: timedelta(hours=4),
    Rule.CUSUM: timedelta(hours=4),
    Rule.K_OF_N: timedelta(hours=4),
    Rule.OTHER_WARNING: timedelta(hours=4),
    Rule.USER_REPORT: timedelta(hours=6),
    Rule.KNOWN_MATCH: timedelta(hours=8),
    Rule.UNCONFIRMED_MATCH: timedelta(hours=24),
    Rule.NOT_SCREENED: timedelta(hours=48),
    Rule.RANDOM_AUDIT: timedelta(hours=72),
    Rule.ENDED_MATCH: timedelta(hours=72),
}
"""Our own choice: an account that may be on its way to a child first, then what many have seen, then the rest. A
service may choose otherwise.
"""
LEAST_HOURS, MOST_HOURS, MOST_HOURS_IN_DANGER = 1, 168, 4
"""Between which a service chooses how long a kind may wait."""

REPORT_DUTIES: dict[Rule, Duty] = {
    Rule.DANGER: Duty.REPORT_PRIORITY_1,
    Rule.THRESHOLD: Duty.REPORT_PRIORITY_2,
    Rule.CUSUM: Duty.REPORT_PRIORITY_2,
    Rule.K_OF_N: Duty.REPORT_PRIORITY_2,
    Rule.OTHER_WARNING: Duty.REPORT_PRIORITY_2,
    Rule.USER_REPORT: Duty.REPORT_PRIORITY_2,
}
"""How soon what was decided on has to be sent where law tells three priorities apart; our own reading of them. The
rest is of the third.
"""

DANGEROUS_STAGES = frozenset({"isolation", "platform_migration", "escalation"})
"""Of `warning.Stage`: contact has been made and goes on, or is being moved to where nobody looks."""

_HOURS_OF_A_POINT = 0.25
_MOST_POINTS = 6.0
"""A point of the score (log-odds) shortens the wait by a quarter of an hour, and six or more by an hour and a half, but
never to less than a quarter of it.
"""

_KNOWN = frozenset({SignalState.CONFIRMED, SignalState.ADDED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a candidate belongs: by which rule, and how long it may wait."""

    rule: Rule
    may_wait: timedelta


def place_of(
    candidate: Candidate, states: Collection[SignalState], may_wait: Mapping[Rule, timedelta] = MAY_WAIT
) -> Place:
    """A candidate's place; `states` are those in which the signals that it hit stand now, `may_wait` how long each kind
    may wait at this desk.
    """
    if candidate.source is CandidateSource.USER_REPORT:
        rule = Rule.USER_REPORT
    elif candidate.source is CandidateSource.SCREENING:
        rule = _rule_of_match(states)
    else:
        rule = _rule_of_warning(candidate.warning) if candidate.warning else Rule.OTHER_WARNING
    return Place(rule=rule, may_wait=max(may_wait[rule] - _head_start(candidate.warning, rule), may_wait[rule] / 4))


def _rule_of_match(states: Collection[SignalState]) -> Rule:
    if not states:
        return Rule.NOT_SCREENED
    if _KNOWN.intersection(states):
        return Rule.KNOWN_MATCH
    return Rule.UNCONFIRMED_MATCH if REPORTED.intersection(states) else Rule.ENDED_MATCH


def _rule_of_warning(warning: AccountWarning) -> Rule:
    if warning.trigger == Rule.RANDOM_AUDIT.value:
        return Rule.RANDOM_AUDIT
    if DANGEROUS_STAGES.intersection(warning.stages):
        return Rule.DANGER
    triggers = {Rule.THRESHOLD, Rule.CUSUM, Rule.K_OF_N}
    return next((rule for rule in triggers if rule.value == warning.trigger), Rule.OTHER_WARNING)


def faulty_wait(hours: Mapping[Rule, int]) -> Rule | None:
    """The first kind that would wait too short or too long, or shorter than what is imminent; None where none would."""
    for rule in Rule:
        most = MOST_HOURS_IN_DANGER if rule is Rule.DANGER else MOST_HOURS
        if not max(LEAST_HOURS, 0 if rule is Rule.DANGER else hours[Rule.DANGER]) <= hours[rule] <= most:
            return rule
    return None


def _head_start(warning: AccountWarning | None, rule: Rule) -> timedelta:
    if warning is None or rule is Rule.RANDOM_AUDIT:
        return timedelta()
    return timedelta(hours=_HOURS_OF_A_POINT * min(max(warning.score, 0.0), _MOST_POINTS))
