"""A selector: one normalised identifier by which two referrals may turn out to speak of the same person."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class SelectorKind(StrEnum):
    """What sort of identifier a selector is."""

    # A key of selectors is hashed many times for each referral, and the hash of an `Enum` is no compiled code.
    __hash__ = str.__hash__

    IP = "ip"
    EMAIL = "email"
    PHONE = "phone"
    ACCOUNT = "account"
    DEVICE = "device"
    URL = "url"
    NAME = "name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Selector:
    """A normalised identifier.

    `value` is the canonical form, equal for two spellings of the same thing. `port` and `at` (UTC) are given for an IP
    address when they are known: behind a shared address only the three together tell one subscriber from another.
    """

    kind: SelectorKind
    value: str
    port: int | None = None
    at: datetime | None = None
