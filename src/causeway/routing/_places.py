"""From the name of a place to a force.

A name that several forces share names their common parent, or none: unknown is a queue, not a guess.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from causeway.routing._authorities import named_authorities
from causeway.routing._forces import force, forces
from causeway.routing._tables import read_table

COUNTRY_WORDS = {
    "uk": "GB",
    "united kingdom": "GB",
    "great britain": "GB",
    "england": "GB",
    "wales": "GB",
    "scotland": "GB",
    "northern ireland": "GB",
    "gbr": "GB",
    "ireland": "IE",
    "irl": "IE",
    "netherlands": "NL",
    "the netherlands": "NL",
    "nederland": "NL",
    "nld": "NL",
    "italy": "IT",
    "italia": "IT",
    "ita": "IT",
}
"""What people write instead of the ISO code, for the countries we serve."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceFound:
    """What a name stands for.

    `force` is None where several forces share the name; `country` is None where several countries do.
    """

    country: str | None
    force: str | None


class PlaceNames:
    """Names of forces, authorities, towns, counties and provinces, and the places passed in (`name -> force code`),
    which come first.
    """

    def __init__(self, extra: Mapping[str, str] | None = None) -> None:
        self._extra = {fold_place(name): force(code).code for name, code in (extra or {}).items()}
        self._known = _known_places()

    def given(self, name: str) -> str | None:
        """The force of a place that was passed in, such as a school."""
        return self._extra.get(fold_place(name))

    def find(self, name: str, country: str | None = None) -> PlaceFound | None:
        """The place of a name, in one country where it is known; None for a name nobody knows."""
        key = fold_place(name)
        extra = self._extra.get(key)
        if extra is not None and country in (None, force(extra).country):
            return PlaceFound(country=force(extra).country, force=extra)
        codes = {code for code in self._known.get(key, ()) if country in (None, force(code).country)}
        if not codes:
            return None
        countries = {force(code).country for code in codes}
        return PlaceFound(country=countries.pop() if len(countries) == 1 else None, force=_one_of(codes))


def fold_place(name: str) -> str:
    """A place's name without case, accents, punctuation and the word for county in front."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    words = re.sub(r"[\W_]+", " ", plain.replace("'", "").replace("\u2019", "")).strip()
    return re.sub(r"^(?:co|county) (?=\w)", "", words)


def country_code(text: str | None) -> str | None:
    """ISO alpha-2 from what was written for a country, or None."""
    if not text or not text.strip():
        return None
    written = text.strip()
    word = COUNTRY_WORDS.get(fold_place(written))
    if word:
        return word
    return written.upper() if len(written) == 2 and written.isascii() and written.isalpha() else None


def _one_of(codes: set[str]) -> str | None:
    if len(codes) == 1:
        return next(iter(codes))
    parents = {force(code).parent for code in codes}
    return parents.pop() if len(parents) == 1 else None


def _known_places() -> dict[str, frozenset[str]]:
    known: defaultdict[str, set[str]] = defaultdict(set)
    for item in forces():
        known[fold_place(item.name)].add(item.code)
        if item.area:
            known[fold_place(item.area)].add(item.code)
    for body in named_authorities():
        if body.force and body.name:
            for name in _spellings(body.name):
                known[fold_place(name)].add(body.force)
    for row in read_table("places.csv"):
        known[fold_place(row["place"])].add(row["force"])
    return {name: frozenset(codes) for name, codes in known.items()}


def _spellings(name: str) -> tuple[str, ...]:
    """ONS writes `Bristol, City of`; people write `Bristol` or `City of Bristol`. The City of London is not London."""
    head, comma, tail = name.partition(", ")
    if not comma:
        return (name,)
    return (f"{tail} {head}",) if head == "London" else (head, f"{tail} {head}")
