"""Reading levels come out as the published formulas say, and texts are found in the language that they are in."""

import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def levels() -> Iterator[ModuleType]:
    """The formulas, which lie beside a script."""
    sys.path.insert(0, str(ROOT / "tools"))
    try:
        import reading_levels  # type: ignore[import-not-found]

        yield reading_levels
    finally:
        sys.path.remove(str(ROOT / "tools"))


@pytest.fixture(scope="module")
def ages() -> Iterator[ModuleType]:
    """The script."""
    sys.path.insert(0, str(ROOT / "tools"))
    try:
        import reading_age  # type: ignore[import-not-found]

        yield reading_age
    finally:
        sys.path.remove(str(ROOT / "tools"))


def test_sentences_end_at_marks_lines_and_items(levels: ModuleType) -> None:
    text = "The bridge is old. Is it safe? Look:\n- the stones\n- the **road**"
    assert levels.sentences_of(text) == ["The bridge is old.", "Is it safe?", "Look:", "the stones", "the  road"]


def test_markup_addresses_and_placeholders_are_no_words(levels: ModuleType) -> None:
    (sentence,) = levels.sentences_of("Write <strong>%(name)s</strong> to desk@example.org")
    assert sentence.split() == ["Write", "Anna", "to"]


def test_words_letters_and_long_words_are_counted(levels: ModuleType) -> None:
    counts = levels.count(["A bridge’s stones.", "Lighthouse 12"])
    assert counts == levels.Counts(sentences=2, words=5, letters=26, long_words=2)


def test_the_formulas_are_those_that_were_published(levels: ModuleType) -> None:
    """One hundred words in five sentences, five hundred letters, twenty long words."""
    counts = levels.Counts(sentences=5, words=100, letters=500, long_words=20)
    assert levels.automated_readability_index(counts) == pytest.approx(4.71 * 5 + 0.5 * 20 - 21.43)
    assert levels.lix(counts) == pytest.approx(20 + 20)
    assert levels.gulpease(counts) == pytest.approx(89 + 15 - 50)


@pytest.mark.parametrize(("gulpease", "age"), [(100, 6), (80, 11), (60, 14), (40, 19)])
def test_italian_ages_are_those_of_leaving_school(levels: ModuleType, gulpease: int, age: int) -> None:
    letters = 89 * 100 + 300 * 20 - gulpease * 100
    counts = levels.Counts(sentences=20, words=100, letters=letters // 10, long_words=0)
    assert levels._italian_age(counts) == pytest.approx(age)


@pytest.mark.parametrize(("lix", "age"), [(15, 8), (40, 14), (56, 18), (60, 19)])
def test_dutch_ages_are_those_of_the_grades(levels: ModuleType, lix: int, age: int) -> None:
    counts = levels.Counts(sentences=10, words=100, letters=400, long_words=lix - 10)
    assert levels._dutch_age(counts) == pytest.approx(age)


def test_longer_words_and_longer_sentences_are_older_in_every_language(levels: ModuleType) -> None:
    easy, hard = ["We look at it."], ["Organisations subsequently investigate infrastructural considerations."]
    for language in levels.LANGUAGES:
        assert levels.reading_age(easy, language) < levels.reading_age(hard, language)
    assert levels.reading_age([], "en") == levels.YOUNGEST


def test_texts_of_every_kind_are_found_in_their_language(ages: ModuleType) -> None:
    found = {(each.name, each.language): each for each in ages.documents()}
    assert ("commons/awareness/data/letter_to_parents.toml", "nl") in found
    assert ("knowledge/playbooks/data/first_response.toml", "en") in found
    assert ("knowledge/training/data/modules/first_response.toml", "en") in found
    assert ("knowledge/surveys/data/school_practice.toml", "it") in found
    child = found["road/intake/forms/child.py", "it"]
    assert child.reader is ages.Reader.CHILD
    assert any("colpa tua" in each for (name, _), document in found.items() for each in document.sentences)
