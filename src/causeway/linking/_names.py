"""Names of people that look alike: written in another alphabet, by ear, with a slip, or shortened.

A name never links by itself: many people share one, and more share a spelling near it. It supports what else two
referrals share. Letters are brought to Latin by `anyascii`, short forms come from `nicknames` (English ones), and slips
are found by edit distance (Levenshtein 1966, as rapidfuzz has it). What is heard and written down differs in its
vowels above all (as in Soundex; Russell 1918), so two words are also one by ear that have their consonants in common.
"""

import re
from collections.abc import Iterable
from enum import IntEnum
from functools import lru_cache

from anyascii import anyascii
from nicknames import NickNamer
from rapidfuzz import fuzz

from causeway.linking.model import SelectorKey
from causeway.vocabulary.selectors import SelectorKind

MOST_NAMES = 12
"""Of more, as the tellings of what goes round name them together, two look alike by chance."""
_WORDS = 2
"""A name of one word is none that could be compared."""
_EXTRA_WORDS = 1
"""So many words more may stand on one side: a second name, left out on the other."""
_ALIKE = 80.0
"""Of 100, by rapidfuzz's `ratio`: one slip in five letters."""
_LEAST_LETTERS = 4
"""A shorter word with a slip is another word."""
_LEAST_CONSONANTS = 3


class Likeness(IntEnum):
    """How two names are alike, the surest first; a name is no surer than its least sure word."""

    SPELT_ALIKE = 1
    SHORTENED = 2
    SLIPPED = 3
    BY_EAR = 4


Names = tuple[tuple[SelectorKey, tuple[str, ...]], ...]
"""Names, each beside its words in Latin letters."""
AlikeNames = tuple[SelectorKey, SelectorKey, Likeness]


def names_of(keys: Iterable[SelectorKey]) -> Names:
    """The names among these in order; none where there are too many."""
    found = sorted(key for key in keys if key[0] is SelectorKind.NAME)
    return tuple((key, _words(key[1])) for key in found) if len(found) <= MOST_NAMES else ()


def alike_names(left: Names, right: Names) -> AlikeNames | None:
    """The two names that are surest to be one without being the same, or None; None too where one is the same."""
    found: list[tuple[Likeness, SelectorKey, SelectorKey]] = []
    for one, words in left:
        for other, other_words in right:
            if one == other:
                return None
            if likeness := _likeness(words, other_words):
                found.append((likeness, one, other))
    if not found:
        return None
    likeness, one, other = min(found)
    return one, other, likeness


def _likeness(left: tuple[str, ...], right: tuple[str, ...]) -> Likeness | None:
    """How the words of two names pair up, in whatever order, each with its surest."""
    few, many = sorted((left, right), key=len)
    if len(few) < _WORDS or len(many) - len(few) > _EXTRA_WORDS:
        return None
    least, waiting = Likeness.SPELT_ALIKE, list(many)
    for word in sorted(few, key=lambda word: word not in many):
        paired = [(likeness, other) for other in waiting if (likeness := _of_words(*sorted((word, other))))]
        if not paired:
            return None
        likeness, other = min(paired)
        waiting.remove(other)
        least = max(least, likeness)
    return least


@lru_cache(maxsize=65_536)
def _of_words(one: str, other: str) -> Likeness | None:
    if one == other:
        return Likeness.SPELT_ALIKE
    if _long_forms(one) & _long_forms(other):
        return Likeness.SHORTENED
    if min(len(one), len(other)) >= _LEAST_LETTERS and fuzz.ratio(one, other) >= _ALIKE:
        return Likeness.SLIPPED
    heard = _heard(one)
    return Likeness.BY_EAR if len(heard) >= _LEAST_CONSONANTS and heard == _heard(other) else None


@lru_cache(maxsize=65_536)
def _words(name: str) -> tuple[str, ...]:
    return tuple(filter(None, (re.sub(r"[^a-z0-9]", "", anyascii(word).lower()) for word in name.split())))


@lru_cache(maxsize=1)
def _nicknames() -> NickNamer:
    return NickNamer()


@lru_cache(maxsize=65_536)
def _long_forms(word: str) -> frozenset[str]:
    return frozenset({word, *_nicknames().canonicals_of(word)})


@lru_cache(maxsize=65_536)
def _heard(word: str) -> str:
    """Its consonants, those of one sound written alike and once."""
    for written, sound in (("ph", "f"), ("x", "ks"), ("c", "k"), ("q", "k"), ("w", "v"), ("z", "s")):
        word = word.replace(written, sound)
    first, rest = re.sub(r"^[jy]", "i", word)[:1], re.sub(r"[aeiouyj]", "", word[1:])
    return re.sub(r"(.)\1+", r"\1", first + rest)
