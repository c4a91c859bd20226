"""What people write where they know nothing is no selector."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from causeway.selectors import is_placeholder

SAID = [
    "",
    "  ",
    "-",
    "--",
    "?",
    "0",
    "000",
    "n/a",
    "N.A.",
    "Unknown",
    "not known",
    "NULL",
    "[deleted]",
    "\uff4e\uff4f",
]


@pytest.mark.parametrize("text", SAID)
def test_a_placeholder_is_known_in_any_spelling(text: str) -> None:
    assert is_placeholder(text)


@pytest.mark.parametrize("text", ["HC-1", "7", "10", "tide", "unknown_sailor", "nana", "🌊"])
def test_what_may_name_somebody_is_none(text: str) -> None:
    assert not is_placeholder(text)


@given(st.text(max_size=40))
def test_any_text_gets_an_answer(text: str) -> None:
    assert is_placeholder(text) in (True, False)
