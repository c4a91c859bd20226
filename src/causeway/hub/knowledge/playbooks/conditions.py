"""When a step applies: a small set of typed conditions over what a case's referrals say. There is no language of
expressions: whoever reads a playbook understands each condition, and whoever writes one cannot get it wrong.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum

from causeway.triage import has_child_subject, may_be_child
from causeway.vocabulary.referral import Party, Referral


class Condition(StrEnum):
    """One thing that can be so in a case. A step with several applies where all of them hold."""

    FILES_ATTACHED = "files_attached"
    NO_FILES = "no_files"
    FILES_NOT_VIEWED = "files_not_viewed"
    CHILD_SUBJECT = "child_subject"
    DANGER_NOW = "danger_now"
    PLACE_KNOWN = "place_known"
    PLACE_NOT_KNOWN = "place_not_known"
    ACCOUNT_KNOWN = "account_known"
    ADDRESS_KNOWN = "address_known"
    SEVERAL_REFERRALS = "several_referrals"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What conditions are decided from. A fact that nobody told counts as not so."""

    has_files: bool = False
    has_files_not_viewed: bool = False
    has_child_subject: bool = False
    is_danger_now: bool = False
    is_place_known: bool = False
    is_account_known: bool = False
    is_address_known: bool = False
    has_several_referrals: bool = False


_HOLDS: dict[Condition, Callable[[Facts], bool]] = {
    Condition.FILES_ATTACHED: lambda facts: facts.has_files,
    Condition.NO_FILES: lambda facts: not facts.has_files,
    Condition.FILES_NOT_VIEWED: lambda facts: facts.has_files_not_viewed,
    Condition.CHILD_SUBJECT: lambda facts: facts.has_child_subject,
    Condition.DANGER_NOW: lambda facts: facts.is_danger_now,
    Condition.PLACE_KNOWN: lambda facts: facts.is_place_known,
    Condition.PLACE_NOT_KNOWN: lambda facts: not facts.is_place_known,
    Condition.ACCOUNT_KNOWN: lambda facts: facts.is_account_known,
    Condition.ADDRESS_KNOWN: lambda facts: facts.is_address_known,
    Condition.SEVERAL_REFERRALS: lambda facts: facts.has_several_referrals,
}


def holds(condition: Condition, facts: Facts) -> bool:
    """Whether this is so."""
    return _HOLDS[condition](facts)


def unmet(conditions: Sequence[Condition], facts: Facts) -> tuple[Condition, ...]:
    """Those of these conditions that do not hold, in order; with none the step applies."""
    return tuple(condition for condition in conditions if not holds(condition, facts))


def facts_of_referral(referral: Referral, *, on: date, is_imminent: bool = False) -> Facts:
    """What one referral says. `on` is the day on which ages are counted; `is_imminent` is what triage found."""
    parties = referral.parties
    return Facts(
        has_files=bool(referral.attachments),
        has_files_not_viewed=any(file.viewed_by_sender is not True for file in referral.attachments),
        has_child_subject=has_child_subject(referral, on=on),
        is_danger_now=bool(referral.emergency) or is_imminent,
        is_place_known=any(_has_place(party) for party in parties if may_be_child(party, on=on)),
        is_account_known=any(party.accounts for party in parties),
        is_address_known=any(party.ip_events for party in parties)
        or any(file.upload_event for file in referral.attachments)
        or any(incident.ip_events for incident in referral.incidents),
    )


def together(each: Sequence[Facts]) -> Facts:
    """What the referrals of one case say together: so where any of them says it."""
    said = {field.name: any(getattr(facts, field.name) for facts in each) for field in fields(Facts)}
    return Facts(**(said | {"has_several_referrals": len(each) > 1}))


def _has_place(party: Party) -> bool:
    return bool(party.addresses) or party.location is not None or bool(party.school)
