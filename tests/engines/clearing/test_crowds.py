"""What very many referrals hold links little or nothing, and clearing says which things those are."""

from datetime import UTC, datetime, timedelta

import pytest

from causeway.clearing import ClearingInput, InMemoryNeighbours, clear_each, widely_shared, worn_out
from causeway.clearing.crowds import LISTED_AS_MANY, WIDELY
from causeway.linking import LinkGraph, LinkInput, Sharing, find_links, worn_out_at
from causeway.vocabulary.findings import Match, MediaDigests, Route, WidelyShared, Worn
from causeway.vocabulary.referral import Concern, Incident, IncidentKind, Referral
from causeway.vocabulary.selectors import Selector, SelectorKind
from causeway.vocabulary.signals import SignalKind

MORNING = datetime(2026, 11, 2, 8, tzinfo=UTC)
MAILBOX = Selector(kind=SelectorKind.EMAIL, value="tide@example.org")
KEY = (SelectorKind.EMAIL, "tide@example.org")
PAGE = (SelectorKind.URL, "https://example.org/tide")
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


class Nowhere:
    """No routes, since none is asked about here."""

    def route(self, referral: Referral, *, desk_country: str | None = None) -> tuple[Route, ...]:
        del referral, desk_country
        return ()


def mailbox_held_by(count: int) -> Sharing:
    return Sharing(selectors={KEY: count}, selectors_told={KEY: count})


@pytest.mark.parametrize(
    ("holders", "worn"),
    [(200, None), (500, Worn.WEAKLY), (1_200, Worn.NOT_ALONE), (2_000, Worn.NOTHING)],
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
    (found,) = widely_shared(facts("one", MAILBOX, verified=True), mailbox_held_by(1_600))
    assert found.worn is Worn.NOT_ALONE


def test_what_thousands_share_links_nothing_though_it_was_verified_and_what_it_linked_counts_no_more() -> None:
    one = facts("one", MAILBOX, verified=True)
    for holders, out in ((1_999, ()), (2_000, (KEY,))):
        assert worn_out(one, mailbox_held_by(holders)) == out
    assert find_links(one, [facts("two", MAILBOX, verified=True)], sharing=mailbox_held_by(2_000)) == ()
    assert widely_shared(one, mailbox_held_by(2_000))[0].worn is Worn.NOTHING


def test_a_page_that_wears_out_parts_those_whom_it_held_together_and_nobody_else() -> None:
    """So many tell of one page that it says nothing; the first few were joined by it when it still did."""
    bound = worn_out_at(PAGE)
    said = [
        Referral(concern=Concern.OTHER, incidents=(Incident(kind=IncidentKind.WEB_PAGE, urls=(url,)),))
        for url in (PAGE[1], "https://example.org/weir")
    ]
    stream = [
        ClearingInput(
            referral_id=f"r{number:03}",
            sender=f"service {number % 7}",
            received_at=MORNING + timedelta(days=number),
            referral=said[number < 2],
        )
        for number in range(bound + 2)
    ]
    neighbours, graph, found = InMemoryNeighbours(), LinkGraph(), []
    for one in clear_each(stream, neighbours=neighbours, router=Nowhere()):
        graph.add(one.given.referral_id, one.clearing.links)
        found.append(one.worn_out)
        if len(found) == bound + 1:
            assert graph.label("r002") == graph.label("r003") != graph.label("r001")
        for key in one.worn_out:
            graph.wear_out(key, neighbours.holders(key))
    assert found == [()] * (bound + 1) + [(PAGE,)]
    assert len(set(graph.labels().values())) == bound + 1
    assert graph.label("r000") == graph.label("r001")


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
