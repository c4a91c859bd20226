"""When two referrals tell of one event, and when they only tell of one person."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from causeway.linking import LinkInput, Sharing, find_links, same_event
from causeway.vocabulary.findings import LinkKind, MediaDigests
from causeway.vocabulary.selectors import Selector, SelectorKind

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
SUBJECT = frozenset({(SelectorKind.ACCOUNT, "harbour#77")})
ANOTHER = frozenset({(SelectorKind.ACCOUNT, "harbour#78")})
ELSEWHERE = frozenset({(SelectorKind.ACCOUNT, "quay#78")})
CHILD = frozenset({(SelectorKind.ACCOUNT, "harbour#5")})
FILE = MediaDigests(
    sha256="a" * 64, sha1="a" * 40, md5="a" * 32, size_bytes=9, media_type="image/jpeg", pdq="5" * 64, pdq_quality=90
)
ALIKE = replace(FILE, sha256="b" * 64, sha1="b" * 40, md5="b" * 32, pdq="5" * 63 + "f")
PAGE = Selector(kind=SelectorKind.URL, value="https://example.org/page")
SITE = Selector(kind=SelectorKind.URL, value="https://example.org/")
WORDS = "The harbour master saw the same boat by the old lighthouse on two evenings."

TOLD = LinkInput(
    referral_id="a", sender="one", received_at=NOON, subjects=SUBJECT, victims=CHILD, media=(FILE,), occurred_at=NOON
)


def again(**changes: object) -> LinkInput:
    return replace(TOLD, referral_id="b", sender="two", **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "other",
    [
        again(),
        again(occurred_at=None, media=()),
        again(media=(ALIKE,), victims=frozenset(), occurred_at=NOON + timedelta(hours=9)),
        again(media=(), victims=frozenset(), occurred_at=NOON + timedelta(minutes=10)),
        again(subjects=frozenset(), victims=frozenset(), occurred_at=NOON + timedelta(minutes=10)),
    ],
)
def test_one_event_told_again_is_known_again(other: LinkInput) -> None:
    event = same_event(TOLD, other)
    assert event is not None
    assert event.reasons


@pytest.mark.parametrize(
    "other",
    [
        again(occurred_at=NOON + timedelta(days=9), media=()),
        again(occurred_at=NOON + timedelta(days=9), victims=frozenset()),
        again(subjects=ANOTHER, victims=frozenset(), occurred_at=NOON + timedelta(days=1)),
        again(subjects=ANOTHER, victims=frozenset()),
        again(subjects=frozenset(), victims=frozenset(), occurred_at=None),
        again(subjects=ELSEWHERE, victims=frozenset(), media=()),
    ],
)
def test_one_person_or_one_file_alone_is_not_one_event(other: LinkInput) -> None:
    assert same_event(TOLD, other) is None


REFERRED = LinkInput(referral_id="a", sender="one", received_at=NOON, occurred_at=NOON, sender_reference="R-1")


def test_the_same_sender_with_the_same_reference_tells_of_the_same_event() -> None:
    assert same_event(REFERRED, replace(REFERRED, referral_id="b")) is not None
    assert same_event(REFERRED, replace(REFERRED, referral_id="b", sender="two")) is None
    assert same_event(REFERRED, replace(REFERRED, referral_id="b", sender_reference="R-2")) is None


def test_a_reference_does_not_outweigh_other_people_or_another_time() -> None:
    told = replace(REFERRED, subjects=SUBJECT, victims=CHILD)
    assert same_event(told, replace(told, referral_id="b", subjects=ANOTHER, victims=frozenset())) is None
    assert same_event(REFERRED, replace(REFERRED, referral_id="b", occurred_at=NOON - timedelta(days=300))) is None
    assert same_event(REFERRED, replace(REFERRED, referral_id="b", occurred_at=None)) is None


def test_a_reference_that_stands_in_many_referrals_says_nothing() -> None:
    again = replace(REFERRED, referral_id="b")
    assert same_event(REFERRED, again, sharing=Sharing(reference=20)) is not None
    assert same_event(REFERRED, again, sharing=Sharing(reference=21)) is None


def test_two_accounts_behind_one_address_told_by_template_are_two_events() -> None:
    address = (SelectorKind.IP, "198.51.100.9")
    told = replace(TOLD, victims=frozenset(), media=(), narrative=WORDS, subjects=SUBJECT | {address})
    assert same_event(told, replace(told, referral_id="b", subjects=ANOTHER | {address})) is None


@pytest.mark.parametrize("address", ["10.0.0.1", "100.64.0.1"])
def test_an_address_that_tells_little_is_no_sign_of_one_subject(address: str) -> None:
    told = replace(
        TOLD, victims=frozenset(), media=(), narrative=WORDS, subjects=frozenset({(SelectorKind.IP, address)})
    )
    assert same_event(told, replace(told, referral_id="b")) is None
    known = replace(told, subjects=frozenset({(SelectorKind.IP, "198.51.100.9")}))
    assert same_event(known, replace(known, referral_id="b")) is not None
    assert same_event(replace(known, proxies=known.subjects), replace(known, referral_id="b")) is None


def test_an_account_that_thousands_of_referrals_name_is_no_sign_of_one_event() -> None:
    told = replace(TOLD, victims=frozenset(), media=())
    crowd = Sharing(selectors=dict.fromkeys(SUBJECT, 20_000))
    assert same_event(told, replace(told, referral_id="b")) is not None
    assert same_event(told, replace(told, referral_id="b"), sharing=crowd) is None


@pytest.mark.parametrize("other", [FILE, ALIKE])
def test_a_file_that_goes_round_everywhere_is_no_sign_of_one_event(other: MediaDigests) -> None:
    told = replace(TOLD, subjects=SUBJECT, victims=frozenset())
    elsewhere = replace(told, referral_id="b", sender="two", subjects=ELSEWHERE, media=(other,))
    assert same_event(told, replace(elsewhere, occurred_at=NOON + timedelta(minutes=10))) is not None
    viral = Sharing(media={FILE.sha256: 64})
    assert same_event(told, elsewhere, sharing=viral) is None


def test_one_person_and_two_children_who_are_told_apart_are_two_events() -> None:
    told = replace(TOLD, media=())
    other_child = frozenset({(SelectorKind.ACCOUNT, "harbour#6")})
    assert same_event(told, replace(told, referral_id="b", victims=other_child)) is None
    assert same_event(told, replace(told, referral_id="b", victims=frozenset())) is not None


def test_accounts_at_two_services_do_not_contradict_each_other() -> None:
    other = again(subjects=ELSEWHERE, victims=CHILD)
    assert same_event(TOLD, other) is not None
    assert same_event(TOLD, replace(other, subjects=ANOTHER, media=())) is None


def test_words_worded_alike_help_but_do_not_suffice() -> None:
    alone = replace(TOLD, subjects=frozenset(), victims=frozenset(), media=(), narrative=WORDS)
    assert same_event(alone, replace(alone, referral_id="b", sender="two")) is None
    near = replace(TOLD, victims=frozenset(), media=(), narrative=WORDS)
    later = replace(near, referral_id="b", sender="two", occurred_at=NOON + timedelta(hours=9))
    assert same_event(near, later) is not None
    assert same_event(near, replace(later, narrative=WORDS[::-1])) is None


def test_a_page_named_twice_on_one_moment_helps_and_a_bare_site_does_not() -> None:
    page = replace(TOLD, subjects=frozenset(), victims=CHILD, media=(), selectors=(PAGE,))
    assert same_event(page, replace(page, referral_id="b", sender="two")) is not None
    site = replace(page, selectors=(SITE,))
    assert same_event(site, replace(site, referral_id="b", sender="two")) is None


def test_the_reasons_name_no_value() -> None:
    event = same_event(TOLD, again())
    assert event is not None
    assert not any("77" in str(reason) or "aaaa" in str(reason) for reason in event.reasons)


def test_the_same_event_is_told_as_a_link_with_its_reasons() -> None:
    links = find_links(again(), [TOLD])
    event = next(link for link in links if link.kind is LinkKind.SAME_EVENT)
    assert "same subject" in event.reason
    assert 0.6 <= event.weight <= 1


def sides(name: str) -> st.SearchStrategy[LinkInput]:
    return st.builds(
        LinkInput,
        referral_id=st.just(name),
        sender=st.sampled_from(["one", "two"]),
        received_at=st.just(NOON),
        subjects=st.sampled_from([frozenset(), SUBJECT, ANOTHER, ELSEWHERE]),
        victims=st.sampled_from([frozenset(), CHILD]),
        media=st.sampled_from([(), (FILE,), (ALIKE,)]),
        occurred_at=st.none() | st.integers(-200, 200).map(lambda hours: NOON + timedelta(hours=hours)),
        narrative=st.sampled_from([None, WORDS, WORDS.upper()]),
        sender_reference=st.sampled_from([None, "R-1"]),
        selectors=st.sampled_from([(), (PAGE,), (SITE,)]),
    )


@given(sides("a"), sides("b"))
def test_the_rule_is_the_same_from_both_sides_and_within_bounds(left: LinkInput, right: LinkInput) -> None:
    forth = same_event(left, right)
    assert forth == same_event(right, left)
    assert forth is None or 0.6 <= forth.score <= 1


LINES = frozenset("abcdefgh")


def test_one_person_on_one_day_with_other_words_is_another_event() -> None:
    told = replace(TOLD, victims=frozenset(), media=(), conversation=LINES)
    later = replace(told, referral_id="b", sender="two", occurred_at=NOON + timedelta(hours=9))
    assert same_event(told, replace(later, conversation=frozenset("stuvwxyz"))) is None
    assert same_event(told, replace(later, conversation=frozenset("abcdef"))) is not None


def test_a_few_lines_in_common_prove_nothing() -> None:
    told = replace(TOLD, victims=frozenset(), media=(), conversation=frozenset("abc"))
    later = replace(told, referral_id="b", sender="two", occurred_at=NOON + timedelta(hours=9))
    assert same_event(told, later) is None


def test_a_page_that_is_all_that_two_tell_of_on_one_day_is_one_event() -> None:
    nobody: frozenset[tuple[SelectorKind, str]] = frozenset()
    page = replace(TOLD, subjects=nobody, victims=nobody, media=(), selectors=(PAGE,))
    again_later = replace(page, referral_id="b", sender="two", occurred_at=NOON + timedelta(hours=9))
    assert same_event(page, again_later) is not None
    assert same_event(page, replace(again_later, occurred_at=NOON + timedelta(days=9))) is None
    assert same_event(replace(page, subjects=SUBJECT), again_later) is None


def test_a_handle_that_changed_hands_is_not_the_same_subject() -> None:
    shown = (SelectorKind.ACCOUNT, "harbour@kite")
    told = replace(TOLD, victims=frozenset(), media=(), subjects=SUBJECT | {shown})
    assert same_event(told, replace(told, referral_id="b", subjects=frozenset({shown}))) is not None
    assert same_event(told, replace(told, referral_id="b", subjects=ANOTHER | {shown})) is None
