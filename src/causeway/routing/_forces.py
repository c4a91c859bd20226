"""The police forces a referral can go to. Sources and licences stand in the tables themselves and in data/README.md."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from causeway.routing._errors import RoutingError
from causeway.routing._tables import read_table


class ForceLevel(StrEnum):
    """What kind of body a force is."""

    TERRITORIAL = "territorial"
    SPECIAL = "special"
    REGION = "region"
    DIVISION = "division"
    UNIT = "unit"
    CENTRE = "centre"


@dataclass(frozen=True, slots=True, kw_only=True)
class Force:
    """A police force, or the part of one that takes referrals.

    `code` never changes its meaning. `country` is ISO alpha-2, `zone` an IANA time zone, `parent` the code of the body
    above, `area` the name of the land it serves.
    """

    code: str
    name: str
    area: str | None
    country: str
    level: ForceLevel
    parent: str | None
    zone: str


@cache
def forces() -> tuple[Force, ...]:
    """Every force, by code."""
    rows = [*read_table("forces_england_wales.csv"), *read_table("forces.csv")]
    return tuple(sorted((_force(row) for row in rows), key=lambda force: force.code))


def force(code: str) -> Force:
    """The force of a code; `RoutingError` `unknown_force` where there is none."""
    try:
        return _by_code()[code]
    except KeyError as error:
        raise RoutingError("unknown_force", "There is no force of this code.") from error


@cache
def countries_with_forces() -> frozenset[str]:
    """The countries (ISO alpha-2) that have forces of ours."""
    return frozenset(item.country for item in forces())


@cache
def _by_code() -> dict[str, Force]:
    return {item.code: item for item in forces()}


def _force(row: dict[str, str]) -> Force:
    return Force(
        code=row["code"],
        name=row["name"],
        area=row["area"] or None,
        country=row["country"],
        level=ForceLevel(row["level"]),
        parent=row["parent"] or None,
        zone=row["zone"],
    )
