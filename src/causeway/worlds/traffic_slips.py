"""What goes wrong with a word between who knows it and who writes it down."""

from datetime import datetime, timedelta
from random import Random

from causeway.worlds.traffic_rates import MOST_OFTEN, Rates

LAY_FACTOR = 3
_EPOCH_LATE = (1970, 1, 1, 0, 0, 9)
"""A device that never learnt the time counts from here (POSIX.1, seconds since the Epoch)."""


class Slips:
    """Slips of one teller; `is_lay` people make three times as many typing errors."""

    def __init__(self, rng: Random, rates: Rates, *, is_lay: bool) -> None:
        self._rng, self._rates = rng, rates
        self._typing_error = min(MOST_OFTEN, rates.typing_error * (LAY_FACTOR if is_lay else 1))

    def states(self, share: float = 1.0) -> bool:
        """Whether a fact that this teller has in `share` of cases is stated."""
        return self._rng.random() < share * (1 - self._rates.left_out)

    def written(self, word: str) -> str:
        """A word as typed: now and then with one letter wrong, missing, doubled or swapped with the next."""
        rng = self._rng
        if len(word) < 4 or rng.random() >= self._typing_error:
            return word
        at = rng.randrange(1, len(word) - 1)
        match rng.randrange(4):
            case 0:
                return word[:at] + word[at + 1 :]
            case 1:
                return word[:at] + word[at] + word[at:]
            case 2:
                return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
            case _:
                return word[:at] + rng.choice("abcdefghijklmnopqrstuvwxyz0123456789") + word[at + 1 :]

    def email(self, address: str) -> str:
        """A mailbox, perhaps with capitals or a space after it, perhaps mistyped."""
        local, _, domain = address.partition("@")
        local = self.written(local)
        if self._rng.random() < self._rates.other_form:
            return self._rng.choice((f"{local.title()}@{domain}", f"{local}@{domain} ", f"{local}@{domain.title()}"))
        return f"{local}@{domain}"

    def phone(self, number: str) -> str:
        """A number in E.164, perhaps with 00 and spaces, perhaps mistyped in a digit."""
        rng = self._rng
        if rng.random() < self._typing_error:
            at = rng.randrange(6, len(number))
            number = number[:at] + str(rng.randrange(10)) + number[at + 1 :]
        if rng.random() < self._rates.other_form:
            return rng.choice((f"00{number[1:]}", f"{number[:4]} {number[4:8]} {number[8:]}"))
        return number

    def postcode(self, postcode: str) -> str:
        """A postcode, perhaps in small letters or without its space."""
        if self._rng.random() < self._rates.other_form:
            return self._rng.choice((postcode.replace(" ", ""), postcode.casefold(), f" {postcode.casefold()}"))
        return postcode

    def clock(self, at: datetime) -> datetime:
        """What a machine's clock says."""
        if self._rng.random() >= self._rates.wrong_clock:
            return at
        return at - timedelta(hours=1) if self._rng.random() < 0.7 else datetime(*_EPOCH_LATE, tzinfo=at.tzinfo)

    def recalled(self, at: datetime) -> datetime:
        """When people say it was: some hours off, now and then some days."""
        hours = self._rng.uniform(-4, 4)
        if self._rng.random() < self._rates.wrong_day:
            hours = self._rng.choice((-1, 1)) * self._rng.uniform(30, 120)
        return (at + timedelta(hours=hours)).replace(minute=0, second=0, microsecond=0)
