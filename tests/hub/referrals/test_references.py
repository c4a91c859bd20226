"""A reference can be read aloud, typed and misread without being lost."""

from hypothesis import given
from hypothesis import strategies as st

from causeway.hub.road.referrals.references import ALPHABET, new_reference, read_reference


def test_a_reference_has_eight_characters_that_cannot_be_mistaken() -> None:
    for _ in range(200):
        reference = new_reference()
        assert reference[:3] == "CW-"
        assert len(reference) == 11
        assert not set(reference[3:]) & set("ILOU")


@given(st.text(ALPHABET, min_size=8, max_size=8))
def test_every_reference_reads_back(letters: str) -> None:
    assert read_reference(f"CW-{letters}") == f"CW-{letters}"
    assert read_reference(f" cw {letters.lower()} ") == f"CW-{letters}"


@given(st.text(max_size=30))
def test_other_text_is_no_reference_or_a_whole_one(text: str) -> None:
    reference = read_reference(text)
    assert reference is None or read_reference(reference) == reference
