"""Who in a referral is, or may be, a child: one answer for priority, queue, playbook, case and page.

A child may stand in any role. One who is said to have harmed is a child first: safeguarded before anything else.
"""

from datetime import date

from causeway.vocabulary.referral import Annotation, Party, PartyRole, Referral


def may_be_child(party: Party, *, on: date) -> bool:
    """Whether this person is known to be a child, in whatever role, or is a victim of whom nobody says otherwise."""
    known = party.child(on)
    return known is True or (known is None and party.role is PartyRole.VICTIM)


def has_child_subject(referral: Referral, *, on: date) -> bool:
    """Whether a person said to have harmed is a child: by age on the day of the incident, else on `on`, or because
    the sender says that it happened between children.
    """
    if Annotation.BETWEEN_CHILDREN in referral.annotations:
        return True
    day = min(on, referral.occurred_at.date()) if referral.occurred_at else on
    return any(party.child(day) is True for party in referral.parties_as(PartyRole.SUBJECT))
