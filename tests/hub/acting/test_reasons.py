"""The reason that a person gives is there, short enough, and can be kept."""

import pytest

from causeway.hub.base.acting.errors import Invalid
from causeway.hub.base.acting.reasons import REASON_CHARACTERS, given_reason


def test_a_reason_loses_its_outer_space_before_it_is_measured() -> None:
    assert given_reason(f" {'a' * 5}\n", most=5) == "aaaaa"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (" \n", "Say why the bridge is shut."),
        ("a" * (REASON_CHARACTERS + 1), "Write no more than 2,000 characters."),
        ("a\x00b", "This holds a character that is not text."),
        ("a\ud800b", "This holds a character that is not text."),
    ],
)
def test_each_fault_of_a_reason_is_named_at_its_field(text: str, said: str) -> None:
    with pytest.raises(Invalid, match=said) as caught:
        given_reason(text, most=REASON_CHARACTERS, field="note", missing="Say why the bridge is shut.")
    assert caught.value.field == "note"
