"""Nothing in a world can belong to anybody, and every sentence comes from the fixed lists."""

import re
from collections.abc import Iterator
from ipaddress import ip_address, ip_network

import phonenumbers

from causeway.vocabulary.referral import Referral
from causeway.worlds import World, words
from causeway.worlds.names import FAMILY_NAMES, FIRST_NAMES

DOCUMENTATION = [ip_network(one) for one in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32")]
EXAMPLE_DOMAIN = re.compile(r"(?:[a-z0-9-]+\.)*example\.(?:org|com|net)", re.IGNORECASE)
DRAMA_NUMBER = re.compile(r"\+44 ?7700 ?900\d{3}|\+35320 ?91\d{5}|\+3363998\d{4}|\+1[0-9]{3}55501\d\d")


def all_referrals(worlds: tuple[World, ...]) -> Iterator[Referral]:
    return (item.referral for world in worlds for item in world.referrals)


def from_templates(text: str, templates: tuple[str, ...]) -> bool:
    patterns = (re.sub(r"\\\{[nm]\\\}", r"\\d+", re.escape(template)) for template in templates)
    return any(re.fullmatch(pattern, text) for pattern in patterns)


def test_every_narrative_is_one_of_the_fixed_sentences(worlds: tuple[World, ...]) -> None:
    sentences = words.NARRATIVES + words.RETOLD_NARRATIVES + words.PUBLIC_NARRATIVES
    for referral in all_referrals(worlds):
        assert referral.narrative is not None
        assert from_templates(referral.narrative, sentences)
        assert referral.emergency is None or referral.emergency in words.EMERGENCIES
        assert all(party.notes is None or party.notes in words.NOTES for party in referral.parties)


def test_every_line_of_a_conversation_is_small_talk_from_the_lists(worlds: tuple[World, ...]) -> None:
    line = " ".join(f"(?:{'|'.join(map(re.escape, part))})" for part in words.LINE_PARTS)
    known = re.compile(line, re.IGNORECASE)
    for referral in all_referrals(worlds):
        for content in (incident.content for incident in referral.incidents if incident.content):
            header, *spoken = content.splitlines()
            assert from_templates(header, (words.CHAT_HEADER,))
            for told in spoken:
                assert known.fullmatch(re.sub(r"^\d+\) ", "", told).strip().rstrip("."))


def test_every_name_comes_from_the_invented_list(worlds: tuple[World, ...]) -> None:
    for referral in all_referrals(worlds):
        for party in referral.parties:
            assert party.first_name is None or party.first_name in FIRST_NAMES
            assert party.last_name is None or party.last_name in FAMILY_NAMES


def test_every_mailbox_lies_under_an_example_domain(worlds: tuple[World, ...]) -> None:
    for referral in all_referrals(worlds):
        contact = referral.contact.emails if referral.contact else ()
        for email in (*contact, *(email for party in referral.parties for email in party.emails)):
            assert EXAMPLE_DOMAIN.fullmatch(email.address.strip().partition("@")[2])
    for body in (body for world in worlds for body in world.organisations):
        for address in (body.mailbox, *(member.email for member in body.members)):
            assert EXAMPLE_DOMAIN.fullmatch(address.partition("@")[2])


def test_every_web_address_lies_under_an_example_domain(worlds: tuple[World, ...]) -> None:
    for referral in all_referrals(worlds):
        for host in re.findall(r"https?://([^/'\"\s]+)", repr(referral)):
            assert EXAMPLE_DOMAIN.fullmatch(host)


def test_every_network_address_is_of_a_documentation_range_and_has_a_country(worlds: tuple[World, ...]) -> None:
    for world in worlds:
        overlay = [(ip_network(network), country) for network, country in world.address_overlay]
        for item in world.referrals:
            for event in (event for party in item.referral.parties for event in party.ip_events):
                address = ip_address(event.address)
                assert any(address in network for network in DOCUMENTATION)
                assert sum(address in network for network, _ in overlay) == 1


def test_every_telephone_number_is_kept_for_drama_and_possible(worlds: tuple[World, ...]) -> None:
    seen = 0
    for referral in all_referrals(worlds):
        for phone in (phone for party in referral.parties for phone in party.phones):
            parsed = phonenumbers.parse(
                phone.number.replace("00", "+", 1) if phone.number.startswith("00") else phone.number
            )
            assert phonenumbers.is_possible_number(parsed)
            assert DRAMA_NUMBER.fullmatch(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))
            seen += 1
    assert seen > 20
