"""What came of past referrals, for the comparison of policies. Outcomes are recorded a step above, which registers the
way to look.
"""

from collections.abc import Callable, Collection
from uuid import UUID

Gains = Callable[[Collection[UUID]], dict[UUID, int]]
"""What came of these referrals, from 0 to 3, those of which it is known. Called inside the caller's transaction."""

_sources: list[Gains] = []


def register_outcomes(source: Gains) -> None:
    """Let policies be compared on what this finds. Call it from `AppConfig.ready`."""
    _sources[:] = [source]


def gains_known_of(referral_ids: Collection[UUID]) -> dict[UUID, int]:
    """What came of each of these, as far as it is known. Runs inside the caller's transaction."""
    return _sources[0](referral_ids) if _sources else {}
