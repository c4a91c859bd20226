"""What no door lets in, whatever its format: each refusal names the field and the fault, never the value.

The checks are few on purpose: a referral that is thin is still a referral, and completeness says what it lacks.
"""

import math
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import datetime, timedelta
from typing import Any

from causeway.hub.base.acting.errors import Invalid
from causeway.vocabulary.referral import REFERRAL_SCHEMA_VERSION, Referral

CLOCK_SKEW = timedelta(minutes=5)
"""By how much a sender's clock may run ahead of ours (our choice)."""

MOST_ATTACHMENTS = 1_000
MOST_PARTIES = 1_000
MOST_INCIDENTS = 1_000
"""A thousand of each is far more than one event holds; a batch belongs into several referrals (our choice)."""

LONGEST: dict[str, int] = {
    "platform": 256,
    "sender_reference": 255,
    "attachments[].name": 2056,
    "attachments[].original_name": 2056,
}
"""In characters: the CyberTipline's limits for the same facts; `sender_reference` is ours."""

OLDEST_AGE_YEARS = 150
HIGHEST_PORT = 65_535


def check_referral(referral: Referral, *, file_count: int, now: datetime) -> None:
    """Refuse what cannot be kept or acted on.

    Raises:
        Invalid: the first fault found; `field` is its path in the document, such as `parties[0].ip_events[2].port`.
    """
    if referral.schema_version != REFERRAL_SCHEMA_VERSION:
        raise Invalid(f"This hub reads schema version {REFERRAL_SCHEMA_VERSION}.", field="schema_version")
    for name, most in (("attachments", MOST_ATTACHMENTS), ("parties", MOST_PARTIES), ("incidents", MOST_INCIDENTS)):
        if len(getattr(referral, name)) > most:
            raise Invalid(f"One referral can hold {most} of these at most.", field=name)
    if file_count > MOST_ATTACHMENTS:
        raise Invalid(f"One referral can hold {MOST_ATTACHMENTS} files at most.", field="files")
    says_something = referral.parties or referral.attachments or referral.incidents or file_count
    if not says_something and not (referral.narrative or "").strip():
        raise Invalid(
            "There is nothing here to act on: tell of a person, a place where it happened, a file, or what happened.",
            field="narrative",
        )
    check_values(referral)
    if referral.occurred_at is not None and referral.occurred_at > now + CLOCK_SKEW:
        raise Invalid("This time lies in the future.", field="occurred_at")
    _check_associates(referral)


def told_or_none(text: str | None) -> str | None:
    """The text as it was told; None where it holds nothing but spaces, which tell nothing."""
    return text if text and text.strip() else None


def check_values(value: object, path: str = "") -> None:
    """Refuse single values that cannot be stored or would mislead: times without zone, impossible numbers, unstorable
    characters.

    Raises:
        Invalid: as `check_referral`.
    """
    for where, found in _leaves(value, path):
        fault = _fault(where, found)
        if fault:
            raise Invalid(fault, field=where)


def _check_associates(referral: Referral) -> None:
    for index, party in enumerate(referral.parties):
        owner = party.associate_of
        if owner is not None and (not 0 <= owner < len(referral.parties) or owner == index):
            raise Invalid(
                "This must be the place of another party, counted from 0.", field=f"parties[{index}].associate_of"
            )


def _leaves(value: object, path: str) -> Iterator[tuple[str, Any]]:
    if is_dataclass(value):
        for field in fields(value):
            yield from _leaves(getattr(value, field.name), f"{path}.{field.name}" if path else field.name)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _leaves(item, f"{path}[{index}]")
    elif value is not None:
        yield path, value


def _fault(path: str, value: object) -> str | None:
    if isinstance(value, str):
        return _text_fault(path, value)
    if isinstance(value, datetime):
        return "This time has no time zone: end it in Z or an offset." if value.utcoffset() is None else None
    if isinstance(value, float):
        return None if math.isfinite(value) and _is_possible(path, value) else "This is not a possible number."
    if isinstance(value, int) and not isinstance(value, bool):
        return None if _is_possible(path, value) else "This is not a possible number."
    return None


def _text_fault(path: str, value: str) -> str | None:
    if "\x00" in value or any("\ud800" <= character <= "\udfff" for character in value):
        return "This holds a character that is not text."
    longest = LONGEST.get(_general(path))
    if longest is not None and len(value) > longest:
        return f"This is longer than {longest} characters."
    return None


def _general(path: str) -> str:
    """A path without the places: `attachments[3].name` is `attachments[].name`."""
    return "".join(part for part in path if not part.isdigit())


def _is_possible(path: str, value: float) -> bool:
    name = path.rpartition(".")[2]
    bounds = {
        "port": (1, HIGHEST_PORT),
        "age_years": (0, OLDEST_AGE_YEARS),
        "latitude": (-90, 90),
        "longitude": (-180, 180),
    }
    lowest, highest = bounds.get(name, (-(2**63), 2**63 - 1))
    return lowest <= value <= highest
