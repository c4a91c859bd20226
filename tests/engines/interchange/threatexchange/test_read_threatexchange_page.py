"""A page of a ThreatExchange-style feed becomes changes and a cursor, or is refused whole."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from causeway.interchange.signals import PageDamaged
from causeway.interchange.threatexchange import (
    THREATEXCHANGE_MAPPING,
    ThreatExchangeCursor,
    read_threatexchange_page,
)
from causeway.vocabulary.handling import Handling
from causeway.vocabulary.signals import Opinions, SignalCategory, SignalChangeKind, SignalKind, SignalState

PAGE = Path(__file__).with_name("page.json").read_bytes()
START = ThreatExchangeCursor.beginning()
LATEST = datetime.fromtimestamp(1795000100, UTC)


def page(**changes: Any) -> bytes:
    """The page with its first update changed."""
    document = json.loads(PAGE)
    document["data"][0] |= changes
    return json.dumps(document).encode()


def described(**changes: Any) -> bytes:
    """The page with the first update's second descriptor changed."""
    descriptors = json.loads(PAGE)["data"][0]["descriptors"]["data"]
    return page(descriptors={"data": [descriptors[0], descriptors[1] | changes]})


def test_an_indicator_is_one_signal_with_what_all_say() -> None:
    change = read_threatexchange_page(PAGE, START, grades={"grade_a", "grade_b"}).changes[0]
    (signal,) = change.signals
    assert (change.reference, signal.kind, signal.value) == ("1001", SignalKind.MD5, "8e" * 16)
    assert (signal.state, signal.provenance.organisation) == (SignalState.ADDED, "Bridge Photos")
    assert signal.category == SignalCategory(code="grade_b", scheme="threatexchange")
    assert (signal.confidence, signal.handling) == (80, Handling.AMBER)
    assert signal.added_at == datetime(2026, 11, 1, 9, tzinfo=UTC)
    assert signal.changed_at == datetime.fromtimestamp(1795000000, UTC)
    assert signal.expires_at == datetime(2027, 1, 1, 9, tzinfo=UTC)


def test_each_owner_has_one_opinion_and_their_own_descriptor_outweighs_a_reaction() -> None:
    (signal,) = read_threatexchange_page(PAGE, START).changes[0].signals
    assert signal.opinions == Opinions(right=3, wrong=2, seen_again=1)


@pytest.mark.parametrize(
    ("status", "state"), [("NON_MALICIOUS", SignalState.SUSPENDED), ("SUSPICIOUS", SignalState.UNCONFIRMED)]
)
def test_what_nobody_finds_right_is_a_lead_at_most(status: str, state: SignalState) -> None:
    (signal,) = read_threatexchange_page(described(status=status), START).changes[0].signals
    assert signal.state is state


def test_tombstones_and_indicators_without_descriptors_are_withdrawn() -> None:
    gone = read_threatexchange_page(page(descriptors={"data": []}), START).changes
    assert [(each.what, each.signals) for each in gone[:2]] == [(SignalChangeKind.WITHDRAWN, ())] * 2


def test_a_type_that_is_no_kind_of_ours_leaves_nothing() -> None:
    change = read_threatexchange_page(page(type="AS_NUMBER"), START).changes[0]
    assert (change.what, change.signals) == (SignalChangeKind.UPDATED, ())


def test_a_bad_value_is_a_fault_and_leaves_nothing_under_its_reference() -> None:
    read = read_threatexchange_page(page(indicator="8e"), START)
    assert read.changes[0].signals == ()
    assert [(fault.row, fault.field) for fault in read.faults] == [(1, "indicator")]


def test_an_unknown_share_level_is_the_strictest() -> None:
    (signal,) = read_threatexchange_page(described(share_level="PURPLE"), START).changes[0].signals
    assert signal.handling is Handling.RED


def test_the_cursor_goes_on_and_holds_no_token() -> None:
    first = read_threatexchange_page(PAGE, START)
    assert first.cursor == ThreatExchangeCursor(since=START.since, highest=LATEST, after="Qg")
    assert "secret" not in repr(first)
    last = read_threatexchange_page(b'{"data": []}', first.cursor)
    assert (last.cursor, last.has_more) == (ThreatExchangeCursor(since=LATEST, highest=LATEST), False)


@pytest.mark.parametrize(
    ("data", "code", "place"),
    [
        (page(id=""), "missing", "update 1"),
        (page(id=7), "bad_type", "update 1"),
        (page(should_delete="no"), "bad_type", "update 1"),
        (page(last_updated=True), "bad_time", "update 1"),
        (page(last_updated=-1), "bad_time", "update 1"),
        (page(last_updated=10**400), "bad_time", "update 1"),
        (page(descriptors=[]), "bad_type", "update 1"),
        (described(owner={}), "missing", "update 1, descriptor 2"),
        (described(confidence=101), "bad_type", "update 1, descriptor 2"),
        (described(tags=[{}]), "bad_type", "update 1, descriptor 2"),
        (described(expired_on="soon"), "bad_time", "update 1, descriptor 2"),
        (described(reactions=[{"key": "HELPFUL", "value": "1," * 50_000}]), "too_large", "update 1, descriptor 2"),
        (PAGE.replace(b'"after": "Qg"', b'"after": ""'), "endless", "paging"),
        (b'{"error": {"code": 190}}', "missing", "the page"),
        (b"[]", "bad_json", "the page"),
    ],
)
def test_a_damaged_or_hostile_page_is_refused_with_its_place(data: bytes, code: str, place: str) -> None:
    with pytest.raises(PageDamaged) as refused:
        read_threatexchange_page(data, START)
    assert (refused.value.code, refused.value.place) == (code, place)


def test_a_page_that_leads_to_itself_is_refused() -> None:
    with pytest.raises(PageDamaged):
        read_threatexchange_page(PAGE, ThreatExchangeCursor(since=START.since, highest=START.since, after="Qg"))


@given(st.integers(0, len(PAGE) - 3))
def test_a_page_that_is_cut_short_is_refused(length: int) -> None:
    with pytest.raises(PageDamaged):
        read_threatexchange_page(PAGE[:length], START)


def test_the_table_names_every_path_and_no_other() -> None:
    assert {row.wire for row in THREATEXCHANGE_MAPPING} == set(paths_of(json.loads(PAGE))) - {
        "data[].descriptors.data[].tags[]"
    }


def paths_of(value: Any, path: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for key, each in value.items():
            yield from paths_of(each, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for each in value:
            yield from paths_of(each, f"{path}[]")
    else:
        yield path
