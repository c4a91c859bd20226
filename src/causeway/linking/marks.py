"""Marks: by what else than a shared selector or file two referrals find each other, to be compared.

A mark links nothing by itself. Handles that look alike share one; so do two copies of one conversation, by the least
of the fingerprints of its lines (Broder 1997): whoever kept three lines of four kept each of the least two in three
cases of four.
"""

from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b

from causeway.linking._handles import handle_marks
from causeway.linking.model import LinkInput, SelectorKey
from causeway.vocabulary.selectors import SelectorKind

MOST_SHARED = 50
"""A mark that more referrals share leads to nobody."""

_SIGN = "~"
"""How a mark begins; no account's value does, since a service stands before its `#` or `@`."""
_LINES = 2
_DIGEST_BYTES = 16


@lru_cache(maxsize=4_096)
def marks_of(facts: LinkInput) -> tuple[SelectorKey, ...]:
    """The marks of a referral, each once; they are stored and looked up as selectors are."""
    children = map(children_mark, sorted(facts.brings_child_of))
    return (*marks_of_handles(facts.subjects), *conversation_marks(facts), *children)


def marks_of_handles(keys: Iterable[SelectorKey]) -> tuple[SelectorKey, ...]:
    """The marks of the handles among these, each once."""
    return tuple((SelectorKind.ACCOUNT, f"{_SIGN}{mark}") for mark in dict.fromkeys(handle_marks(keys)))


def conversation_marks(facts: LinkInput) -> tuple[SelectorKey, ...]:
    """The marks of what was written."""
    return tuple((SelectorKind.ACCOUNT, f"{_SIGN}={line}") for line in sorted(facts.conversation)[:_LINES])


def children_mark(subject: SelectorKey) -> SelectorKey:
    """The mark that is left once for each child that was named beside a subject. It leads to nobody."""
    kind, value = subject
    digest = blake2b(f"{kind}\n{value}".encode("utf-8", "surrogatepass"), digest_size=_DIGEST_BYTES).hexdigest()
    return SelectorKind.ACCOUNT, f"{_SIGN}+{digest}"
