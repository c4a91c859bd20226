"""Which selectors stand in a referral and whose they are."""

from dataclasses import replace

from causeway.selectors import comparison_key, found_selectors, party_selectors, selectors_of
from causeway.vocabulary.places import Address, EstimatedLocation
from causeway.vocabulary.referral import (
    Account,
    Attachment,
    Concern,
    Contact,
    Device,
    Email,
    EventKind,
    Incident,
    IncidentKind,
    IpEvent,
    Party,
    PartyRole,
    Phone,
    Referral,
)
from causeway.vocabulary.selectors import SelectorKind

SUBJECT = Party(
    role=PartyRole.SUBJECT,
    first_name="Ada",
    last_name="Rossi",
    emails=(Email(address="ada@example.org", verified=True),),
    phones=(Phone(number="+44 20 7946 0000"),),
    accounts=(Account(identifier="17", handle="lamp", profile_urls=("https://example.org/u/lamp",)),),
    ip_events=(IpEvent(address="192.0.2.7", port=4000), IpEvent(address="192.0.2.7", port=4001)),
    devices=(Device(kind="IMEI", value="490154203237518"),),
)
VICTIM = Party(role=PartyRole.VICTIM, emails=(Email(address="ADA@example.org"), Email(address="nonsense")))
REFERRAL = Referral(
    concern=Concern.GROOMING,
    platform="Example Chat",
    parties=(SUBJECT, VICTIM),
    incidents=(Incident(kind=IncidentKind.CHAT, urls=("https://example.org/room/1",), emails=(Email(address="x"),)),),
    attachments=(
        Attachment(url="https://example.org/f/1", upload_event=IpEvent(address="192.0.2.9", kind=EventKind.UPLOAD)),
    ),
    contact=Contact(emails=(Email(address="role@example.com"),)),
)


def test_every_kind_of_identifier_is_found() -> None:
    assert {selector.kind for selector in selectors_of(REFERRAL)} == set(SelectorKind)


def test_a_selector_of_two_parties_is_found_once_for_each_and_listed_once() -> None:
    owners = [item.role for item in found_selectors(REFERRAL) if item.selector.value == "ada@example.org"]
    assert owners == [PartyRole.SUBJECT, PartyRole.VICTIM]
    assert [selector.value for selector in selectors_of(REFERRAL)].count("ada@example.org") == 1


def test_one_address_on_two_ports_is_two_selectors_with_one_comparison_key() -> None:
    same = [selector for selector in selectors_of(REFERRAL) if selector.value == "192.0.2.7"]
    assert len(same) == 2
    assert len({comparison_key(selector) for selector in same}) == 1


def test_the_upload_address_of_an_attachment_is_found_without_a_party() -> None:
    (item,) = [item for item in found_selectors(REFERRAL) if item.selector.value == "192.0.2.9"]
    assert (item.party_index, item.role) == (None, None)


def test_the_senders_own_contact_is_never_a_selector() -> None:
    assert all(selector.value != "role@example.com" for selector in selectors_of(REFERRAL))


def test_what_is_verified_stays_known() -> None:
    (item,) = [
        item for item in found_selectors(REFERRAL) if item.selector.value == "ada@example.org" and item.party_index == 0
    ]
    assert item.verified is True


def test_what_cannot_be_read_is_skipped() -> None:
    emails = {selector.value for selector in selectors_of(REFERRAL) if selector.kind is SelectorKind.EMAIL}
    assert emails == {"ada@example.org"}


def test_a_national_number_is_read_where_its_owner_is_said_to_be_or_else_where_the_sender_is() -> None:
    phone = Phone(number="06 12345678")
    here = Party(role=PartyRole.SUBJECT, phones=(phone,))
    there = replace(here, addresses=(Address(city="Somewhere"), Address(country="nl")))
    guessed = replace(here, location=EstimatedLocation(country="NL"))
    for party in (there, guessed, here):
        region = "NL" if party is here else "GB"
        (found,) = party_selectors(party, default_region=region)
        assert found.value == "+31612345678"
    assert party_selectors(here) == ()
    assert party_selectors(here, default_region="Neverland") == ()


def test_the_selectors_of_one_party_are_its_own() -> None:
    values = {selector.value for selector in party_selectors(SUBJECT, platform="Example Chat")}
    assert "examplechat#17" in values
    assert "192.0.2.9" not in values
