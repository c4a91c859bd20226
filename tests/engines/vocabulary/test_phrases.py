"""A phrase says in English what its template and its values say, and in another language what that language's template
says.
"""

from hypothesis import given
from hypothesis import strategies as st

from causeway.vocabulary.phrases import Phrase, counted, phrase, say, say_all

ITALIAN = {
    "The school of {about} lies in {area}.": "La scuola ({about}) si trova qui: {area}.",
    "the victim": "vittima",
    "{most} and {last}": "{most} e {last}",
    "{n} children": "{n} minori",
}


def _italian(one: str, many: str, n: int) -> str:
    text = many if many and n != 1 else one
    return ITALIAN.get(text, text)


def test_a_phrase_within_a_phrase_and_a_list_are_put_into_the_language_too() -> None:
    school = phrase("The school of {about} lies in {area}.", about=phrase("the victim"), area=("Kent", "Essex", "Fife"))
    assert str(school) == "The school of the victim lies in Kent, Essex and Fife."
    assert say(school, _italian) == "La scuola (vittima) si trova qui: Kent, Essex e Fife."


def test_a_number_picks_its_template() -> None:
    assert [str(counted("{n} child", "{n} children", n)) for n in (1, 2)] == ["1 child", "2 children"]
    assert say(counted("{n} child", "{n} children", 2), _italian) == "2 minori"


def test_phrases_in_a_row_keep_their_order() -> None:
    assert say_all([phrase("the victim"), phrase("{n} left", n=3)], "; ", _italian) == "vittima; 3 left"


@given(st.text())
def test_what_has_no_values_is_said_as_it_stands_braces_and_all(text: str) -> None:
    assert str(Phrase(text)) == text


@given(st.text())
def test_a_value_is_never_read_as_a_template(name: str) -> None:
    assert str(phrase("of {name}", name=name)) == f"of {name}"
