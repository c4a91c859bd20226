"""From referrals to facts, and from links to what triage wants to know."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from causeway.clearing import link_input, priority_context
from causeway.clearing._particulars import MOST_PARTICULARS
from causeway.clearing._selectors import MOST_SELECTORS, MOST_SIGHTINGS
from causeway.clearing.surroundings import bundle_head, conversation_lines
from causeway.linking import LinkInput, Sharing, find_links
from causeway.vocabulary.findings import MediaDigests
from causeway.vocabulary.places import Address
from causeway.vocabulary.referral import (
    Account,
    Attachment,
    Concern,
    Contact,
    Email,
    IpEvent,
    Party,
    PartyRole,
    Referral,
)
from causeway.vocabulary.selectors import Selector, SelectorKind

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
FILE = MediaDigests(sha256="a" * 64, sha1="a" * 40, md5="a" * 32, size_bytes=9, media_type="image/jpeg")
SUBJECT = Selector(kind=SelectorKind.ACCOUNT, value="harbour#77")
KEY = (SelectorKind.ACCOUNT, "harbour#77")


def test_the_facts_say_whose_each_selector_is_and_leave_the_sender_out() -> None:
    referral = Referral(
        concern=Concern.GROOMING,
        parties=(
            Party(role=PartyRole.SUBJECT, accounts=(Account(service="Harbour", identifier="77"),)),
            Party(role=PartyRole.VICTIM, emails=(Email(address="a@example.org", verified=True),)),
        ),
        contact=Contact(emails=(Email(address="desk@example.com"),)),
        attachments=(Attachment(sha256="a" * 64), Attachment(sha256="b" * 64), Attachment(url="https://example.org/x")),
    )
    facts = link_input("r", "one", NOON, referral, {FILE.sha256: FILE})
    assert facts.subjects == {KEY}
    assert facts.victims == facts.verified == {(SelectorKind.EMAIL, "a@example.org")}
    assert facts.media == (FILE,)
    assert not any("desk@" in selector.value for selector in facts.selectors)


def test_of_a_long_log_the_most_telling_and_latest_selectors_are_compared() -> None:
    seen = [
        IpEvent(address=f"198.51.{number // 256}.{number % 256}", at=NOON + timedelta(minutes=number))
        for number in range(2 * MOST_SELECTORS)
    ]
    party = Party(
        role=PartyRole.SUBJECT,
        ip_events=(IpEvent(address="10.0.0.1"), *seen),
        accounts=(Account(service="Harbour", identifier="77"),),
    )
    facts = link_input("r", "one", NOON, Referral(concern=Concern.GROOMING, parties=(party,)), {})
    assert len(facts.selectors) == MOST_SELECTORS
    assert facts.subjects == set(facts.keyed())
    assert KEY in facts.subjects
    assert (SelectorKind.IP, seen[-1].address) in facts.subjects
    assert (SelectorKind.IP, seen[0].address) not in facts.subjects
    assert (SelectorKind.IP, "10.0.0.1") not in facts.subjects


def test_of_one_address_the_latest_sightings_with_port_and_time_are_compared() -> None:
    events = tuple(IpEvent(address="198.51.100.7", port=4000 + at, at=NOON + timedelta(days=at)) for at in range(40))
    party = Party(role=PartyRole.SUBJECT, ip_events=(IpEvent(address="198.51.100.7"), *events))
    facts = link_input("r", "one", NOON, Referral(concern=Concern.GROOMING, parties=(party,)), {})
    assert [selector.port for selector in facts.selectors] == list(range(4040 - MOST_SIGHTINGS, 4040))


def test_lines_are_known_again_whatever_their_numbers_capitals_and_stops() -> None:
    told = conversation_lines(["The boat left early.\nA heron stood there.\nWell."])
    kept = conversation_lines(["1) THE BOAT LEFT EARLY", "2) a heron stood   there!"])
    assert told == kept
    assert len(told) == 2


def test_where_a_child_is_is_known_again_however_it_is_written_and_no_word_of_it_is_kept() -> None:
    def stated(*parties: Party) -> frozenset[str]:
        referral = Referral(concern=Concern.GROOMING, is_planned=True, parties=parties)
        return link_input("r", "one", NOON, referral, {}).particulars

    def child(city: str, school: str, postcode: str) -> Party:
        address = Address(street="1 Quay Row", city=city, postcode=postcode)
        return Party(role=PartyRole.VICTIM, is_child=True, age_years=12, school=school, addresses=(address,))

    told = stated(child("Dover", "Pier School", "CT1 2EH"))
    assert told == stated(child("DOVER", "pier school.", "ct12eh"))
    assert told - stated(child("Dover", "Quay School", "CT1 2EH")) == told - stated(child("Dover", "", "CT1 2EH"))
    assert len(told) == 6, "the plan, the street, the postcode, the town, the school, and the age"
    assert all(len(one) == 16 for one in told)
    others = (Party(role=PartyRole.ASSOCIATE, school=f"School {number}") for number in range(500))
    many = stated(*others, child("Dover", "Pier School", "CT1 2EH"))
    assert len(many) == MOST_PARTICULARS
    assert told <= many, "a child comes first"


@given(st.text())
def test_any_text_at_all_can_be_fingerprinted_and_none_of_it_is_kept(text: str) -> None:
    lines = conversation_lines([text])
    assert all(len(line) == 16 for line in lines)


def facts(name: str, *, sender: str = "one", day: int = 0, victim: str | None = None) -> LinkInput:
    return LinkInput(
        referral_id=name,
        sender=sender,
        received_at=NOON,
        selectors=(SUBJECT,),
        subjects=frozenset({KEY}),
        victims=frozenset({(SelectorKind.ACCOUNT, victim)}) if victim else frozenset(),
        occurred_at=NOON.replace(day=1 + day),
    )


def test_the_same_event_told_again_is_another_voice_but_no_other_event() -> None:
    new, again, other = facts("c"), facts("b", sender="two"), facts("a", day=20)
    links = find_links(new, [again, other])
    context = priority_context(new, [again, other], Sharing(selectors={KEY: 3}), links, ())
    assert (context.prior_referrals, context.links, context.distinct_senders) == (1, 1, 2)


def test_children_are_counted_once_however_often_they_are_named() -> None:
    new = facts("d", victim="harbour#1")
    around = [facts("a", day=9, victim="harbour#1"), facts("b", day=15, victim="harbour#2"), facts("c", day=20)]
    links = find_links(new, around)
    assert priority_context(new, around, Sharing(), links, ()).victims == 2


def test_without_a_computed_digest_novelty_is_unknown() -> None:
    new = facts("a")
    assert priority_context(new, [], Sharing(), (), ()).novel_files is None
    assert priority_context(replace(new, media=(FILE,)), [], Sharing(), (), ()).novel_files == 1


def test_two_referrals_cleared_at_one_time_never_head_each_other() -> None:
    first, second = facts("a"), replace(facts("b"), received_at=NOON.replace(hour=13))
    assert bundle_head(second, [first], find_links(second, [first])) == "a"
    assert bundle_head(first, [second], find_links(first, [second])) is None


def test_who_joins_a_bundle_stands_under_its_first_referral() -> None:
    middle = replace(facts("b"), duplicate_of="a")
    last = replace(facts("c"), received_at=NOON.replace(hour=13))
    assert bundle_head(last, [middle], find_links(last, [middle])) == "a"
