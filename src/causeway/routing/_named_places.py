"""Places that a desk has loaded, such as schools and youth clubs: how they are named, found and told alike.

A name that is the same but for case, accents and punctuation is the place. One that is the same but for words that
many names have, such as "school" and "primary", is only like it: a person says whether it is meant.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from causeway.routing._fold import fold_place

MOST_NAMED = 6
"""So many places of one name are looked at; a name that more have says nothing."""

_COMMON = frozenset(
    {
        "academy", "and", "basisschool", "catholic", "ce", "center", "centre", "church", "club", "college",
        "community", "comprensivo", "de", "di", "een", "england", "for", "gaelscoil", "grammar", "het", "high",
        "infant", "infants", "istituto", "junior", "liceo", "national", "ns", "of", "primaria", "primary", "rc",
        "saint", "saints", "school", "schools", "scoil", "scuola", "secondary", "st", "the", "van", "youth",
    }
)  # fmt: skip
"""Words that many names have and by which they are not told apart, in the languages of the forces that are known."""


class PlaceKind(StrEnum):
    """What a place is. A school is looked up by the school that a referral names, the others by declared places."""

    SCHOOL = "school"
    CLUB = "club"
    CARE = "care"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedPlace:
    """A place and the force in whose area it lies (a code of `routing.forces`)."""

    name: str
    kind: PlaceKind
    force: str


class NamedPlaces(Protocol):
    """Where places are looked up. Each answer holds at most `MOST_NAMED`."""

    def named(self, key: str) -> Sequence[NamedPlace]:
        """Those whose name or alias folds to this key (`place_key`)."""
        ...

    def alike(self, key: str) -> Sequence[NamedPlace]:
        """Those whose name or alias is like it (`alike_key`)."""
        ...


class NoPlaces:
    """None at all."""

    def named(self, key: str) -> Sequence[NamedPlace]:
        """Nothing."""
        del key
        return ()

    alike = named


def place_key(name: str) -> str:
    """By what a name is found."""
    return fold_place(name)


def alike_key(name: str) -> str:
    """By what names alike are found: the words that tell it apart, in alphabetical order; empty where it has none."""
    return " ".join(sorted({word for word in fold_place(name).split() if word not in _COMMON}))
