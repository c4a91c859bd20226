"""Marks: by what else than a shared selector or file two referrals find each other, to be compared.

A mark links nothing by itself. Handles that look alike share one; so do two copies of one conversation, by the least
of the fingerprints of its lines (Broder 1997): whoever kept three lines of four kept each of the least two in three
cases of four.
"""

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
    found = [*handle_marks(facts.subjects)]
    if facts.conversation:
        found += [f"={line}" for line in sorted(facts.conversation)[:_LINES]]
    marks = [(SelectorKind.ACCOUNT, f"{_SIGN}{mark}") for mark in dict.fromkeys(found)]
    return (*marks, *map(children_mark, sorted(facts.brings_child_of)))


def children_mark(subject: SelectorKey) -> SelectorKey:
    """The mark that is left once for each child that was named beside a subject. It leads to nobody."""
    kind, value = subject
    digest = blake2b(f"{kind}\n{value}".encode("utf-8", "surrogatepass"), digest_size=_DIGEST_BYTES).hexdigest()
    return SelectorKind.ACCOUNT, f"{_SIGN}+{digest}"


def marks_of_handle(key: SelectorKey) -> tuple[SelectorKey, ...]:
    """The marks of one handle."""
    return tuple((SelectorKind.ACCOUNT, f"{_SIGN}{mark}") for mark in handle_marks((key,)))


def is_mark(key: SelectorKey) -> bool:
    """Whether a key is no selector but a mark."""
    return key[0] is SelectorKind.ACCOUNT and key[1].startswith(_SIGN)
