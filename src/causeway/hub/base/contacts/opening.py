"""When somebody answers: hours in OpenStreetMap's opening_hours format, with zones and public holidays. Pure.

The `opening-hours-py` library reads the format (https://wiki.openstreetmap.org/wiki/Key:opening_hours) and knows the
public holidays of countries; everything here is about one contact point.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from zoneinfo import ZoneInfo

from opening_hours import OpeningHours, ParserError, UnknownCountryError  # type: ignore[attr-defined]  # not in its stubs


class Answering(StrEnum):
    """Whether somebody answers now."""

    NOW = "now"
    LATER = "later"
    NOT_KNOWN = "not_known"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a contact point stands at one moment; `changes_at` is when that ends, None where it never does or nobody
    knows.
    """

    answering: Answering
    changes_at: datetime | None = None


def are_hours(text: str) -> bool:
    """Whether this can be read as hours."""
    return _read(text, "UTC", "") is not None


def standing(hours: str, *, zone: str, country: str, now: datetime) -> Standing:
    """How hours stand at a moment, in their own zone and with the public holidays of this country (ISO 3166)."""
    read = _read(hours, zone, country)
    if read is None:
        return Standing(answering=Answering.NOT_KNOWN)
    local = now.astimezone(ZoneInfo(zone))
    if read.is_unknown(local):
        return Standing(answering=Answering.NOT_KNOWN)
    answering = Answering.NOW if read.is_open(local) else Answering.LATER
    return Standing(answering=answering, changes_at=read.next_change(local))


@cache
def _read(text: str, zone: str, country: str) -> "OpeningHours | None":
    if not text.strip():
        return None
    try:
        return OpeningHours(text, timezone=ZoneInfo(zone), country=country or None)
    except UnknownCountryError:
        return _read(text, zone, "")
    except ParserError:
        return None
