"""The names of all countries, in the languages in which people write them.

The names are those that `phonenumbers` brings along (Google's libphonenumber: Unicode CLDR by way of Java's locales;
Apache 2.0), so there is no table of our own to keep.
"""

from functools import cache

from causeway.routing._fold import fold_place

_ENGLISH = "en"


@cache
def country_names() -> dict[str, dict[str, str]]:
    """ISO alpha-2 to a language's code (ISO 639-1) to the country's name in it."""
    # Read at the first question: the table is large, and most programs never ask.
    from phonenumbers.geodata.locale import LOCALE_DATA

    found: dict[str, dict[str, str]] = {}
    for country, names in LOCALE_DATA.items():
        if country.isalpha() and len(country) == 2:
            found[country] = {language: _followed(names, name) for language, name in names.items()}
    return found


def country_name(code: str, language: str = _ENGLISH) -> str:
    """A country's name in a language, else in English; a code that nobody knows stays as it is."""
    names = country_names().get(code, {})
    return names.get(language) or names.get(_ENGLISH) or code


@cache
def codes_by_name() -> dict[str, str]:
    """ISO alpha-2 by each name as `fold_place` writes it; a name that two countries have stands for neither."""
    found: dict[str, set[str]] = {}
    for code, names in country_names().items():
        for name in set(names.values()):
            found.setdefault(fold_place(name), set()).add(code)
    return {name: codes.pop() for name, codes in found.items() if name and len(codes) == 1}


def _followed(names: dict[str, str], name: str) -> str:
    """What an entry such as `*en` refers to."""
    for _step in range(3):
        if not name.startswith("*"):
            break
        name = names.get(name[1:], "")
    return name if not name.startswith("*") else ""
