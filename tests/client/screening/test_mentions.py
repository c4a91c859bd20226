"""Accounts, addresses and words are screened from a mirror that is filled by a hub's own feed."""

from base64 import b64encode
from datetime import UTC, datetime, timedelta
from json import dumps
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from causeway.client.mirror import MirrorWriter, NotComparable
from causeway.client.screening import FaultCode, Screening
from causeway.interchange.signal_feed import PageForged, PageMissing, bank_feed, read_bank_page
from causeway.interchange.signals import PageDamaged
from causeway.selectors import MOST_PARTS, fold_keyword, is_findable, phrases_in
from causeway.transparency import SigningKey, canonical_json

KEY = SigningKey.from_seed("hub.example.org", bytes(32))
NOW = datetime(2026, 11, 27, tzinfo=UTC)
BANK = "7d0a6c0e-0000-4000-8000-000000000007"


def line(number: int, kind: str, value: str, **told: Any) -> dict[str, Any]:
    return {
        "number": number,
        "change": "added",
        "signal_id": f"signal-{told.pop('of', number)}",
        "kind": kind,
        "value": value,
        "category_now": "A",
        "state": "unconfirmed",
        "confidence": None,
        "purposes": ["protect_a_child"],
        "source": "",
        "contributor_id": "one",
        "expires_at": (NOW + timedelta(days=9)).isoformat(),
        **told,
    }


def answer(*lines: dict[str, Any], after: int = 0, head: int | None = None, **told: Any) -> bytes:
    cursor = after + len(lines)
    page = {
        "bank_id": BANK,
        "scheme": "uk",
        "issued_at": NOW.isoformat(),
        "after": after,
        "cursor": cursor,
        "head": cursor if head is None else head,
        "changes": list(lines),
    }
    signature = b64encode(KEY.sign(b"causeway bank feed v1\n" + canonical_json(page))).decode()
    return dumps({"page": page | told, "signature": signature, "key": str(KEY.verifier)}).encode()


def filled(folder: Path, *pages: bytes) -> Screening:
    writer = MirrorWriter(folder)
    for page in pages:
        writer.apply(read_bank_page(page, KEY.verifier))
    return Screening(folder, now=lambda: NOW, examiners=1)


LISTED = answer(
    line(1, "account", "harbourchat@tidepool"),
    line(2, "url", "https://example.org/bridges/7"),
    line(3, "keyword", "door knob"),
    line(4, "account", "harbourchat#4711", purposes=["investigate"]),
)


def test_account_address_and_words_are_found_in_any_spelling(tmp_path: Path) -> None:
    with filled(tmp_path, LISTED) as screening:
        account = screening.screen_account("Harbour Chat", handle="@TidePool")
        (hit,) = account.hits
        assert (hit.reference, hit.state.value, hit.organisation, hit.value) == (
            "signal-1", "unconfirmed", "one", "harbourchat@tidepool",
        )  # fmt: skip
        assert account.asks_review
        assert "never proof" in account.note
        assert [each.reference for each in screening.screen_url("HTTPS://Example.org:443/bridges/7").hits] == [
            "signal-2"
        ]
        assert [each.reference for each in screening.screen_text("My\nDOOR  Knob, and\N{NO-BREAK SPACE}more").hits] == [
            "signal-3"
        ]


def test_nothing_else_is_found(tmp_path: Path) -> None:
    with filled(tmp_path, LISTED) as screening:
        nothing = [
            screening.screen_account("Harbour Chat", handle="tidepools"),
            screening.screen_account("Harbour Chat", identifier="4711"),
            screening.screen_url("https://example.org/bridges"),
            screening.screen_text("An outdoor knob, a door. Knob"),
        ]
        assert not any(each.hits or each.asks_review for each in nothing)
        assert screening.screen_text("a" * 200_001).faults[0].code is FaultCode.TOO_LARGE


@pytest.mark.parametrize(
    ("service", "handle", "identifier", "field"),
    [
        ("Harbour Chat", "", "", "handle"),
        ("!", "@tidepool", "4711", "service"),
        ("Harbour Chat", "", "unknown", "identifier"),
        ("Harbour Chat", "@", "unknown", "handle"),
        ("Harbour Chat", "@tidepool", "4" * 2_001, "identifier"),
        ("Harbour Chat", "t" * 2_001, "4711", "handle"),
    ],
)
def test_of_what_names_no_account_the_part_at_fault_is_named(
    tmp_path: Path, service: str, handle: str, identifier: str, field: str
) -> None:
    with Screening(tmp_path, examiners=1) as screening, pytest.raises(NotComparable) as refused:
        screening.screen_account(service, handle=handle, identifier=identifier)
    assert refused.value.field == field


def test_a_whole_site_is_refused_and_is_no_all_clear(tmp_path: Path) -> None:
    with Screening(tmp_path, examiners=1) as screening, pytest.raises(NotComparable) as refused:
        screening.screen_url("https://example.org/")
    assert (refused.value.code, refused.value.field) == ("whole_site", "url")


def test_what_ends_is_gone_though_its_value_is_told_no_more(tmp_path: Path) -> None:
    ended = line(5, "account", "", of=1, change="withdrawn", state="withdrawn", value_sha256="00" * 32)
    with filled(tmp_path, LISTED, answer(ended, after=4)) as screening:
        assert not screening.screen_account("Harbour Chat", handle="tidepool").hits
        assert screening.screen_text("A door knob").hits


def test_a_page_that_was_changed_or_does_not_follow_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PageForged):
        read_bank_page(answer(line(1, "keyword", "door knob"), scheme="us"), KEY.verifier)
    for damaged in (b"{}", LISTED[:-9], answer(line(2, "keyword", "door knob")), answer(line(1, "colour", "red"))):
        with pytest.raises(PageDamaged):
            read_bank_page(damaged, KEY.verifier)
    writer = MirrorWriter(tmp_path)
    writer.apply(read_bank_page(LISTED, KEY.verifier))
    with pytest.raises(PageMissing):
        writer.apply(read_bank_page(answer(line(9, "keyword", "door knob"), after=8), KEY.verifier))
    assert writer.feed_state(bank_feed(BANK)).cursor == 4


def phrases_by_force(text: str) -> set[str]:
    """Every substring that no letter or digit touches from outside, where it begins and ends with one."""
    folded = fold_keyword(text)
    edges = [n for n in range(len(folded) + 1) if not (0 < n < len(folded) and (folded[n - 1 : n + 1]).isalnum())]
    found = {folded[start:end] for start in edges for end in edges if start < end}
    return {each for each in found if each == each.strip()}


@given(st.text(alphabet="ab1 .,#-", max_size=14))
def test_phrases_are_all_that_stand_by_themselves_and_nothing_more(text: str) -> None:
    assert phrases_in(text) == {each for each in phrases_by_force(text) if _parts(each) <= MOST_PARTS}


@given(st.text(max_size=40))
def test_what_can_be_found_is_found_in_any_text_around_it(text: str) -> None:
    keyword = fold_keyword(text)
    if is_findable(keyword):
        assert keyword in phrases_in(f"A bridge: {text} (and more)")


def _parts(text: str) -> int:
    words = "".join(letter if letter.isalnum() else f" {letter} " for letter in text)
    return len(words.split())
