"""One value, one text; and a commitment that says nothing without its salt."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from causeway.transparency import NotCanonical, canonical_json, commit

SALT = bytes(16)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_the_text_reads_back_to_itself(value: object) -> None:
    text = canonical_json(value)
    assert canonical_json(json.loads(text)) == text


def test_order_of_keys_does_not_matter() -> None:
    assert (
        canonical_json({"b": 1, "a": [2, "é"]})
        == canonical_json({"a": [2, "é"], "b": 1})
        == '{"a":[2,"é"],"b":1}'.encode()
    )


@pytest.mark.parametrize(
    "value",
    [float("nan"), {"a": [float("inf")]}, {1: "a"}, {"a": b"bytes"}, {"a": {1, 2}}, "\ud800", 10**5000],
    ids=["nan", "infinity", "number as key", "bytes", "set", "surrogate", "5,001 digits"],
)
def test_what_has_no_canonical_form_is_refused(value: object) -> None:
    with pytest.raises(NotCanonical):
        canonical_json(value)


def test_nesting_is_bounded() -> None:
    value: object = 1
    for _ in range(70):
        value = [value]
    with pytest.raises(NotCanonical):
        canonical_json(value)


def test_another_salt_gives_another_commitment() -> None:
    assert commit(SALT, {"note": "a"}) != commit(b"x" * 16, {"note": "a"})


def test_other_details_give_another_commitment() -> None:
    assert commit(SALT, {"note": "a"}) != commit(SALT, {"note": "b"})


def test_a_short_salt_is_refused() -> None:
    with pytest.raises(NotCanonical):
        commit(b"short", {})
