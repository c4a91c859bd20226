"""The public holidays of a country or a part of it, substitutes and days proclaimed once included.

The days come from the package holidays (MIT), whose tables name the law of each country. A region is an ISO 3166-1
country, or one of its parts where the days differ there: "IE", "GB-SCT". The loader of a country is read on first use.
"""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from causeway.timing._calendars import Calendar
from causeway.timing._errors import TimingError

_SPAN = range(-1, 4)
"""Years around a start that a deadline in working days can touch."""
_USUAL_PART = {"GB": "GB-ENG"}
"""Where the days differ within a country and nobody said which part is meant: England and Wales have the same."""


def region_of(country: str) -> str:
    """The region whose days count for a country where none of its parts was chosen."""
    return _USUAL_PART.get(country, country)


def regions_of(country: str) -> tuple[str, ...]:
    """The parts of a country among which can be chosen; the country alone where it has none, nothing where its days
    are not known.
    """
    parts = _supported().get(country)
    if parts is None:
        return ()
    return (
        (country, *(f"{country}-{part}" for part in parts))
        if country not in _USUAL_PART
        else tuple(f"{country}-{part}" for part in parts)
    )


def is_region(region: str) -> bool:
    """Whether the days of a region are known."""
    return region in regions_of(region.partition("-")[0])


@lru_cache(maxsize=256)
def holidays_of(region: str, year: int) -> dict[date, str]:
    """The holidays of a region in a year, each with its name in the language of the place.

    Raises:
        TimingError: the days of the region are not known.
    """
    if not is_region(region):
        raise TimingError("unknown_region", "The holidays of this region are not known.")
    from holidays import country_holidays

    country, _, part = region.partition("-")
    return dict(country_holidays(country, subdiv=part or None, years=year))


def working_calendar(region: str, zone: str, around: date, *, more_days: Iterable[date] = ()) -> Calendar:
    """The working days of a region in a zone, in the years about a day; where the region's days are not known, its
    weekends alone. `more_days` are days off of one organisation.
    """
    days = frozenset(more_days)
    if is_region(region):
        days |= _holidays_about(region, around.year)
    return Calendar(zone=zone, holidays=days)


@lru_cache(maxsize=64)
def _holidays_about(region: str, year: int) -> frozenset[date]:
    return frozenset(day for shift in _SPAN for day in holidays_of(region, year + shift))


@lru_cache(maxsize=1)
def _supported() -> dict[str, list[str]]:
    from holidays import list_supported_countries

    return list_supported_countries(include_aliases=False)
