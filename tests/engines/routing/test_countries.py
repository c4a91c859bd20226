"""From an IP address to a country, and what is said where that cannot be."""

from pathlib import Path

import pytest

from causeway.routing import MmdbCountries, Overlay, RoutingError
from shared_data import shared_data


def test_a_database_in_maxminds_layout_is_read() -> None:
    countries = MmdbCountries(shared_data("geo/GeoLite2-Country-Test.mmdb"))
    assert countries.fault is None
    assert countries.country("81.2.69.142").country == "GB"
    assert countries.country("::ffff:81.2.69.142").country == "GB"
    assert countries.country("2001:218::1").country == "JP"
    countries.close()


def test_the_installed_database_is_read_where_the_set_up_put_it() -> None:
    countries = MmdbCountries.installed()
    if countries.fault:
        pytest.skip(f"country database absent: {countries.fault}")
    assert countries.country("81.2.69.142").country == "GB"
    countries.close()


def test_an_address_outside_the_database_is_unknown_with_a_reason() -> None:
    answer = MmdbCountries(shared_data("geo/GeoLite2-Country-Test.mmdb")).country("8.8.8.8")
    assert answer.country is None
    assert "does not hold" in str(answer.reason)


@pytest.mark.parametrize("address", ["192.0.2.1", "2001:db8::1", "10.0.0.1", "127.0.0.1", "100.64.0.1", "fe80::1"])
def test_a_reserved_address_belongs_to_no_country(address: str) -> None:
    assert MmdbCountries.installed().country(address).country is None


def test_a_missing_a_broken_and_a_closed_database_are_unknown_with_a_reason(tmp_path: Path) -> None:
    broken = tmp_path / "broken.mmdb"
    broken.write_bytes(b"not a database")
    assert "not installed" in MmdbCountries(tmp_path / "none.mmdb").country("81.2.69.142").reason.text
    assert "cannot be read" in MmdbCountries(broken).country("81.2.69.142").reason.text
    assert "cannot be read" in (MmdbCountries(tmp_path).fault or "")


def test_what_is_no_address_is_unknown_and_not_repeated(tmp_path: Path) -> None:
    answer = MmdbCountries(tmp_path / "none.mmdb").country("lamp")
    assert answer.country is None
    assert "lamp" not in str(answer.reason)


def test_an_overlay_answers_for_its_networks_narrowest_first_and_says_who_says_so() -> None:
    overlay = Overlay({"203.0.113.0/24": "NL", "203.0.113.128/25": "IT", "2001:db8::/32": "IE"}, label="the demo world")
    assert overlay.country("203.0.113.1").country == "NL"
    assert overlay.country("203.0.113.200").country == "IT"
    assert overlay.country("2001:db8::5").country == "IE"
    assert "the demo world" in str(overlay.country("203.0.113.1").reason)
    assert overlay.country("192.0.2.1").country is None
    assert overlay.country("lamp").country is None


def test_an_overlay_asks_what_lies_beneath() -> None:
    overlay = Overlay({}, label="x", beneath=Overlay({"192.0.2.0/24": "GB"}, label="y"))
    assert overlay.country("192.0.2.1").country == "GB"


def test_an_overlay_refuses_what_is_no_network() -> None:
    with pytest.raises(RoutingError):
        Overlay({"lamp": "GB"}, label="x")
