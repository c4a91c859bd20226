"""Parts of a whole that is told: which of them may be told, so that none under ten can be worked out."""

from collections.abc import Collection, Sequence

from causeway.triage.comparing import LEAST_GROUP


def sayable(counts: Sequence[int]) -> list[int | None]:
    """Parts of a whole that is told; None for those too small to be told, and for others with them, so that none can be
    worked out from what is told.
    """
    hidden = hidden_with(
        [(count,) for count in counts], {at for at, count in enumerate(counts) if 0 < count < LEAST_GROUP}
    )
    return [None if place in hidden else count for place, count in enumerate(counts)]


def hidden_with(counts: Sequence[tuple[int, ...]], too_small: Collection[int]) -> set[int]:
    """The places to hide: with those too small go the next smallest, until the sum of what is hidden, which the others
    leave of the whole, tells nothing of each.
    """
    hidden = set(too_small)
    others = sorted(set(range(len(counts))) - hidden, key=lambda place: (counts[place][0] == 0, counts[place][0]))
    while hidden and others and any(map(_tells, zip(*(counts[at] for at in hidden), strict=True))):
        last = counts[others[0]]
        # Those that are alike go together: which of them was hidden would say that none is smaller.
        hidden.update(at for at in others if counts[at] == last)
        others = [at for at in others if at not in hidden]
    return hidden


def _tells(hidden: Sequence[int]) -> bool:
    """Whether their sum says what each is, or is itself too small: all of them nine are the most that they can be."""
    return len(hidden) < 2 or sum(hidden) < LEAST_GROUP or sum(hidden) == len(hidden) * (LEAST_GROUP - 1)
