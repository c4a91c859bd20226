"""How often accounts are flagged, by language, region and age band: whom early warning looks at more often than others.

Counts only, and none of fewer than `FEWEST` accounts: a slice of a handful would tell of persons, however many days
each of them was active. An account counts once in each slice it was ever in; who was forgotten and comes back, anew.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from causeway.warning.state import Account

FEWEST: Final = 10
_MOST_VALUES: Final = 500
"""Of a dimension; what comes later counts under `OTHER`."""
OTHER: Final = "other"
UNKNOWN: Final = "unknown"
_BANDS: Final = ("under 18", "18-24", "25-39", "40 and over")
_BANDS_BEGIN: Final = (18.0, 25.0, 40.0)
_DIMENSIONS: Final = ("language", "region", "age")
_ACCOUNTS, _DAYS, _RAISED, _CANDIDATES = range(4)


@dataclass(frozen=True, slots=True, kw_only=True)
class SliceRate:
    """Of a slice: accounts that were active, the days on which they were, accounts that were raised, and candidates."""

    dimension: str
    value: str
    accounts: int
    account_days: int
    accounts_raised: int
    candidates: int

    @property
    def per_100_000(self) -> float:
        """Accounts raised for 100,000 accounts."""
        return 100_000 * self.accounts_raised / self.accounts


class Slices:
    """Counts by dimension and value; `counts` holds accounts, account-days, accounts raised and candidates, and is what
    a snapshot keeps.
    """

    def __init__(self, counts: Mapping[str, Mapping[str, list[int]]] | None = None) -> None:
        self.counts: dict[str, dict[str, list[int]]] = {
            dimension: {value: list(numbers) for value, numbers in values.items()}
            for dimension, values in (counts or {}).items()
        }

    def note_active(self, account: Account) -> None:
        """Count a day on which an account was active, and the account where it was not counted before."""
        account.counted_as = self._note(account, account.counted_as, _ACCOUNTS, _DAYS)

    def note_candidate(self, account: Account) -> None:
        """Count a candidate, and the account where it was not raised before."""
        account.raised_as = self._note(account, account.raised_as, _RAISED, _CANDIDATES)

    def rates(self) -> tuple[SliceRate, ...]:
        """Every slice with at least `FEWEST` accounts, in order."""
        return tuple(
            SliceRate(
                dimension=dimension,
                value=value,
                accounts=numbers[_ACCOUNTS],
                account_days=numbers[_DAYS],
                accounts_raised=numbers[_RAISED],
                candidates=numbers[_CANDIDATES],
            )
            for dimension, values in sorted(self.counts.items())
            for value, numbers in sorted(values.items())
            if numbers[_ACCOUNTS] >= FEWEST
        )

    def _note(self, account: Account, before: list[str] | None, new: int, always: int) -> list[str]:
        """Count under each dimension; gives the values under which the account is counted now."""
        now = [account.language or UNKNOWN, account.region or UNKNOWN, age_band(account.age) or UNKNOWN]
        for place, (dimension, value) in enumerate(zip(_DIMENSIONS, now, strict=True)):
            numbers = self._numbers(dimension, value)
            numbers[always] += 1
            numbers[new] += before is None or before[place] != value
        return now if now != before else before

    def _numbers(self, dimension: str, value: str) -> list[int]:
        values = self.counts.setdefault(dimension, {})
        if value not in values and len(values) >= _MOST_VALUES:
            value = OTHER
        return values.setdefault(value, [0, 0, 0, 0])


def age_band(age: float | None) -> str | None:
    """The band of an age in years."""
    return None if age is None else _BANDS[bisect_right(_BANDS_BEGIN, age)]
