"""Names that are alike support what else two referrals share, say why, and never link by themselves."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from causeway.linking import LinkInput, SelectorKey, Sharing, combined_weight, find_links
from causeway.linking._names import Likeness, alike_names, names_of
from causeway.selectors import normalise_name
from causeway.vocabulary.selectors import Selector, SelectorKind
from causeway.worlds.names import FAMILY_NAMES, FIRST_NAMES

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LINE = Selector(kind=SelectorKind.IP, value="192.0.2.7", at=NOON)


def key(first: str, last: str) -> SelectorKey:
    name = normalise_name(first, last)
    return name.kind, name.value


def likeness(one: tuple[str, str], other: tuple[str, str]) -> Likeness | None:
    found = alike_names(names_of([key(*one)]), names_of([key(*other)]))
    return None if found is None else found[2]


def told(name: str, first: str, last: str, *others: Selector) -> LinkInput:
    selector = normalise_name(first, last)
    return LinkInput(
        referral_id=name,
        sender=name,
        received_at=NOON,
        selectors=(selector, *others),
        subjects=frozenset({(selector.kind, selector.value)}),
    )


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        (("Ольга", "Пельгранд"), ("Olga", "Pelgrand"), Likeness.SPELT_ALIKE),
        (("Pádraig", "Dunmorra"), ("Padraig", "Dunmorra"), Likeness.SPELT_ALIKE),
        (("Siân", "Ashgrove-Pell"), ("Sian", "Ashgrovepell"), Likeness.SPELT_ALIKE),
        (("Marta Orla", "Valcorta"), ("Valcorta", "Marta"), Likeness.SPELT_ALIKE),
        (("William", "Elderfield"), ("Bill", "Elderfield"), Likeness.SHORTENED),
        (("Gwen", "Brackenridge"), ("Gwen", "Brakenridge"), Likeness.SLIPPED),
        (("Dmitry", "Valcorta"), ("Dimitrij", "Valcorta"), Likeness.BY_EAR),
        (("Muhammad", "Nadkarnee"), ("Mohammed", "Nadkarnee"), Likeness.BY_EAR),
        (("Jo", "Ray"), ("Jon", "Ray"), None),
        (("Marta", "Valcorta"), ("Lotte", "Valcorta"), None),
        (("Marta", "Valcorta"), ("Marta", "Larkmeadow"), None),
        (("Marta Orla Petra", "Valcorta"), ("Marta", "Valcorta"), None),
    ],
)
def test_two_names_are_alike_where_every_word_has_its_like(
    one: tuple[str, str], other: tuple[str, str], found: Likeness | None
) -> None:
    assert likeness(one, other) is likeness(other, one) is found


def test_people_who_share_half_a_name_are_hardly_ever_taken_for_one() -> None:
    """A family at one line is what a likeness of names must not join."""
    wrong = sum(
        likeness((one, family), (other, family)) is not None
        for family in FAMILY_NAMES[:8]
        for one, other in product(FIRST_NAMES, repeat=2)
        if one < other
    )
    assert wrong <= 8 * 2  # Of 1,225 pairs of first names two are a letter or two apart.


def test_a_slip_in_a_long_word_is_found_whatever_the_order() -> None:
    rng, found = Random(5), 0
    for family in FAMILY_NAMES:
        at = rng.randrange(1, len(family) - 1)
        found += likeness(("Petra", family), (family[:at] + family[at + 1 :], "Petra")) is not None
    assert found == len(FAMILY_NAMES)


def test_a_name_alone_never_links_and_supports_what_else_two_share() -> None:
    one, other = told("a", "Gwen", "Brackenridge"), told("b", "Gwen", "Brakenridge")
    assert find_links(one, [other]) == ()
    with_line = [replace(side, selectors=(*side.selectors, LINE)) for side in (one, other)]
    line, name = find_links(with_line[0], [with_line[1]])
    assert line.selector == LINE
    assert name.reason == "names that differ in a letter or two; many people share a name"
    assert combined_weight([line]) < 0.6 <= combined_weight([line, name])


def test_a_name_that_many_have_supports_nothing() -> None:
    one, other = told("a", "Gwen", "Brackenridge", LINE), told("b", "Gwen", "Brakenridge", LINE)
    crowd = Sharing(selectors={key("Gwen", "Brackenridge"): 9})
    assert [link.selector for link in find_links(one, [other], sharing=crowd)] == [LINE]


@settings(max_examples=40)
@given(st.text(max_size=12), st.text(max_size=12))
def test_any_two_names_are_compared_without_a_fault_and_alike_both_ways(one: str, other: str) -> None:
    keys = [(SelectorKind.NAME, text) for text in (one, other)]
    left, right = names_of(keys[:1]), names_of(keys[1:])
    ours, theirs = alike_names(left, right), alike_names(right, left)
    assert (ours and ours[2]) == (theirs and theirs[2])
