"""A correction keeps what the router saw and nobody's name, and is a test of the rules afterwards."""

from dataclasses import asdict
from datetime import UTC, datetime

import pytest

from causeway.routing import (
    FEWEST,
    Correction,
    Overlay,
    Postcodes,
    Router,
    Verdict,
    parse_postcode,
    place_clues,
    replay,
    verdict_on,
)
from causeway.vocabulary.findings import RouteBasis
from causeway.vocabulary.places import Address, EstimatedLocation
from causeway.vocabulary.referral import (
    Account,
    Attachment,
    Concern,
    Email,
    EventKind,
    IpEvent,
    Party,
    PartyRole,
    Phone,
    Referral,
)

COUNTRIES = Overlay({"198.51.100.0/24": "NL", "203.0.113.0/24": "IE"}, label="test")
ROUTER = Router(COUNTRIES)
TOLD = Referral(
    concern=Concern.GROOMING,
    platform="Harbour Chat",
    narrative="Wren lives at the quay.",
    occurred_at=datetime(2026, 3, 4, 5, 6, tzinfo=UTC),
    parties=(
        Party(
            role=PartyRole.VICTIM,
            first_name="Wren",
            last_name="Marlow",
            age_years=13,
            school="Saltmarsh Lane School",
            addresses=(Address(street="1 Quay Street", city="Canterbury", postcode="CT1 2EH", country="GB"),),
            location=EstimatedLocation(city="Dover", country="GB"),
        ),
        Party(
            role=PartyRole.SUBJECT,
            emails=(Email(address="tidepool@example.org"),),
            accounts=(Account(service="Harbour Chat", identifier="u-4711", handle="tidepool"),),
            phones=(Phone(number="+31 20 794 0123"),),
            addresses=(Address(city="3 Quay Row", country="NL"),),
            ip_events=(
                IpEvent(
                    address="203.0.113.77", kind=EventKind.LOGIN, port=4431, at=datetime(2026, 3, 4, 5, 6, tzinfo=UTC)
                ),
            ),
        ),
    ),
    attachments=(Attachment(sha256="0" * 64, name="bridge.jpg", upload_event=IpEvent(address="198.51.100.9")),),
)


def test_what_is_kept_is_routed_just_as_the_referral_was() -> None:
    kept = place_clues(TOLD, countries=COUNTRIES, postcodes=ROUTER.postcodes)
    again = ROUTER.with_countries(Overlay(dict(kept.countries), label="kept")).route(kept.referral, desk_country="GB")
    first = ROUTER.route(TOLD, desk_country="GB")
    assert [(route.country, route.force, route.basis) for route in again] == [
        (route.country, route.force, route.basis) for route in first
    ]
    assert len(first) > 2, "the referral points to several places, by several rules"


def test_nothing_that_leads_to_a_person_is_kept() -> None:
    kept = str(asdict(place_clues(TOLD, countries=COUNTRIES, postcodes=ROUTER.postcodes)))
    for gone in (
        *("Wren", "Marlow", "Quay", "2EH", "Saltmarsh", "tidepool", "u-4711", "794", "203.0.113.77", "198.51.100.9"),
        *("4431", "bridge.jpg", "Harbour", "2026, 3, 4", "13"),
    ):
        assert gone not in kept, gone
    assert "Canterbury" in kept


@pytest.mark.parametrize("text", ["CT1 2EH", "M1 1AE", "EC1A 1BB", "SW1A 1AA", "TD15 1XX", "ZZ1 1ZZ", "CT1"])
def test_a_postcode_stands_in_for_at_least_fifty_of_the_same_authority(text: str) -> None:
    table, postcode = Postcodes(), parse_postcode(text)
    assert postcode is not None
    kept = table.stand_in(postcode)
    assert kept.outward == postcode.outward
    if kept.inward is None:
        assert table.authorities(kept) >= table.authorities(postcode) or not table.authorities(postcode)
    else:
        assert table.authorities(kept) == table.authorities(postcode)


def _correction(right: str, *, basis: RouteBasis | None = RouteBasis.POSTCODE, told: Referral = TOLD) -> Correction:
    kept = place_clues(told, countries=COUNTRIES, postcodes=ROUTER.postcodes)
    return Correction(clues=kept, was=None, basis=basis, right=right, desk_country="GB")


def test_each_correction_is_judged_by_the_router_of_today() -> None:
    nowhere = Referral(concern=Concern.OTHER)
    assert verdict_on(_correction("GB-E23000032"), ROUTER) is Verdict.RIGHT
    assert verdict_on(_correction("GB-SCT"), ROUTER) is Verdict.STILL_WRONG
    assert verdict_on(_correction("GB-SCT", told=nowhere), ROUTER) is Verdict.NO_FORCE
    second = Referral(
        concern=Concern.OTHER,
        parties=(
            *TOLD.parties,
            Party(role=PartyRole.ASSOCIATE, addresses=(Address(postcode="CM1 1JE", country="GB"),)),
        ),
    )
    assert verdict_on(_correction("GB-E23000028", told=second), ROUTER) is Verdict.AMONG_THE_CANDIDATES


def test_rules_are_counted_apart_only_where_there_are_enough() -> None:
    many = [_correction("GB-SCT") for _ in range(FEWEST)]
    few = [_correction("GB-E23000032", basis=RouteBasis.IP), _correction("GB-SCT", basis=None)]
    first, rest = replay([*many, *few], ROUTER)
    assert (first.basis, first.corrections, first.verdicts[Verdict.STILL_WRONG]) == (
        RouteBasis.POSTCODE,
        FEWEST,
        FEWEST,
    )
    assert (rest.is_rest, rest.basis, rest.corrections) == (True, None, 2)
    assert (rest.verdicts[Verdict.RIGHT], rest.verdicts[Verdict.STILL_WRONG]) == (1, 1)
    assert sum(rest.verdicts.values()) == rest.corrections
    assert replay([], ROUTER) == ()
