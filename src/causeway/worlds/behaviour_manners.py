"""How kinds of accounts behave in the generated world of early warning: frequencies of our own, one table, no engine's.

The hard innocents resemble those who seek children out in one respect or two each: a youth worker knows many, a family
gives gifts and is much older, a game clan comes from far and moves elsewhere to talk, a celebrity is written to by
everybody, a seller sends one text to all and is refused. The evaders avoid what gives others away.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

Range = tuple[float, float]


class BehaviourKind(StrEnum):
    """What an account truly is."""

    TEENAGER = "teenager"
    ADULT = "adult"
    YOUTH_WORKER = "youth_worker"
    FAMILY = "family"
    GAME_CLAN = "game_clan"
    CELEBRITY = "celebrity"
    SELLER = "seller"
    SEEKER = "seeker"
    """Seeks children out, openly."""
    SLOW_SEEKER = "slow_seeker"
    """Few at a time, over weeks."""
    MANY_ACCOUNTS = "many_accounts"
    """Spreads what it does over several accounts, one after another."""
    CAREFUL_SEEKER = "careful_seeker"
    """Keeps under what services are known to count."""


SEEKERS: Final = frozenset(
    {
        BehaviourKind.SEEKER,
        BehaviourKind.SLOW_SEEKER,
        BehaviourKind.MANY_ACCOUNTS,
        BehaviourKind.CAREFUL_SEEKER,
    }
)
EVADERS: Final = SEEKERS - {BehaviourKind.SEEKER}


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """Frequencies of one kind. Ranges are drawn from once an account; shares are chances at each contact."""

    share: float
    """Of all accounts."""
    ages: Range
    age_confidence: Range
    minors_a_week: Range = (0, 0)
    """New contacts with minors, by either side."""
    adults_a_week: Range = (0.5, 2)
    messages: Range = (4, 20)
    """With each contact."""
    starts: Range = (0.4, 0.6)
    sends: Range = (0.45, 0.55)
    connected: float = 0.8
    """That both know somebody in common."""
    refused: float = 0.1
    far: float = 0.1
    aside: float = 0.1
    """That they met in a group, and went on in private within hours."""
    gives: float = 0.0
    invites: float = 0.0
    invites_after_hours: Range = (24, 400)
    copies: float = 0.0
    blocked: float = 0.005
    reported: float = 0.001
    group_posts_a_week: Range = (0, 6)
    on_blocked_device: float = 0.004
    is_new: float = 0.05
    claims_to_be_young: float = 0.0
    """That the account states an age it has not, which the service doubts."""


MANNERS: Final[dict[BehaviourKind, Manner]] = {
    BehaviourKind.TEENAGER: Manner(
        share=0.36, ages=(13, 17.9), age_confidence=(0.5, 0.95), minors_a_week=(0.5, 2.5), adults_a_week=(0, 0.4),
        messages=(4, 24), connected=0.75, refused=0.15, aside=0.25, gives=0.04, invites=0.12, copies=0.01,
        blocked=0.02, reported=0.003, group_posts_a_week=(1, 12),
    ),
    BehaviourKind.ADULT: Manner(
        share=0.48, ages=(18, 70), age_confidence=(0.5, 0.95), minors_a_week=(0, 0.15), adults_a_week=(0.5, 4),
        connected=0.7, gives=0.05, invites=0.08,
    ),
    BehaviourKind.YOUTH_WORKER: Manner(
        share=0.02, ages=(20, 60), age_confidence=(0.6, 0.95), minors_a_week=(3, 12), messages=(2, 14),
        starts=(0.35, 0.75), sends=(0.45, 0.65), connected=0.85, refused=0.08, far=0.05, aside=0.4, gives=0.02,
        invites=0.15, copies=0.35, blocked=0.012, reported=0.003, group_posts_a_week=(5, 25),
    ),
    BehaviourKind.FAMILY: Manner(
        share=0.08, ages=(25, 75), age_confidence=(0.6, 0.95), minors_a_week=(0.1, 0.8), messages=(10, 60),
        starts=(0.4, 0.8), connected=0.9, refused=0.05, far=0.25, gives=0.35, invites=0.3, blocked=0.01,
        reported=0.001,
    ),
    BehaviourKind.GAME_CLAN: Manner(
        share=0.04, ages=(18, 34), age_confidence=(0.4, 0.9), minors_a_week=(0.5, 4), messages=(4, 40),
        connected=0.35, refused=0.2, far=0.6, aside=0.6, gives=0.12, invites=0.45, invites_after_hours=(0.5, 72),
        copies=0.03, blocked=0.03, reported=0.008, group_posts_a_week=(6, 40),
    ),
    BehaviourKind.CELEBRITY: Manner(
        share=0.003, ages=(18, 45), age_confidence=(0.8, 0.99), minors_a_week=(20, 60), messages=(1, 4),
        starts=(0.0, 0.08), sends=(0.1, 0.3), connected=0.3, refused=0.02, far=0.7, aside=0.02, invites=0.01,
        copies=0.5, blocked=0.004, reported=0.001, group_posts_a_week=(5, 20),
    ),
    BehaviourKind.SELLER: Manner(
        share=0.006, ages=(18, 50), age_confidence=(0.4, 0.8), minors_a_week=(2, 10), adults_a_week=(10, 30),
        messages=(1, 3), starts=(0.9, 1.0), sends=(0.6, 0.95), connected=0.1, refused=0.6, far=0.6, invites=0.15,
        invites_after_hours=(0.2, 24), copies=0.8, blocked=0.05, reported=0.015, on_blocked_device=0.15, is_new=0.5,
    ),
    BehaviourKind.SEEKER: Manner(
        share=0.004, ages=(19, 60), age_confidence=(0.4, 0.9), minors_a_week=(5, 18), messages=(2, 40),
        starts=(0.75, 1.0), sends=(0.5, 0.7), connected=0.15, refused=0.5, far=0.6, aside=0.35, gives=0.12,
        invites=0.4, invites_after_hours=(0.5, 72), copies=0.3, blocked=0.07, reported=0.02, on_blocked_device=0.2,
        is_new=0.5, claims_to_be_young=0.35,
    ),
    BehaviourKind.SLOW_SEEKER: Manner(
        share=0.002, ages=(19, 60), age_confidence=(0.4, 0.9), minors_a_week=(0.8, 3), messages=(6, 50),
        starts=(0.7, 1.0), sends=(0.5, 0.65), connected=0.25, refused=0.4, far=0.55, aside=0.4, gives=0.2,
        invites=0.45, invites_after_hours=(12, 200), copies=0.05, blocked=0.05, reported=0.015,
        on_blocked_device=0.1, is_new=0.2, claims_to_be_young=0.3,
    ),
    BehaviourKind.MANY_ACCOUNTS: Manner(
        share=0.002, ages=(19, 60), age_confidence=(0.3, 0.8), minors_a_week=(2, 6), messages=(2, 25),
        starts=(0.8, 1.0), sends=(0.5, 0.7), connected=0.1, refused=0.5, far=0.6, aside=0.3, gives=0.08, invites=0.5,
        invites_after_hours=(0.5, 48), copies=0.3, blocked=0.06, reported=0.02, on_blocked_device=0.5, is_new=0.9,
        claims_to_be_young=0.5,
    ),
    BehaviourKind.CAREFUL_SEEKER: Manner(
        share=0.002, ages=(19, 50), age_confidence=(0.4, 0.8), minors_a_week=(1, 4), messages=(8, 40),
        starts=(0.5, 0.8), sends=(0.45, 0.55), connected=0.55, refused=0.2, far=0.3, aside=0.4, gives=0.05,
        invites=0.4, invites_after_hours=(60, 300), copies=0.0, blocked=0.03, reported=0.008,
        claims_to_be_young=0.5,
    ),
}  # fmt: skip
