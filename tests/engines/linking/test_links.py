"""What two referrals share, and how telling that is."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from causeway.linking import LinkInput, Sharing, find_links, media_weight, pdq_distance
from causeway.vocabulary.findings import LinkKind, MediaDigests
from causeway.vocabulary.selectors import Selector, SelectorKind

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
ACCOUNT = Selector(kind=SelectorKind.ACCOUNT, value="harbour#77")
EMAIL = Selector(kind=SelectorKind.EMAIL, value="someone@example.org")


def facts(referral_id: str, *selectors: Selector, media: tuple[MediaDigests, ...] = ()) -> LinkInput:
    return LinkInput(referral_id=referral_id, sender="one", received_at=NOON, selectors=selectors, media=media)


HALF_SET = int("5" * 64, 16)
"""The digest of a picture has half of its bits set; tests count from this one."""


def picture(name: str, *, pdq: int | None = None, quality: int = 90) -> MediaDigests:
    return MediaDigests(
        sha256=name.ljust(64, "0"),
        sha1=name.ljust(40, "0"),
        md5=name.ljust(32, "0"),
        size_bytes=9,
        media_type="image/jpeg",
        pdq=None if pdq is None else f"{pdq ^ HALF_SET:064x}",
        pdq_quality=quality,
    )


def test_a_shared_account_links_and_the_reason_names_the_kind_and_not_the_value() -> None:
    (link,) = find_links(facts("b", ACCOUNT), [facts("a", ACCOUNT), facts("c", EMAIL)])
    assert (link.left, link.right, link.kind) == ("b", "a", LinkKind.SELECTOR)
    assert link.selector == ACCOUNT
    assert link.weight > 0.9
    assert "account" in link.reason
    assert "77" not in link.reason


def test_each_shared_selector_is_a_link_of_its_own_and_the_most_telling_stands_first() -> None:
    links = find_links(facts("b", EMAIL, ACCOUNT), [facts("a", ACCOUNT, EMAIL)])
    assert [link.selector for link in links] == [ACCOUNT, EMAIL]


def test_a_referral_never_links_to_itself() -> None:
    assert find_links(facts("a", ACCOUNT), [facts("a", ACCOUNT)]) == ()


def test_what_thousands_share_links_nothing() -> None:
    crowd = Sharing(selectors={(EMAIL.kind, EMAIL.value): 30_000})
    assert find_links(facts("b", EMAIL), [facts("a", EMAIL)], sharing=crowd) == ()


def test_a_verified_address_on_both_sides_tells_more() -> None:
    key = frozenset({(EMAIL.kind, EMAIL.value)})
    plain = find_links(facts("b", EMAIL), [facts("a", EMAIL)])[0]
    one_sided = find_links(replace(facts("b", EMAIL), verified=key), [facts("a", EMAIL)])[0]
    both = find_links(replace(facts("b", EMAIL), verified=key), [replace(facts("a", EMAIL), verified=key)])[0]
    assert plain.weight == one_sided.weight < both.weight


def ip(port: int | None, at: datetime | None) -> Selector:
    return Selector(kind=SelectorKind.IP, value="192.0.2.7", port=port, at=at)


def test_an_address_tells_more_with_the_same_port_at_nearly_the_same_time() -> None:
    new = facts("b", ip(4000, NOON))

    def weight(other: Selector) -> float:
        return max((link.weight for link in find_links(new, [facts("a", other)])), default=0.0)

    assert weight(ip(4000, NOON + timedelta(minutes=5))) > weight(ip(4000, None)) > weight(ip(None, None))
    assert weight(ip(5000, NOON + timedelta(days=30))) == 0


def test_of_several_sightings_of_one_address_the_nearest_counts() -> None:
    new = facts("b", ip(4000, NOON), ip(4000, NOON + timedelta(days=90)))
    (link,) = find_links(new, [facts("a", ip(4000, NOON + timedelta(days=90)))])
    assert link.weight > 0.9


def test_an_address_held_for_a_proxy_links_nothing_by_itself() -> None:
    key = frozenset({(SelectorKind.IP, "192.0.2.7")})
    assert find_links(replace(facts("b", ip(1, NOON)), proxies=key), [facts("a", ip(1, NOON))]) == ()


def test_the_same_file_links_and_a_file_passed_round_tells_less() -> None:
    file = picture("aa")
    (rare,) = find_links(facts("b", media=(file,)), [facts("a", media=(file,))])
    (common,) = find_links(
        facts("b", media=(file,)), [facts("a", media=(file,))], sharing=Sharing(media={file.sha256: 30})
    )
    assert (rare.kind, rare.weight) == (LinkKind.EXACT_MEDIA, 0.9)
    assert common.weight < rare.weight


@pytest.mark.parametrize(("bits", "is_linked"), [(0, True), (31, True), (32, False)])
def test_pictures_within_31_bits_look_alike(bits: int, is_linked: bool) -> None:
    links = find_links(facts("b", media=(picture("bb", pdq=0),)), [facts("a", media=(picture("aa", pdq=2**bits - 1),))])
    assert [link.kind for link in links] == ([LinkKind.NEAR_MEDIA] if is_linked else [])


def test_a_picture_of_poor_quality_looks_like_nothing() -> None:
    blank = picture("bb", pdq=0, quality=49)
    assert find_links(facts("b", media=(blank,)), [facts("a", media=(picture("aa", pdq=0),))]) == ()
    assert pdq_distance(blank, picture("aa", pdq=0), minimum_quality=50) is None


def test_pictures_of_stripes_or_of_nothing_are_linked_by_their_bytes_alone() -> None:
    blank, other = picture("bb", pdq=HALF_SET, quality=100), picture("aa", pdq=HALF_SET ^ 3, quality=100)
    assert find_links(facts("b", media=(blank,)), [facts("a", media=(other,))]) == ()
    assert find_links(facts("b", media=(blank,)), [facts("a", media=(blank,))])[0].kind is LinkKind.EXACT_MEDIA


def test_the_same_file_is_not_told_again_as_one_that_looks_alike() -> None:
    file = picture("aa", pdq=0)
    links = find_links(facts("b", media=(file,)), [facts("a", media=(file,))])
    assert [link.kind for link in links] == [LinkKind.EXACT_MEDIA]


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_the_more_referrals_hold_a_file_the_less_it_tells(few: int, more: int) -> None:
    assert 0 < media_weight(max(few, more)) <= media_weight(min(few, more)) <= 1


selectors = st.builds(
    Selector,
    kind=st.sampled_from([SelectorKind.ACCOUNT, SelectorKind.EMAIL, SelectorKind.DEVICE]),
    value=st.sampled_from(["h#1", "h@1", "h#2", "a@example.org"]),
)
sides = st.lists(selectors, max_size=4, unique=True).map(tuple)


@given(sides, sides)
def test_linking_is_the_same_from_both_sides(left: tuple[Selector, ...], right: tuple[Selector, ...]) -> None:
    forth = find_links(facts("a", *left), [facts("b", *right)])
    back = find_links(facts("b", *right), [facts("a", *left)])
    assert sorted((link.weight, link.reason) for link in forth) == sorted((link.weight, link.reason) for link in back)
    assert all(0 < link.weight <= 1 for link in forth)


HANDLE = Selector(kind=SelectorKind.ACCOUNT, value="harbour@kite")


def held(referral_id: str, identifier: str | None) -> LinkInput:
    """A referral about a subject who shows a handle, with or without the lasting identifier."""
    lasting = Selector(kind=SelectorKind.ACCOUNT, value=f"harbour#{identifier}")
    selectors = (HANDLE, lasting) if identifier else (HANDLE,)
    keys = frozenset((selector.kind, selector.value) for selector in selectors)
    return replace(facts(referral_id, *selectors), subjects=keys)


def test_a_handle_that_two_accounts_held_tells_little() -> None:
    (same,) = find_links(held("b", None), [held("a", "1")])
    (other,) = find_links(held("b", "2"), [held("a", "1")])
    assert same.weight > 0.6 > other.weight
    assert "two accounts" in other.reason


def test_an_identifier_of_somebody_else_in_the_referral_does_not_take_a_handle_away() -> None:
    victim = Selector(kind=SelectorKind.ACCOUNT, value="harbour#9")
    with_victim = replace(
        facts("b", HANDLE, victim),
        subjects=frozenset({(HANDLE.kind, HANDLE.value)}),
        victims=frozenset({(victim.kind, victim.value)}),
    )
    (link,) = find_links(with_victim, [held("a", "1")])
    assert link.weight > 0.6


def test_an_address_at_one_port_and_time_still_tells_when_a_few_share_it_and_less_when_many_do() -> None:
    def weight(shared_by: int) -> float:
        crowd = Sharing(selectors={(SelectorKind.IP, "192.0.2.7"): shared_by})
        links = find_links(facts("b", ip(4000, NOON), ip(None, None)), [facts("a", ip(4000, NOON))], sharing=crowd)
        return max((link.weight for link in links), default=0.0)

    assert weight(2) == weight(5) > 0.9
    assert weight(5) > weight(60) > weight(10_000) == 0
