"""The words in which outcomes are shown."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from causeway.hub.base.theme.said import said_text
from causeway.triage import completeness_policy
from causeway.vocabulary.outcomes import ClosureReason, NotUsefulReason, OutcomeStatus
from causeway.vocabulary.referral import SenderKind

STATUS_NAMES: dict[OutcomeStatus, Promise] = {
    OutcomeStatus.ONGOING: _("Work goes on"),
    OutcomeStatus.ARREST: _("Somebody was arrested"),
    OutcomeStatus.CONVICTION: _("Somebody was convicted"),
    OutcomeStatus.CHILD_SAFEGUARDED: _("A child was safeguarded"),
    OutcomeStatus.REFERRED_ON: _("Passed to another body"),
    OutcomeStatus.CLOSED: _("Closed without further action"),
}

TOLD_STATUS_NAMES: dict[OutcomeStatus, Promise] = {**STATUS_NAMES, OutcomeStatus.CLOSED: _("The work has ended")}
"""The same to the sender, to whom a conviction that the force keeps to itself reads as the end of the work."""

CLOSURE_NAMES: dict[ClosureReason, Promise] = {
    ClosureReason.SUBJECT_NOT_LOCATED: _("The subject could not be found"),
    ClosureReason.LEGAL_RESPONSE_EMPTY: _("A legal request brought no data"),
    ClosureReason.NO_CRIME: _("No crime"),
    ClosureReason.NO_MERIT: _("Nothing to act on"),
    ClosureReason.ADULT: _("The person is an adult"),
    ClosureReason.AGE_UNDETERMINED: _("The age could not be determined"),
    ClosureReason.FALSE: _("The account was false"),
    ClosureReason.UNFOUNDED: _("Unfounded"),
    ClosureReason.DECEASED: _("The subject has died"),
    ClosureReason.OTHER: _("Another reason"),
}

NOT_USEFUL_NAMES: dict[NotUsefulReason, Promise] = {
    NotUsefulReason.STALE: _("It was too old"),
    NotUsefulReason.LIMITED: _("It said too little"),
    NotUsefulReason.OTHER: _("Another reason"),
}


def missing_codes() -> frozenset[str]:
    """The features that an outcome can name as missing: those of completeness."""
    return frozenset(completeness_policy().words)


def missing_choices(sender_kind: SenderKind | None = None) -> list[tuple[str, str]]:
    """Codes and words of what may be missing, heaviest first: of one kind of sender, or of all."""
    policy = completeness_policy()
    if sender_kind is None:
        return [(code, said_text(words.missing)) for code, words in policy.words.items()]
    table = policy.tables[policy.senders[sender_kind]]
    codes = sorted(table, key=lambda code: -table[code])
    return [(code, said_text(policy.words[code].missing)) for code in codes]


def missing_text(code: str) -> str:
    """What was missing, in words; the code itself where a later version no longer knows it."""
    words = completeness_policy().words.get(code)
    return said_text(words.missing) if words else code


def missing_advice(code: str) -> str:
    """Where to find what was missing."""
    words = completeness_policy().words.get(code)
    return said_text(words.advice) if words else ""
