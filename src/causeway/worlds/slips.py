"""The slips of people and machines: postcodes, mailboxes and numbers as they get typed, and clocks that are wrong.

Each takes the set of lures of a referral and notes there that it slipped. None makes a thing unreadable to somebody
who knows the form.
"""

from datetime import datetime, timedelta
from random import Random

_EPOCH_LATE = (1970, 1, 1, 0, 0, 9)
"""A device that never learnt the time counts from here (POSIX.1, seconds since the Epoch)."""


def typed_postcode(rng: Random, postcode: str, lures: set[str]) -> str:
    """As people type it: without the space, in small letters, with a space too many; right in five cases of eight."""
    return _slipped(
        rng,
        postcode,
        (postcode.replace(" ", ""), postcode.casefold(), f" {postcode.replace(' ', '  ')} "),
        0.625,
        lures,
    )


def typed_email(rng: Random, address: str, lures: set[str]) -> str:
    """With capitals or a space after it; right in 85 of a hundred."""
    local, _, domain = address.partition("@")
    return _slipped(
        rng, address, (f"{local.title()}@{domain}", f"{address} ", f"{local}@{domain.title()}"), 0.85, lures
    )


def typed_phone(rng: Random, number: str, lures: set[str]) -> str:
    """An E.164 number with spaces, with 00 for the plus, or with brackets; right in half the cases."""
    country = next(code for code in ("+353", "+44", "+33", "+1") if number.startswith(code))
    rest = number.removeprefix(country)
    forms = (f"{country} {rest[:4]} {rest[4:]}", f"00{number[1:]}", f"{country} ({rest[:3]}) {rest[3:]}")
    return _slipped(rng, number, forms, 0.5, lures)


def told_clock(rng: Random, at: datetime, lures: set[str]) -> datetime:
    """One clock in twenty-five is an hour slow, or still stands at the start of its count."""
    if rng.random() >= 0.04:
        return at
    lures.add("wrong_clock")
    return at - timedelta(hours=1) if rng.random() < 0.7 else datetime(*_EPOCH_LATE, tzinfo=at.tzinfo)


def _slipped(rng: Random, right: str, forms: tuple[str, ...], share_right: float, lures: set[str]) -> str:
    if rng.random() < share_right:
        return right
    lures.add("typing_error")
    return rng.choice(forms)
