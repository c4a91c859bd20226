"""What the body that protects a child is told: enough to act on, and no more."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class SafeguardingNotice:
    """One child, what is feared in plain words, what has been done, and whom to ask.

    `also_told` holds what the teller chose to add, a sentence each; it is empty unless they did. Nothing of a file, a
    conversation or an account is here by itself. `contact` names a person or a desk, `contact_email` a mailbox that
    somebody reads.
    """

    __pydantic_config__ = {"extra": "forbid"}

    child_name: str
    child_age_years: int | None = None
    child_born_on: date | None = None
    child_school: str | None = None
    place: str
    may_have_harmed: bool = False
    concern: str
    done_so_far: str
    is_urgent: bool = False
    contact: str
    contact_email: str
    contact_phone: str | None = None
    also_told: tuple[str, ...] = ()
