"""How people judge is told only of a group: of few, a total would be the figure of one person."""

from causeway.hub.base.organisations.queries.people import people_in_roles
from causeway.vocabulary.organisations import Role

FEWEST_PEOPLE = 10
"""As with answers to surveys (ADR 11)."""


def are_enough_at_the_desk() -> bool:
    """Whether a total over the desk's people may be shown to whoever leads them. Runs inside the caller's
    transaction.
    """
    return len(people_in_roles([Role.REVIEWER, Role.SUPERVISOR])) >= FEWEST_PEOPLE
