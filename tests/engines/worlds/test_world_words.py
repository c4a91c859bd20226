"""Conversations can be told apart by their words, and a conversation kept by somebody else is still known again."""

from itertools import combinations
from random import Random

from rapidfuzz import fuzz

from causeway.worlds.words import as_chat, chat_lines, retold_chat

CONVERSATIONS = [chat_lines(Random(f"chat-{number}"), 10 + number % 6) for number in range(25)]


def alike(left: str, right: str) -> float:
    """How alike two texts are in their words, from 0 to 100."""
    return fuzz.token_sort_ratio(left.casefold(), right.casefold())


def test_a_retold_conversation_is_nearer_than_any_other() -> None:
    rng = Random("retold")
    for lines in CONVERSATIONS:
        retold = retold_chat(rng, lines)
        others = [alike(as_chat(other), retold) for other in CONVERSATIONS if other != lines]
        assert alike(as_chat(lines), retold) > max(others) + 5


def test_two_conversations_share_hardly_a_line() -> None:
    shared = [len(set(left) & set(right)) for left, right in combinations(CONVERSATIONS, 2)]

    assert max(shared) <= 1


def test_a_retelling_keeps_three_quarters_of_the_lines() -> None:
    rng = Random("kept")
    for lines in CONVERSATIONS:
        assert len(retold_chat(rng, lines).splitlines()) - 1 >= 0.75 * len(lines) - 1
