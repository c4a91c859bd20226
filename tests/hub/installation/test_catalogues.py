"""What our catalogues say is what readers see: no other app's word for the same English stands before ours."""

import gettext
from pathlib import Path

import pytest
from django.utils.translation import trans_real

import causeway


@pytest.mark.parametrize("language", ["nl", "it"])
def test_no_other_catalogue_hides_a_word_of_ours(language: str) -> None:
    shown = trans_real.translation(language)._catalog  # type: ignore[attr-defined]
    ours: dict[object, str] = {}
    for path in Path(causeway.__file__).parent.rglob(f"locale/{language}/LC_MESSAGES/django.mo"):
        with path.open("rb") as file:
            ours |= gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    ours.pop("", None)
    assert ours
    assert {words for words, said in ours.items() if shown[words] != said} == set()
