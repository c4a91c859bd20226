"""The forces: who they are, and that the tables say where they come from."""

import runpy
from collections import Counter
from importlib import resources
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from causeway.routing import ForceLevel, RoutingError, authority, countries_with_forces, force, forces
from shared_data import shared_data

ROOT = Path(__file__).resolve().parents[3]


def test_every_force_is_there_once() -> None:
    codes = [item.code for item in forces()]
    assert len(codes) == len(set(codes)) == 43 + 3 + 4 + 21 + 10 + 18
    assert Counter(item.level for item in forces()) == {
        ForceLevel.TERRITORIAL: 45,
        ForceLevel.SPECIAL: 1,
        ForceLevel.REGION: 4,
        ForceLevel.DIVISION: 21,
        ForceLevel.UNIT: 10,
        ForceLevel.CENTRE: 18,
    }
    assert countries_with_forces() == {"GB", "IE", "NL", "IT"}


def test_every_force_has_a_real_time_zone_a_known_parent_and_a_code_of_its_country() -> None:
    codes = {item.code for item in forces()}
    for item in forces():
        assert ZoneInfo(item.zone).key == item.zone
        assert item.parent is None or item.parent in codes
        assert item.code.startswith(f"{item.country}-")


def test_the_header_row_and_the_pseudo_areas_of_the_source_are_no_forces() -> None:
    assert not [item for item in forces() if "PFA" in item.name or "pseudo" in item.name]


def test_an_unknown_code_is_our_own_error() -> None:
    with pytest.raises(RoutingError) as caught:
        force("GB-NOWHERE")
    assert caught.value.code == "unknown_force"


@pytest.mark.parametrize("table", ["forces.csv", "forces_england_wales.csv", "authorities.csv", "places.csv"])
def test_every_table_names_its_source_and_licence(table: str) -> None:
    head = (resources.files("causeway.routing") / "data" / table).read_text(encoding="utf-8").split("\n\n")[0]
    comments = [line for line in head.splitlines() if line.startswith("#")]
    assert any("Source" in line for line in comments)
    assert any("Licence" in line for line in comments)


def test_the_tables_of_england_and_wales_are_what_the_script_makes_of_the_source() -> None:
    shared_data("police/ltla24_to_pfa24.csv")
    made = runpy.run_path(str(ROOT / "tools" / "make_police_data.py"))
    for name, table in (("forces_england_wales.csv", "forces_table"), ("authorities.csv", "authorities_table")):
        stored = (resources.files("causeway.routing") / "data" / name).read_text(encoding="utf-8")
        assert stored == made[table]()


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("E09000001", "GB-E23000034"),
        ("E09000033", "GB-E23000001"),
        ("E08000038", "GB-E23000011"),
        ("E08000039", "GB-E23000011"),
        ("S12000036", "GB-SCT"),
        ("N09000003", "GB-NIR"),
    ],
)
def test_an_authority_has_its_force(code: str, expected: str) -> None:
    assert authority(code).force == expected


def test_the_islands_have_a_country_no_force_and_the_reason() -> None:
    for code, area, country in (("L99999999", "JE", "JE"), ("L99999999", "GY", "GG"), ("M99999999", "IM", "IM")):
        found = authority(code, postcode_area=area)
        assert (found.country, found.force) == (country, None)
        assert found.why_no_force
