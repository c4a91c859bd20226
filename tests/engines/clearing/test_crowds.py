"""What very many referrals hold links little or nothing, and clearing says which things those are."""

from datetime import UTC, datetime

import pytest

from causeway.clearing import widely_shared
from causeway.clearing.crowds import LISTED_AS_MANY, WIDELY
from causeway.linking import LinkInput, Sharing, find_links
from causeway.vocabulary.findings import Match, MediaDigests, WidelyShared, Worn
from causeway.vocabulary.selectors import Selector, SelectorKind
from causeway.vocabulary.signals import SignalKind

MORNING = datetime(2026, 11, 2, 8, tzinfo=UTC)
MAILBOX = Selector(kind=SelectorKind.EMAIL, value="tide@example.org")
KEY = (SelectorKind.EMAIL, "tide@example.org")
FILE = "ab" * 32


def facts(name: str, *selectors: Selector, verified: bool = False, has_file: bool = False) -> LinkInput:
    digests = MediaDigests(sha256=FILE, md5="0" * 32, sha1="0" * 40, size_bytes=9, media_type="image/jpeg")
    return LinkInput(
        referral_id=name,
        sender="service",
        received_at=MORNING,
        selectors=selectors,
        verified=frozenset({KEY}) if verified else frozenset(),
        media=(digests,) if has_file else (),
    )


def mailbox_held_by(count: int) -> Sharing:
    return Sharing(selectors={KEY: count}, selectors_told={KEY: count})


@pytest.mark.parametrize(
    ("holders", "worn"),
    [(200, None), (500, Worn.WEAKLY), (2_500, Worn.NOT_ALONE), (6_000, Worn.NOTHING)],
)
def test_a_mailbox_links_the_less_the_more_share_it_and_says_so(holders: int, worn: Worn | None) -> None:
    found = widely_shared(facts("one", MAILBOX), mailbox_held_by(holders))
    assert found == ((WidelyShared(worn=worn, shared_by=holders, selector=MAILBOX),) if worn else ())


def test_what_is_said_to_link_nothing_links_nothing() -> None:
    links = [
        find_links(facts("one", MAILBOX), [facts("two", MAILBOX)], sharing=mailbox_held_by(holders))
        for holders in (500, 6_000)
    ]
    assert [len(each) for each in links] == [1, 0]


def test_a_verified_mailbox_still_adds_though_nobody_is_looked_for_by_it() -> None:
    """Whoever holds it is looked for by what it tells unverified."""
    (found,) = widely_shared(facts("one", MAILBOX, verified=True), mailbox_held_by(6_000))
    assert found.worn is Worn.NOT_ALONE


def test_an_address_is_judged_by_the_nearest_sighting_there_could_be() -> None:
    address, at_port = (
        Selector(kind=SelectorKind.IP, value="192.0.2.7", port=port, at=at)
        for port, at in ((None, None), (443, MORNING))
    )
    sharing = Sharing(selectors={(SelectorKind.IP, "192.0.2.7"): 99})
    assert [widely_shared(facts("one", seen), sharing)[0].worn for seen in (address, at_port)] == [
        Worn.NOTHING,
        Worn.WEAKLY,
    ]


def test_a_file_is_named_by_its_digest_and_a_bank_alone_wears_none_out() -> None:
    match = Match(sha256=FILE, bank="Bridges", signal_id="1", kind=SignalKind.SHA256, distance_bits=0)
    few, many = 2, 60
    for holders, listed in ((few, ()), (few + LISTED_AS_MANY, (match,))):
        sharing = Sharing(media={FILE: holders}, media_told={FILE: few})
        assert widely_shared(facts("one", has_file=True), sharing, matches=listed) == ()
    sharing = Sharing(media={FILE: many + LISTED_AS_MANY}, media_told={FILE: many})
    (found,) = widely_shared(facts("one", has_file=True), sharing, matches=[match])
    assert found == WidelyShared(worn=Worn.NOTHING, shared_by=many, sha256=FILE)


def test_what_a_handful_share_is_not_called_widely_shared() -> None:
    site = Selector(kind=SelectorKind.URL, value="https://example.org/")
    key = (site.kind, site.value)
    for holders, count in ((WIDELY, 0), (WIDELY + 1, 1)):
        assert len(widely_shared(facts("one", site), Sharing(selectors={key: holders}))) == count
