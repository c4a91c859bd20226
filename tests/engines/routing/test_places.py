"""From the name of a place to a force."""

import pytest

from causeway.routing import PlaceNames, RoutingError, country_code

NAMES = PlaceNames({"Harbour School": "GB-E23000011"})


@pytest.mark.parametrize(
    ("name", "country", "force"),
    [
        ("Leeds", "GB", "GB-E23000010"),
        ("LEEDS", None, "GB-E23000010"),
        ("Metropolitan Police Service", None, "GB-E23000001"),
        ("London", "GB", "GB-E23000001"),
        ("City of London", "GB", "GB-E23000034"),
        ("Bristol", "GB", "GB-E23000036"),
        ("City of Bristol", "GB", "GB-E23000036"),
        ("Glasgow", "GB", "GB-SCT"),
        ("County Antrim", "GB", "GB-NIR"),
        ("Co. Kerry", "IE", "IE-SR-K"),
        ("Dublin", "IE", "IE-DMR"),
        ("Dun Laoghaire", "IE", "IE-DMR-E"),
        ("Fryslân", "NL", "NL-NN"),
        ("'s-Gravenhage", "NL", "NL-DH"),
        ("Forli", "IT", "IT-BO"),
        ("Molise", "IT", "IT-NA"),
        ("harbour school", None, "GB-E23000011"),
    ],
)
def test_a_place_has_its_force(name: str, country: str | None, force: str) -> None:
    found = NAMES.find(name, country)
    assert found is not None
    assert found.force == force


def test_a_name_that_forces_of_one_region_share_names_the_region() -> None:
    found = NAMES.find("Cork", "IE")
    assert found is not None
    assert found.force == "IE-SR"


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Bangor", "GB"),
        ("Newport", "GB"),
        ("Ashford", "GB"),
        ("Newport", "IE"),
        ("Noord-Holland", "NL"),
        ("Sicilia", "IT"),
    ],
)
def test_a_name_that_several_forces_share_names_none(name: str, country: str) -> None:
    found = NAMES.find(name, country)
    assert found is not None
    assert (found.country, found.force) == (country, None)


def test_a_place_is_not_found_in_another_country() -> None:
    assert NAMES.find("Leeds", "US") is None
    assert NAMES.find("Harbour School", "NL") is None
    assert NAMES.find("Atlantis") is None


def test_a_place_passed_in_must_name_a_force() -> None:
    with pytest.raises(RoutingError):
        PlaceNames({"Harbour School": "GB-NOWHERE"})


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("GB", "GB"),
        ("gb", "GB"),
        ("UK", "GB"),
        ("Scotland", "GB"),
        ("Italia", "IT"),
        ("England, UK", "GB"),
        ("Northern Ireland (United Kingdom)", "GB"),
        ("Republic of Ireland", "IE"),
        ("The Republic of Ireland", "IE"),
        ("Éire", "IE"),
        ("Holland", "NL"),
        ("The Netherlands", "NL"),
        ("Ireland, UK", None),
        ("fr", "FR"),
        ("France", "FR"),
        ("", None),
    ],
)
def test_a_country_is_read_as_people_write_it(text: str, code: str | None) -> None:
    assert country_code(text) == code
