"""How telling a shared selector is."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from causeway.selectors import in_order, ip_telling, telling, worn_out_from
from causeway.vocabulary.selectors import Selector, SelectorKind

AT = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def ip(value: str = "192.0.2.7", port: int | None = None, at: datetime | None = None) -> Selector:
    return Selector(kind=SelectorKind.IP, value=value, port=port, at=at)


def of(kind: SelectorKind, value: str) -> Selector:
    return Selector(kind=kind, value=value)


SELECTORS = st.sampled_from(
    [
        ip(),
        ip(port=4000, at=AT),
        ip("100.64.0.1"),
        ip("10.0.0.1"),
        of(SelectorKind.EMAIL, "ada@example.org"),
        of(SelectorKind.PHONE, "+442079460000"),
        of(SelectorKind.ACCOUNT, "example#1"),
        of(SelectorKind.ACCOUNT, "example@lamp"),
        of(SelectorKind.DEVICE, "imei:490154203237518"),
        of(SelectorKind.URL, "https://example.org/"),
        of(SelectorKind.URL, "https://example.org/a"),
        of(SelectorKind.NAME, "ada rossi"),
    ]
)
SIGHTINGS = st.builds(
    ip,
    value=st.sampled_from(["192.0.2.7", "192.0.2.8", "2001:db8::1", "2001:db8::2", "100.64.0.1", "10.0.0.1"]),
    port=st.sampled_from([None, 4000, 4001]),
    at=st.one_of(st.none(), st.integers(0, 5_000).map(lambda minutes: AT + timedelta(minutes=minutes))),
)


@given(selector=SELECTORS, few=st.integers(2, 30_000), more=st.integers(0, 30_000))
def test_the_more_referrals_share_a_selector_the_less_it_tells(selector: Selector, few: int, more: int) -> None:
    assert 0 <= telling(selector, shared_by=few + more)[0] <= telling(selector, shared_by=few)[0] <= 1


@given(selector=SELECTORS)
def test_a_selector_shared_by_very_many_links_nothing(selector: Selector) -> None:
    assert telling(selector, shared_by=100_000)[0] == 0


def test_the_words_say_when_a_selector_is_shared_by_too_many() -> None:
    assert "links nothing" in in_order(telling(of(SelectorKind.NAME, "ada rossi"), shared_by=500))[1]


def test_strong_identifiers_tell_more_than_weak_ones() -> None:
    def score(selector: Selector, *, verified: bool | None = None) -> float:
        return telling(selector, shared_by=2, verified=verified)[0]

    assert score(of(SelectorKind.EMAIL, "ada@example.org"), verified=True) > score(
        of(SelectorKind.EMAIL, "a@example.org")
    )
    assert score(of(SelectorKind.ACCOUNT, "x#1")) > score(of(SelectorKind.ACCOUNT, "x@lamp"))
    assert score(of(SelectorKind.URL, "https://example.org/a")) > score(of(SelectorKind.URL, "https://example.org/"))
    assert (
        score(ip(port=4000, at=AT)) > score(ip()) > score(of(SelectorKind.NAME, "ada rossi")) > score(ip("100.64.0.1"))
    )


def test_a_possible_proxy_tells_little() -> None:
    assert telling(ip(), shared_by=2, possible_proxy=True)[0] < telling(ip(), shared_by=2)[0]


def test_one_person_with_many_referrals_keeps_one_account_telling() -> None:
    assert telling(of(SelectorKind.ACCOUNT, "example#1"), shared_by=500)[0] == 0.95


@given(selector=SELECTORS)
def test_what_thousands_share_links_nothing_however_it_was_verified(selector: Selector) -> None:
    bound = worn_out_from(selector.kind, selector.value)
    assert bound <= 2_000
    assert telling(selector, shared_by=bound, verified=True)[0] == 0
    seen_best = replace(selector, port=4000, at=AT) if selector.kind is SelectorKind.IP else selector
    just_below = telling(seen_best, shared_by=bound - 1, verified=True)[0]
    assert just_below > 0 or selector.value == "10.0.0.1"


@given(left=SIGHTINGS, right=SIGHTINGS)
def test_two_sightings_compare_alike_both_ways(left: Selector, right: Selector) -> None:
    assert ip_telling(left, right) == ip_telling(right, left)
    assert 0 <= ip_telling(left, right)[0] <= 1


def test_port_and_a_close_time_tell_more_than_the_address_alone() -> None:
    near = AT + timedelta(minutes=10)
    with_port = ip_telling(ip(port=4000, at=AT), ip(port=4000, at=near))[0]
    without_port = ip_telling(ip(at=AT), ip(at=near))[0]
    other_port = ip_telling(ip(port=4000, at=AT), ip(port=4001, at=near))[0]
    assert with_port > without_port > other_port > ip_telling(ip(), ip())[0]


@given(earlier=st.integers(0, 60 * 24 * 30), later=st.integers(0, 60 * 24 * 30))
def test_time_apart_never_tells_more(earlier: int, later: int) -> None:
    near, far = sorted((earlier, later))
    first = ip(port=4000, at=AT)
    assert (
        ip_telling(first, ip(port=4000, at=AT + timedelta(minutes=far)))[0]
        <= ip_telling(first, ip(port=4000, at=AT + timedelta(minutes=near)))[0]
    )


def test_a_carriers_shared_address_needs_the_port() -> None:
    assert ip_telling(ip("100.64.0.1", at=AT), ip("100.64.0.1", at=AT))[0] <= 0.05
    assert ip_telling(ip("100.64.0.1", 4000, AT), ip("100.64.0.1", 4000, AT))[0] > 0.9


def test_a_private_address_tells_nothing() -> None:
    assert ip_telling(ip("10.0.0.1", at=AT), ip("10.0.0.1", at=AT))[0] == 0


def test_two_addresses_tell_nothing_however_near_they_lie() -> None:
    assert ip_telling(ip("2001:db8::1"), ip("2001:db8::2"))[0] == 0
    assert ip_telling(ip("192.0.2.7"), ip("192.0.2.8"))[0] == 0
