"""The world's own table of places: each is served by one listed force, and its postcodes are well formed."""

import re

import pytest

from causeway.worlds import ForceEntry, WorldError
from causeway.worlds.places import ABROAD, ALL_PLACES, ENGLAND_AND_WALES, KENT, Place, force_serving

POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}")


def test_every_place_is_served_by_one_of_the_forces(force_list: tuple[ForceEntry, ...]) -> None:
    countries = {force.code: force.country for force in force_list}
    for place in ALL_PLACES:
        code = force_serving(place, force_list)
        assert (code is None) == (place in ABROAD)
        assert code is None or countries[code] == place.country


def test_every_british_place_has_a_postcode_and_no_two_share_one() -> None:
    postcodes = [place.postcode for place in ALL_PLACES if place.country == "GB"]

    assert all(postcode is not None and POSTCODE.fullmatch(postcode) for postcode in postcodes)
    assert len(set(postcodes)) == len(postcodes)


def test_the_table_reaches_most_forces_of_england_and_wales() -> None:
    assert len({place.serves for place in (*KENT, *ENGLAND_AND_WALES)}) >= 38


def test_a_force_is_found_by_official_code_or_by_a_whole_word_of_its_name() -> None:
    forces = [
        ForceEntry("GB-E23000032", "Kent Police", "GB", "Europe/London"),
        ForceEntry("1", "Meath", "IE", "Europe/Dublin"),
        ForceEntry("2", "Westmeath", "IE", "Europe/Dublin"),
    ]

    assert force_serving(KENT[0], forces) == "GB-E23000032"
    assert force_serving(Place(city="Navan", country="IE", serves=("Meath",)), forces) == "1"


def test_a_word_that_two_forces_carry_settles_nothing() -> None:
    forces = [ForceEntry(code, f"Cork {code}", "IE", "Europe/Dublin") for code in ("City", "County")]

    with pytest.raises(WorldError) as refused:
        force_serving(Place(city="Cork", country="IE", serves=("Cork",)), forces)

    assert refused.value.code == "force_unknown"
