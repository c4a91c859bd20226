"""Handles that look alike: people keep to one name from service to service, and others mistype it.

Weak evidence, and dear to look for: so a handle is found by three marks (its letters without digits and stops, how it
begins and how it ends), and only what shares a mark is compared, by edit distance (Levenshtein 1966, as rapidfuzz has
it). Of two spellings that differ by one slip, at least one mark agrees where the slip is not in the middle.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from rapidfuzz import fuzz

from causeway.linking._holders import SHOWN, account_sort
from causeway.linking.model import SelectorKey

_LEAST = 8
"""A shorter handle looks like too many others."""
_END = 8
MOST_HANDLES = 12
"""Of more, as the tellings of what goes round name them together, two look alike by chance."""
_ALIKE = 88.0
"""Of 100, by rapidfuzz's `ratio`: one slip in nine letters, or two digits more."""


def handle_marks(keys: Iterable[SelectorKey]) -> Iterator[str]:
    """The marks of the handles among these."""
    for key in sorted(keys):
        if (bare := _bare(key)) is not None:
            yield from _marks(bare)


Handles = tuple[tuple[SelectorKey, str], ...]
"""Handles, each beside its bare form."""
Alike = tuple[SelectorKey, SelectorKey]


def handles_of(keys: Iterable[SelectorKey]) -> Handles:
    """The handles among these that are long enough to look alike, in order."""
    return tuple((key, bare) for key in sorted(keys) if (bare := _bare(key)) is not None)


def alike_handles(left: Handles, right: Handles) -> Alike | None:
    """The two handles that look most alike without being the same account, or None."""
    best: tuple[float, SelectorKey, SelectorKey] | None = None
    for one, bare in left:
        for other, other_bare in right:
            if one == other:
                return None
            likeness = fuzz.ratio(bare, other_bare, score_cutoff=_ALIKE)
            if likeness >= _ALIKE and (best is None or (-likeness, one, other) < (-best[0], best[1], best[2])):
                best = likeness, one, other
    return None if best is None else best[1:]


def looks_like_one_of(handles: Handles, keys: Iterable[SelectorKey]) -> bool:
    """Whether any of these accounts is named by one of the handles, or by one that looks alike."""
    theirs, ours = handles_of(keys), {key for key, _ in handles}
    return any(key in ours for key, _ in theirs) or alike_handles(handles, theirs) is not None


def is_slip(alike: Alike) -> bool:
    """Whether the two stand at one service, so that one may be the other mistyped."""
    return account_sort(alike[0]) == account_sort(alike[1])


@lru_cache(maxsize=65_536)
def _marks(bare: str) -> tuple[str, ...]:
    letters = re.sub(r"\d", "", bare)
    found = [letters] if len(letters) >= _LEAST else []
    if len(bare) > _END:
        found += [f"^{bare[:_END]}", f"{bare[-_END:]}$"]
    return tuple(found)


@lru_cache(maxsize=65_536)
def _bare(key: SelectorKey) -> str | None:
    """A handle without stops and strokes, or None for what is no handle or too short a one."""
    sort = account_sort(key)
    if sort is None or sort[1] != SHOWN:
        return None
    bare = re.sub(r"[\W_]+", "", key[1].partition(SHOWN)[2])
    return bare if len(bare) >= _LEAST else None
