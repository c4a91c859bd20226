"""Whose place comes first, what it rests on, and what is said where nothing can be told."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from causeway.routing import Overlay, Router, forces
from causeway.vocabulary.findings import Route, RouteBasis
from causeway.vocabulary.places import Address, EstimatedLocation
from causeway.vocabulary.referral import (
    Attachment,
    Concern,
    EventKind,
    Incident,
    IncidentKind,
    IpEvent,
    Party,
    PartyRole,
    Phone,
    Referral,
)

ROUTER = Router(
    Overlay(
        {"192.0.2.0/24": "GB", "198.51.100.0/24": "NL", "203.0.113.0/24": "FR"},
        label="the demo world",
    ),
    {"Harbour School": "GB-E23000011"},
)
VICTIM, SUBJECT = PartyRole.VICTIM, PartyRole.SUBJECT
AT = datetime(2026, 3, 1, tzinfo=UTC)


def route(
    *parties: Party,
    incidents: tuple[Incident, ...] = (),
    attachments: tuple[Attachment, ...] = (),
    desk_country: str | None = None,
) -> list[Route]:
    referral = Referral(concern=Concern.GROOMING, parties=parties, incidents=incidents, attachments=attachments)
    return list(ROUTER.route(referral, desk_country=desk_country))


def test_a_postcode_names_a_force_and_its_reason_only_the_first_half() -> None:
    (best,) = route(Party(role=VICTIM, addresses=(Address(postcode="S1 2HH", street="1 Invented Road"),)))
    assert (best.country, best.force, best.basis) == ("GB", "GB-E23000011", RouteBasis.POSTCODE)
    assert "S1" in best.reason
    assert "2HH" not in best.reason
    assert "Invented" not in best.reason


def test_the_city_of_london_is_told_from_the_metropolitan_police() -> None:
    (city,) = route(Party(role=VICTIM, addresses=(Address(postcode="EC2N 2DB"),)))
    (met,) = route(Party(role=VICTIM, addresses=(Address(postcode="SW1A 1AA"),)))
    assert (city.force, met.force) == ("GB-E23000034", "GB-E23000001")


def test_a_childs_place_comes_before_the_subjects() -> None:
    child = Party(role=VICTIM, location=EstimatedLocation(city="Leeds", country="GB"))
    subject = Party(role=SUBJECT, addresses=(Address(postcode="SW1A 1AA"),))
    found = route(subject, child)
    assert [item.force for item in found] == ["GB-E23000010", "GB-E23000001"]
    assert "Metropolitan Police Service" in found[0].reason


def test_a_child_who_is_the_subject_comes_before_an_adult_subject() -> None:
    child = Party(role=SUBJECT, is_child=True, location=EstimatedLocation(city="Utrecht", country="NL"))
    adult = Party(role=SUBJECT, is_child=False, location=EstimatedLocation(city="Roma", country="IT"))
    found = route(adult, child)
    assert [item.force for item in found] == ["NL-MN", "IT-RM"]
    assert found[0].about == "a child who is the subject"


def test_a_child_by_date_of_birth_is_a_child_on_the_day_of_the_incident() -> None:
    child = Party(role=SUBJECT, born_on=date(2012, 5, 1), location=EstimatedLocation(city="Utrecht", country="NL"))
    adult = Party(role=SUBJECT, born_on=date(1980, 5, 1), location=EstimatedLocation(city="Roma", country="IT"))
    referral = Referral(concern=Concern.GROOMING, occurred_at=AT, parties=(adult, child))
    assert [item.force for item in ROUTER.route(referral)] == ["NL-MN", "IT-RM"]


def test_for_one_person_the_surer_basis_comes_first() -> None:
    party = Party(
        role=VICTIM,
        addresses=(Address(postcode="SW1A 1AA"), Address(city="Milano", country="IT")),
        school="Harbour School",
        location=EstimatedLocation(city="Utrecht", country="NL"),
        phones=(Phone(number="+33123456789"),),
    )
    assert [item.basis for item in route(party)] == [
        RouteBasis.POSTCODE,
        RouteBasis.SCHOOL,
        RouteBasis.DECLARED_PLACE,
        RouteBasis.ADDRESS,
        RouteBasis.PHONE,
    ]


def test_the_same_answer_from_two_clues_is_one_route() -> None:
    party = Party(
        role=VICTIM, addresses=(Address(postcode="S1 2HH", city="Sheffield", country="GB"),), school="Harbour School"
    )
    assert len(route(party)) == 1


def test_an_ip_address_gives_a_country_and_never_a_force() -> None:
    (best,) = route(Party(role=SUBJECT, ip_events=(IpEvent(address="192.0.2.7", port=4000, at=AT),)))
    assert (best.country, best.force, best.basis) == ("GB", None, RouteBasis.IP)
    assert "192.0.2.7" not in best.reason
    assert "desk" in best.reason


def test_an_upload_comes_before_a_login() -> None:
    events = (
        IpEvent(address="198.51.100.1", kind=EventKind.LOGIN, port=1, at=AT),
        IpEvent(address="192.0.2.7", kind=EventKind.UPLOAD),
    )
    assert [item.country for item in route(Party(role=SUBJECT, ip_events=events))] == ["GB", "NL"]


def test_a_sighting_with_port_and_time_comes_before_one_without() -> None:
    events = (IpEvent(address="198.51.100.1"), IpEvent(address="192.0.2.7", port=4000, at=AT))
    found = route(Party(role=SUBJECT, ip_events=events))
    assert [item.country for item in found] == ["GB", "NL"]
    assert "without port and time" in found[1].reason


def test_a_possible_proxy_is_weaker_and_says_so() -> None:
    child = Party(role=VICTIM, ip_events=(IpEvent(address="198.51.100.1", possible_proxy=True),))
    subject = Party(role=SUBJECT, ip_events=(IpEvent(address="192.0.2.7"),))
    found = route(child, subject)
    assert [item.country for item in found] == ["GB", "NL"]
    assert "proxy" in found[1].reason


def test_a_country_gives_way_to_a_force_of_the_same_country() -> None:
    child = Party(role=VICTIM, ip_events=(IpEvent(address="192.0.2.7"),))
    subject = Party(role=SUBJECT, location=EstimatedLocation(city="Leeds", country="UK"))
    assert [item.force for item in route(child, subject)] == ["GB-E23000010"]


def test_a_childs_country_stays_before_a_subjects_force_elsewhere() -> None:
    child = Party(role=VICTIM, ip_events=(IpEvent(address="198.51.100.1"),))
    subject = Party(role=SUBJECT, location=EstimatedLocation(city="Leeds", country="GB"))
    assert [(item.country, item.force) for item in route(child, subject)] == [("NL", None), ("GB", "GB-E23000010")]


def test_another_country_goes_to_its_desk() -> None:
    (best,) = route(Party(role=SUBJECT, phones=(Phone(number="+33123456789"),)))
    assert (best.country, best.force) == ("FR", None)
    assert "the country's central desk" in best.reason


def test_a_town_abroad_is_not_taken_for_one_of_ours() -> None:
    (best,) = route(Party(role=VICTIM, addresses=(Address(city="Boston", country="US"),)))
    assert (best.country, best.force) == ("US", None)


def test_a_town_without_country_yields_to_what_contradicts_it() -> None:
    party = Party(role=VICTIM, location=EstimatedLocation(city="Boston"), phones=(Phone(number="+1 617 555 0123"),))
    assert [item.country for item in route(party)] == ["US", "GB"]


@pytest.mark.parametrize(
    ("city", "candidate"),
    [
        ("Leeds", "West Yorkshire"),
        ("Cambridge", "Cambridgeshire"),
        ("London", "Metropolitan"),
        ("Boston", "Lincolnshire"),
    ],
)
def test_a_town_without_country_is_no_route_and_the_reason_names_the_candidate(city: str, candidate: str) -> None:
    (best,) = route(Party(role=VICTIM, location=EstimatedLocation(city=city)))
    assert (best.country, best.force) == (None, None)
    assert candidate in best.reason
    assert "without a country" in best.reason
    assert "a person must decide" in best.reason.lower()


@pytest.mark.parametrize(
    "more",
    [
        {"ip_events": (IpEvent(address="192.0.2.7"),)},
        {"phones": (Phone(number="+44 7700 900123"),)},
        {"addresses": (Address(country="GB"),)},
    ],
)
def test_a_town_without_country_counts_where_another_clue_of_the_person_agrees(more: dict[str, Any]) -> None:
    (best,) = route(Party(role=VICTIM, location=EstimatedLocation(city="Leeds"), **more))
    assert best.force == "GB-E23000010"
    assert "without a country" in best.reason
    assert "agrees" in best.reason


def test_neither_a_proxy_nor_another_person_agrees_with_a_town() -> None:
    proxied = Party(
        role=VICTIM,
        location=EstimatedLocation(city="Leeds"),
        ip_events=(IpEvent(address="192.0.2.7", possible_proxy=True),),
    )
    (best,) = route(proxied)
    assert (best.country, best.force) == ("GB", None)
    assert "West Yorkshire" in best.reason
    bare = Party(role=VICTIM, location=EstimatedLocation(city="Leeds"))
    subject = Party(role=SUBJECT, ip_events=(IpEvent(address="192.0.2.7"),))
    (of_the_subject,) = route(bare, subject)
    assert (of_the_subject.country, of_the_subject.force) == ("GB", None)
    assert "West Yorkshire" in of_the_subject.reason


def test_to_its_own_desk_a_town_without_country_is_the_one_at_home() -> None:
    bare = Party(role=VICTIM, location=EstimatedLocation(city="Leeds"))
    (at_home,) = route(bare, desk_country="GB")
    assert at_home.force == "GB-E23000010"
    assert "the desk's own country" in at_home.reason
    (abroad,) = route(bare, desk_country="NL")
    assert (abroad.country, abroad.force) == (None, None)


def test_a_town_in_a_region_that_nobody_knows_is_not_the_one_at_home() -> None:
    far = Party(role=VICTIM, location=EstimatedLocation(city="Cambridge", region="Massachusetts"))
    (unknown,) = route(far, desk_country="GB")
    assert (unknown.country, unknown.force) == (None, None)
    near = Party(role=VICTIM, location=EstimatedLocation(city="Cambridge", region="Cambridgeshire"))
    (known,) = route(near, desk_country="GB")
    assert known.force == "GB-E23000023"
    named = Party(role=VICTIM, location=EstimatedLocation(city="Cambridge", region="England"))
    assert route(named)[0].force == "GB-E23000023"


@pytest.mark.parametrize("country", ["GB", None])
def test_a_name_that_several_forces_areas_hold_is_unknown_with_the_candidates(country: str | None) -> None:
    (best,) = route(Party(role=VICTIM, location=EstimatedLocation(city="Newport", country=country)), desk_country="GB")
    assert (best.country, best.force) == (country, None)
    for candidate in ("Gwent", "West Mercia", "Isle of Wight", "Dyfed-Powys"):
        assert candidate in best.reason


def test_a_region_tells_places_of_one_name_apart() -> None:
    (best,) = route(Party(role=VICTIM, location=EstimatedLocation(city="Newport", region="Gwent", country="GB")))
    assert best.force == "GB-W15000002"


def test_a_contradicted_town_makes_no_country_more_precise() -> None:
    child = Party(role=VICTIM, ip_events=(IpEvent(address="192.0.2.7"),))
    contradicted = Party(
        role=SUBJECT, location=EstimatedLocation(city="Boston"), phones=(Phone(number="+1 617 555 0123"),)
    )
    assert [(item.country, item.force) for item in route(child, contradicted)][:2] == [("GB", None), ("US", None)]


def test_a_british_postcode_is_read_however_the_country_is_written() -> None:
    for country in ("England, UK", "Scotland, United Kingdom", "Wales", "uk", None):
        (best,) = route(Party(role=VICTIM, addresses=(Address(postcode="S1 2HH", country=country),)))
        assert best.force == "GB-E23000011"


def test_a_port_that_is_written_behind_the_address_is_read() -> None:
    (best,) = route(Party(role=SUBJECT, ip_events=(IpEvent(address="192.0.2.7:443", at=AT),)))
    assert best.country == "GB"
    assert "without port" not in best.reason


def test_a_country_that_cannot_be_read_is_not_guessed_from_the_town() -> None:
    (best,) = route(Party(role=VICTIM, location=EstimatedLocation(city="Leeds", country="Ruritania")))
    assert (best.country, best.force) == (None, None)


def test_a_nation_alone_names_its_one_force() -> None:
    (best,) = route(Party(role=VICTIM, location=EstimatedLocation(country="Scotland")))
    assert best.force == "GB-SCT"


def test_jersey_has_a_country_and_no_force_with_the_reason() -> None:
    (best,) = route(Party(role=VICTIM, addresses=(Address(postcode="JE2 3AB", country="JE"),)))
    assert (best.country, best.force) == ("JE", None)
    assert "outside the United Kingdom" in best.reason


def test_a_dutch_postcode_is_not_read_as_a_british_one() -> None:
    (best,) = route(Party(role=VICTIM, addresses=(Address(postcode="S1 2HH", city="Utrecht", country="NL"),)))
    assert best.force == "NL-MN"


def test_the_address_from_which_a_file_came_counts_as_the_subjects() -> None:
    upload = Attachment(upload_event=IpEvent(address="192.0.2.7", kind=EventKind.UPLOAD, port=1, at=AT))
    incident = Incident(kind=IncidentKind.CHAT, ip_events=(IpEvent(address="198.51.100.1", port=1, at=AT),))
    assert [item.country for item in route(incidents=(incident,), attachments=(upload,))] == ["GB", "NL"]


def test_nothing_known_is_one_route_to_nowhere_with_the_reason() -> None:
    (best,) = route(Party(role=VICTIM))
    assert (best.country, best.force, best.basis, best.about) == (None, None, None, None)
    assert "Nothing" in best.reason
    (unplaced,) = route(Party(role=SUBJECT, ip_events=(IpEvent(address="2001:db8::1"),)))
    assert "No IP address could be placed" in unplaced.reason
    assert "2001" not in unplaced.reason


PARTIES = st.builds(
    Party,
    role=st.sampled_from(PartyRole),
    is_child=st.sampled_from([None, True, False]),
    school=st.sampled_from([None, "Harbour School", "Elsewhere"]),
    addresses=st.lists(
        st.builds(
            Address,
            postcode=st.sampled_from([None, "SW1A 1AA", "S1", "JE2 3AB", "x"]),
            city=st.one_of(st.none(), st.sampled_from(["Leeds", "Cork", "Sicilia"]), st.text(max_size=8)),
            country=st.sampled_from([None, "GB", "IE", "IT", "FR", "", "Nowhere"]),
        ),
        max_size=2,
    ).map(tuple),
    ip_events=st.lists(
        st.builds(IpEvent, address=st.sampled_from(["192.0.2.1", "203.0.113.1", "x"]), possible_proxy=st.booleans()),
        max_size=2,
    ).map(tuple),
)


@given(parties=st.lists(PARTIES, max_size=3))
def test_there_is_always_a_route_each_once_and_every_force_lies_in_its_country(parties: list[Party]) -> None:
    found = route(*parties)
    assert found
    assert len({(item.country, item.force) for item in found}) == len(found)
    by_code = {item.code: item for item in forces()}
    for item in found:
        assert item.reason
        assert item.force is None or by_code[item.force].country == item.country


@given(parties=st.lists(PARTIES, max_size=3))
def test_routing_is_repeatable(parties: list[Party]) -> None:
    assert route(*parties) == route(*parties)
