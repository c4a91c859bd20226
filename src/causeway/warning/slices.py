"""How often accounts are flagged, by language, region and age band: whom early warning looks at more often than others.

Counts only, and none under `FEWEST`: a slice of a handful of accounts would tell of persons.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from causeway.warning.state import Account

FEWEST: Final = 10
_MOST_VALUES: Final = 500
"""Of a dimension; what comes later counts under `OTHER`."""
OTHER: Final = "other"
UNKNOWN: Final = "unknown"
_BANDS: Final = ((18, "under 18"), (25, "18-24"), (40, "25-39"), (200, "40 and over"))


@dataclass(frozen=True, slots=True, kw_only=True)
class SliceRate:
    """Of a slice: days on which accounts were active, candidates, and candidates that no evidence but chance drew."""

    dimension: str
    value: str
    account_days: int
    candidates: int

    @property
    def per_100_000(self) -> float:
        """Candidates for 100,000 days of an active account."""
        return 100_000 * self.candidates / self.account_days


class Slices:
    """Counts by dimension and value; `counts` holds account-days and candidates and is what a snapshot keeps."""

    def __init__(self, counts: Mapping[str, Mapping[str, list[int]]] | None = None) -> None:
        self.counts: dict[str, dict[str, list[int]]] = {
            dimension: {value: list(pair) for value, pair in values.items()}
            for dimension, values in (counts or {}).items()
        }

    def note_active(self, account: Account) -> None:
        """Count a day on which an account was active."""
        self._note(account, 0)

    def note_candidate(self, account: Account) -> None:
        """Count a candidate."""
        self._note(account, 1)

    def rates(self) -> tuple[SliceRate, ...]:
        """Every slice with at least `FEWEST` account-days, in order."""
        return tuple(
            SliceRate(dimension=dimension, value=value, account_days=days, candidates=candidates)
            for dimension, values in sorted(self.counts.items())
            for value, (days, candidates) in sorted(values.items())
            if days >= FEWEST
        )

    def _note(self, account: Account, place: int) -> None:
        named = {"language": account.language, "region": account.region, "age": age_band(account.age)}
        for dimension, value in named.items():
            values = self.counts.setdefault(dimension, {})
            name = value or UNKNOWN
            if name not in values and len(values) >= _MOST_VALUES:
                name = OTHER
            values.setdefault(name, [0, 0])[place] += 1


def age_band(age: float | None) -> str | None:
    """The band of an age in years."""
    return None if age is None else next(name for below, name in _BANDS if age < below)
