"""From the name of a place to a force.

A name that several forces share names their common parent, or none: unknown is a queue, not a guess.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from causeway.routing._authorities import named_authorities
from causeway.routing._country_names import codes_by_name
from causeway.routing._fold import fold_place
from causeway.routing._forces import force, forces
from causeway.routing._tables import read_table

_WRITTEN_AS = {
    "GB": "uk, gb, gbr, united kingdom, great britain, britain, england, wales, scotland, northern ireland, cymru, "
    "y deyrnas unedig, verenigd koninkrijk, regno unito",
    "IE": "irl, ireland, republic of ireland, eire, ierland, irlanda",
    "NL": "nld, netherlands, kingdom of the netherlands, holland, nederland, paesi bassi, olanda, an isiltir",
    "IT": "ita, italy, italia, italian republic, repubblica italiana, italie, an iodail",
}
"""Names as they fold: ISO 3166-1 (codes, short and official names), Unicode CLDR (the names in English, Welsh, Irish,
Dutch and Italian), the nations of the United Kingdom by the ONS, and Holland and Olanda, which people say.
"""

COUNTRY_WORDS = {word: code for code, words in _WRITTEN_AS.items() for word in words.split(", ")}
"""What people write instead of the ISO code, for the countries we serve."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceFound:
    """What a name stands for.

    `force` is None where several forces share the name; `country` is None where several countries do. `candidates` are
    the codes of all that have it.
    """

    country: str | None
    force: str | None
    candidates: tuple[str, ...]


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
            return PlaceFound(country=force(extra).country, force=extra, candidates=(extra,))
        codes = {code for code in self._known.get(key, ()) if country in (None, force(code).country)}
        if not codes:
            return None
        countries = {force(code).country for code in codes}
        return PlaceFound(
            country=countries.pop() if len(countries) == 1 else None,
            force=_one_of(codes),
            candidates=tuple(sorted(codes)),
        )


def country_code(text: str | None) -> str | None:
    """ISO alpha-2 from what was written for a country, or None."""
    if not text or not text.strip():
        return None
    written = text.strip()
    return country_named(written) or _as_code(written) or codes_by_name().get(fold_place(written).removeprefix("the "))


def country_named(text: str | None) -> str | None:
    """The country that a name means, or two names that mean one, such as `England, UK`. A code alone is no name."""
    words = fold_place(text or "").removeprefix("the ").split()
    names = [" ".join(words)]
    for at in range(1, len(words)):
        head, tail = " ".join(words[:at]), " ".join(words[at:])
        if COUNTRY_WORDS.get(head) == COUNTRY_WORDS.get(tail):
            names.append(head)
    return next((COUNTRY_WORDS[name] for name in names if name in COUNTRY_WORDS), None)


def _as_code(written: str) -> str | None:
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
