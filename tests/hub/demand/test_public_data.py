"""The published figures that come with the program against the tables from which they were made."""

import csv
from collections import defaultdict

from django.utils.translation import override

from causeway.hub.commons.demand.forms import CountryForm
from causeway.hub.commons.demand.parts.public_figures import country_name
from causeway.hub.commons.demand.public_figures import public_figures
from shared_data import shared_data


def count_of(text: str) -> int | None:
    return int(text.replace(",", "")) if text.strip() else None


def test_the_years_are_those_of_the_source() -> None:
    with shared_data("ncmec-transparency/ocse-reports-per-year.csv").open(encoding="utf-8") as lines:
        source = {int(row["year"]): count_of(row["reports"]) for row in csv.DictReader(lines)}
    assert dict(public_figures().years) == source


def test_the_countries_are_those_of_the_source_with_both_spellings_of_one_added_up() -> None:
    source: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    with shared_data("ncmec-transparency/ocse-reports-per-country.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            for year in range(2019, 2024):
                if (count := count_of(row[str(year)])) is not None:
                    source[row["iso3"] or "unknown"][year] += count
    assert {code: country.years for code, country in public_figures().countries.items()} == source


def test_each_country_is_named_in_the_reader_s_language() -> None:
    countries = public_figures().countries
    for language in ("nl", "it"):
        with override(language):
            assert all(country.names[language] for code, country in countries.items() if code != "unknown")
            assert country_name(countries["DEU"]) == {"nl": "Duitsland", "it": "Germania"}[language]
            offered = [str(name) for _code, name in CountryForm().fields["country"].choices]  # type: ignore[attr-defined]
            assert country_name(countries["NLD"]) in offered
    assert country_name(countries["DEU"]) == "Germany"
