"""Where a referral for another country goes: one rule for the worker and for what is measured."""

from uuid import UUID

import pytest

from causeway.routing import CentralDesk, Overlay, Postcodes, Router, abroad, country_code, country_name
from causeway.vocabulary.findings import Route, RouteBasis
from causeway.vocabulary.phrases import phrase
from causeway.vocabulary.places import Address
from causeway.vocabulary.referral import Concern, IpEvent, Party, PartyRole, Referral

FRENCH = CentralDesk(id=UUID(int=1), name="Bureau Lantern", countries=frozenset({"FR", "LU"}))
OTHER = CentralDesk(id=UUID(int=2), name="Phare", countries=frozenset({"FR"}))


def route(country: str | None, basis: RouteBasis = RouteBasis.ADDRESS, **more: object) -> Route:
    why = phrase("It is said.")
    told = {"country": country, "force": None, "basis": basis, "about": None, "reason": str(why), "phrases": (why,)}
    return Route(**told | more)  # type: ignore[arg-type]


def test_one_desk_and_a_certain_country_is_all_it_takes() -> None:
    found = abroad([route("FR")], [FRENCH], home="GB")
    assert found is not None
    assert found.desk is FRENCH
    assert found.is_certain


@pytest.mark.parametrize(
    "routes",
    [
        [route("FR", RouteBasis.IP, is_doubtful=True)],
        [route("FR", RouteBasis.IP), route("DE", RouteBasis.IP)],
        [route("FR", RouteBasis.PHONE), route("GB", RouteBasis.IP)],
    ],
)
def test_what_is_not_certain_is_for_a_person(routes: list[Route]) -> None:
    found = abroad(routes, [FRENCH], home="GB")
    assert found is not None
    assert found.desk is None
    assert not found.is_certain
    assert found.desks == (FRENCH,)


def test_an_address_stands_above_an_ip_address_elsewhere() -> None:
    found = abroad([route("FR"), route("DE", RouteBasis.IP)], [FRENCH], home="GB")
    assert found is not None
    assert found.desk is FRENCH


def test_no_desk_and_several_desks_each_say_so() -> None:
    none, several = abroad([route("FR")], [], home="GB"), abroad([route("FR")], [FRENCH, OTHER], home="GB")
    assert none is not None
    assert str(none.why) == "No central desk of FR is registered; register one, or send it by hand."
    assert several is not None
    assert several.desk is None
    assert "Bureau Lantern and Phare" in str(several.why)


@pytest.mark.parametrize("country", ["GB", None])
def test_home_and_nowhere_are_not_abroad(country: str | None) -> None:
    assert abroad([route(country)], [FRENCH], home="GB") is None


def test_a_proxys_country_is_marked_as_doubtful() -> None:
    router = Router(Overlay({"192.0.2.0/24": "FR"}, label="a test"), postcodes=Postcodes())
    event = IpEvent(address="192.0.2.7", possible_proxy=True)
    told = Referral(concern=Concern.GROOMING, parties=(Party(role=PartyRole.SUBJECT, ip_events=(event,)),))
    assert [each.is_doubtful for each in router.route(told)] == [True]


@pytest.mark.parametrize("text", ["France", "frankrijk", "FRANCIA", "Frankreich", "fr"])
def test_a_country_is_read_in_the_languages_in_which_it_is_written(text: str) -> None:
    assert country_code(text) == "FR"


def test_a_region_of_the_name_of_a_country_is_no_country() -> None:
    router = Router(Overlay({}, label="none"), postcodes=Postcodes())
    child = Party(role=PartyRole.VICTIM, is_child=True, addresses=(Address(city="Tidewater", region="Georgia"),))
    assert router.route(Referral(concern=Concern.GROOMING, parties=(child,)))[0].country is None


def test_names_are_given_in_the_readers_language_and_a_code_stays_one() -> None:
    assert [country_name("DE", language) for language in ("en", "nl", "it", "xx")] == [
        "Germany", "Duitsland", "Germania", "Germany",
    ]  # fmt: skip
    assert country_name("Q9") == "Q9"
