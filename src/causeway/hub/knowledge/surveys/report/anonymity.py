"""Finds in a quote what could tell who said it, or of whom, before it is released. It helps a person look; it proves
nothing: a quote without a mark may still give somebody away.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

import phonenumbers


class Telling(StrEnum):
    """What sort of words could tell who it is."""

    FORCE = "force"
    EMAIL = "email"
    PHONE = "phone"
    LINK = "link"
    NUMBER = "number"
    NAME = "name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Words that somebody should look at, and where they stand."""

    kind: Telling
    start: int
    end: int
    words: str


_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_LINK = re.compile(r"(?:https?://|www\.)\S+|(?<!\w)@\w{2,}", re.IGNORECASE)
_NUMBER = re.compile(r"\b\w*\d{3,}\w*\b")
"""Three digits or more: a collar number, a case, a year."""
_TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr|PC|DC|DS|DI|DCI|Sgt|Insp)\.? +[A-Z]\w+")
_CAPITAL = re.compile(r"(?<![.!?…:\"“„«(\n] )(?<!^)\b[A-ZÀ-Þ][\w’'-]+(?: +[A-ZÀ-Þ][\w’'-]+)*", re.MULTILINE)
"""A word with a capital that does not begin a sentence: a name of somebody or of a place, most often."""
_NOT_NAMES = frozenset(
    {"I", "I’m", "I'm", "I’d", "I'd", "I’ve", "I've", "I’ll", "I'll", "UK", "EU", "IT", "CSAM", "OK"}
)
_SHORTEST_PHONE = 7
"""Digits; fewer are a number of some other sort."""
_SHORTEST_PART = 4
"""Of a force's name, words shorter than this tell nothing ("and", "of")."""
_COMMON_PARTS = frozenset({"police", "force", "city", "north", "south", "west", "east", "greater", "valley"})


def marks_in(text: str, forces: Collection[str] = ()) -> list[Mark]:
    """Every place to look at, in order; of two that overlap, the one of the surer kind."""
    found: list[Mark] = []
    for mark in _all(text, forces):
        if not any(mark.start < other.end and other.start < mark.end for other in found):
            found.append(mark)
    return sorted(found, key=lambda mark: mark.start)


def _all(text: str, forces: Collection[str]) -> Iterator[Mark]:
    """The surest first."""
    yield from _matches(Telling.EMAIL, _EMAIL, text)
    yield from _matches(Telling.LINK, _LINK, text)
    for found in phonenumbers.PhoneNumberMatcher(text, "GB", leniency=phonenumbers.Leniency.POSSIBLE):
        if sum(letter.isdigit() for letter in found.raw_string) >= _SHORTEST_PHONE:
            yield Mark(kind=Telling.PHONE, start=found.start, end=found.end, words=found.raw_string)
    if names := _force_pattern(forces):
        yield from _matches(Telling.FORCE, names, text)
    yield from _matches(Telling.NAME, _TITLED, text)
    yield from _matches(Telling.NUMBER, _NUMBER, text)
    capitals = _matches(Telling.NAME, _CAPITAL, text)
    yield from (mark for mark in capitals if mark.words.replace("'", "’") not in _NOT_NAMES)


def _matches(kind: Telling, pattern: re.Pattern[str], text: str) -> Iterator[Mark]:
    for found in pattern.finditer(text):
        yield Mark(kind=kind, start=found.start(), end=found.end(), words=found.group())


def _force_pattern(forces: Collection[str]) -> re.Pattern[str] | None:
    """Whole names of forces, and their telling parts ("Kent", "Avon"), in any letters."""
    names = set(forces)
    for force in forces:
        parts = re.split(r"[\s-]+", force)
        names |= {part for part in parts if len(part) >= _SHORTEST_PART and part.lower() not in _COMMON_PARTS}
    if not names:
        return None
    longest_first = sorted((re.escape(name) for name in names), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(longest_first)})\b", re.IGNORECASE)
