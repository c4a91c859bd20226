"""Published CyberTipline figures, as context for one's own: see data/SOURCES.md for where they come from."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_DATA = Path(__file__).with_name("data")
UNKNOWN_COUNTRY = "unknown"

ByYear = Mapping[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """One country's figures; a year in which none was published is absent."""

    code: str
    names: Mapping[str, str]
    """By language."""
    years: ByYear


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicFigures:
    """Reports by year; and for later years by concern, recipient, kind of file and country."""

    years: ByYear
    concerns: Mapping[str, ByYear]
    recipients: Mapping[str, ByYear]
    files: Mapping[str, ByYear]
    countries: Mapping[str, Country]


@cache
def public_figures() -> PublicFigures:
    """The tables that come with the program."""
    tables: dict[str, dict[str, dict[int, int]]] = {}
    names: dict[str, dict[str, str]] = {}
    for row in _rows("cybertipline.csv"):
        of_key = tables.setdefault(row["table"], {}).setdefault(row["key"], {})
        of_key[int(row["year"])] = int(row["reports"])
        names[row["key"]] = {"en": row["name"]}
    for row in _rows("country_names.csv"):
        names[row["key"]] |= {"nl": row["nl"], "it": row["it"]}
    return PublicFigures(
        years=tables["year"]["all"],
        concerns=tables["concern"],
        recipients=tables["recipient"],
        files=tables["files"],
        countries={
            code: Country(code=code, names=names[code], years=years) for code, years in tables["country"].items()
        },
    )


def _rows(name: str) -> list[dict[str, str]]:
    with (_DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
