"""Who wrote what, and who may be fitted on: authors in four parts that share no author and no conversation.

Positive authors and the others are parted apart, in the order of a keyed hash of their names, so that each part gets
its share of the few positives. Two who talk together may fall in different parts; their conversation then belongs to
the later part, and what the other wrote in it is not used. What is left of an author after that is its account.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from causeway.warning.evaluation._arrays import Flags, Floats, Rows
from causeway.warning.evaluation.errors import EvaluationError
from causeway.warning.evaluation.pan2012 import Message

MAX_MESSAGES = 500
"""An account is read so far: a warning that comes later than this is not early."""
_BOUNDS = (0.4, 0.55, 0.7)
"""Where the shares of authors end that go into the index, the calibration and the thresholds."""


class Part(IntEnum):
    """What a part's messages are for; a conversation belongs to the highest part of those who talk in it."""

    INDEX = 0
    CALIBRATION = 1
    THRESHOLDS = 2
    SCORED = 3


@dataclass(frozen=True, slots=True, eq=False)
class Authors:
    """One row an author, and for each message of the file whose it is and where it is used."""

    names: tuple[str, ...]
    positive: Flags
    two_party: Floats
    """The share of an author's conversations in which exactly two talk."""
    author_of: Rows
    used_in: Rows
    """By message, its `Part`, or -1 where it is not used."""

    def accounts(self, part: Part) -> tuple[tuple[Rows, ...], Rows]:
        """The accounts of a part, each the positions of its messages in the file, and whose each is."""
        used = np.flatnonzero(self.used_in == part)
        owners = self.author_of[used]
        order = np.argsort(owners, kind="stable")
        found, starts = np.unique(owners[order], return_index=True)
        return tuple(np.split(used[order], starts[1:])), found


def assign(messages: Iterable[Message], truth: frozenset[str], seed: int) -> Authors:
    """Read who talks with whom, and give every author and message its part; no text is kept.

    Raises:
        EvaluationError: there is no message, or no author in it is positive.
    """
    authors, conversations = _Numbered(), _Numbered()
    author_of, conversation_of = [], []
    for message in messages:
        author_of.append(authors[message.author])
        conversation_of.append(conversations[message.conversation])
    positive = np.array([name in truth for name in authors], dtype=bool)
    if not positive.any():
        raise EvaluationError("truth", "names no author of this corpus")
    parts = _parts(list(authors), positive, seed)
    of_author, of_conversation = np.array(author_of), np.array(conversation_of)
    pairs = np.unique(np.column_stack([of_author, of_conversation]), axis=0)
    latest = np.zeros(len(conversations), dtype=np.intp)
    np.maximum.at(latest, pairs[:, 1], parts[pairs[:, 0]])
    used = np.where(parts[of_author] == latest[of_conversation], parts[of_author], -1)
    used[_places(of_author, used) >= MAX_MESSAGES] = -1
    is_two = np.bincount(pairs[:, 1]) == 2
    talked = np.bincount(pairs[:, 0])
    return Authors(
        names=tuple(authors),
        positive=positive,
        two_party=np.bincount(pairs[:, 0], weights=is_two[pairs[:, 1]]) / talked,
        author_of=of_author,
        used_in=used,
    )


class _Numbered(dict[str, int]):
    """Names numbered in the order in which they come."""

    def __missing__(self, name: str) -> int:
        self[name] = len(self)
        return self[name]


def _parts(names: list[str], positive: Flags, seed: int) -> Rows:
    drawn = np.array([hashlib.sha256(f"{seed}:{name}".encode()).hexdigest() for name in names])
    found = np.empty(len(names), dtype=np.intp)
    for kind in (np.flatnonzero(positive), np.flatnonzero(~positive)):
        shares = (np.arange(len(kind)) + 0.5) / max(len(kind), 1)
        found[kind[np.argsort(drawn[kind])]] = np.searchsorted(_BOUNDS, shares)
    return found


def _places(of_author: Rows, used: Rows) -> Rows:
    """For each message, how many of its author's used messages come before it."""
    kept = np.flatnonzero(used >= 0)
    order = kept[np.argsort(of_author[kept], kind="stable")]
    found = np.zeros(len(of_author), dtype=np.intp)
    _, starts, counts = np.unique(of_author[order], return_index=True, return_counts=True)
    found[order] = np.arange(len(order)) - np.repeat(starts, counts)
    return found
