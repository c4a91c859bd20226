"""The neighbourhood in memory answers as the protocol says."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from causeway.clearing import BankSignal, InMemoryNeighbours, Neighbours
from causeway.clearing.holders import Holders
from causeway.clearing.looks import MOST_ALIKE
from causeway.linking import LinkInput
from causeway.vocabulary.findings import DigestKind, MediaDigests
from causeway.vocabulary.referral import Concern
from causeway.vocabulary.selectors import Selector, SelectorKind

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
ACCOUNT = Selector(kind=SelectorKind.ACCOUNT, value="harbour#77")
KEY = (SelectorKind.ACCOUNT, "harbour#77")


HALF_SET = int("5" * 64, 16)


def look(differing: int) -> str:
    """The digest of a picture, half of whose bits are set, but for those that differ."""
    return f"{differing ^ HALF_SET:064x}"


def picture(number: int, pdq: int, quality: int = 90) -> MediaDigests:
    return MediaDigests(
        sha256=f"{number:064x}",
        sha1=f"{number:040x}",
        md5=f"{number:032x}",
        size_bytes=1,
        media_type="image/png",
        pdq=look(pdq),
        pdq_quality=quality,
    )


def facts(
    name: str, minute: int = 0, *, media: tuple[MediaDigests, ...] = (), named: bool = False, sender: str = "one"
) -> LinkInput:
    return LinkInput(
        referral_id=name,
        sender=sender,
        received_at=NOON + timedelta(minutes=minute),
        media=media,
        selectors=(ACCOUNT,) if named else (),
    )


def near(neighbours: InMemoryNeighbours, asked: list[str], radius: int = 31) -> set[str]:
    found = neighbours.with_near_media(asked, radius_bits=radius, besides="", most_each=1000, most=1000)
    return set(found)


def test_it_is_a_neighbourhood() -> None:
    neighbours: Neighbours = InMemoryNeighbours()
    assert neighbours.facts([]) == []


def test_the_latest_come_first_and_no_more_than_asked_for() -> None:
    neighbours = InMemoryNeighbours()
    for minute in range(5):
        neighbours.add(facts(f"r{minute}", minute, named=True))
    found = neighbours.with_selectors([KEY], besides="r4", most_each=3, most=9)
    assert list(found) == ["r3", "r2", "r1"]
    assert [item.referral_id for item in neighbours.facts(found)] == ["r3", "r2", "r1"]
    assert list(neighbours.with_selectors([KEY], besides="", most_each=3, most=2)) == ["r4", "r3"]
    assert neighbours.sharing([KEY], [], sender="two").selectors == {KEY: 5}


def test_adding_a_referral_again_counts_it_once_and_keeps_its_bundle_up_to_date() -> None:
    neighbours = InMemoryNeighbours()
    neighbours.add(facts("a", named=True))
    neighbours.add(replace(facts("a", named=True), duplicate_of="z"))
    assert neighbours.sharing([KEY], [], sender="two").selectors == {KEY: 1}
    assert neighbours.facts(["a"])[0].duplicate_of == "z"


def test_the_same_reference_counts_for_the_same_sender_only() -> None:
    neighbours = InMemoryNeighbours()
    for name in ("a", "b", "c"):
        neighbours.add(replace(facts(name), sender_reference="R-1"))
    assert set(neighbours.with_reference("one", "R-1", besides="b", most=9)) == {"a", "c"}
    assert len(neighbours.with_reference("one", "R-1", besides="b", most=1)) == 1
    assert not neighbours.with_reference("two", "R-1", besides="b", most=9)


def test_a_poor_picture_is_not_found_by_its_looks_but_by_its_bytes() -> None:
    neighbours = InMemoryNeighbours()
    poor = picture(1, 0, quality=10)
    neighbours.add(facts("a", media=(poor,)))
    assert near(neighbours, [poor.pdq or ""]) == set()
    assert list(neighbours.with_media([poor.sha256], besides="b", most_each=9, most=9)) == ["a"]


def test_a_file_stands_in_a_bank_once_a_signal_and_exactly_before_nearly() -> None:
    listed = picture(7, 0)
    signals = [
        BankSignal(signal_id="m", bank="b", kind=DigestKind.MD5, value=listed.md5),
        BankSignal(signal_id="p", bank="b", kind=DigestKind.PDQ, value=look(7)),
    ]
    neighbours = InMemoryNeighbours(signals)
    matches = neighbours.bank_matches([listed, picture(8, 2**100 - 1)], radius_bits=31, minimum_quality=50)
    assert [(match.signal_id, match.distance_bits) for match in matches] == [("m", 0), ("p", 3)]


@given(st.lists(st.integers(0, 2**40 - 1), min_size=1, max_size=600), st.integers(0, 2**40 - 1), st.integers(0, 40))
def test_the_scan_finds_exactly_what_lies_within_the_radius(stored: list[int], asked: int, radius: int) -> None:
    neighbours = InMemoryNeighbours()
    for number, pdq in enumerate(stored):
        neighbours.add(facts(f"r{number}", media=(picture(number, pdq),), sender=f"s{number}"))
    assert near(neighbours, [look(asked)], radius=radius) == {
        f"r{number}" for number, pdq in enumerate(stored) if (pdq ^ asked).bit_count() <= radius
    }


def test_the_scan_and_the_index_behind_it_find_the_same() -> None:
    rng = np.random.default_rng(7)
    stored = [sum(1 << int(bit) for bit in rng.permutation(256)[:128]) ^ HALF_SET for _ in range(1_200)]
    neighbours = InMemoryNeighbours()
    for number, pdq in enumerate(stored):
        neighbours.add(facts(f"r{number}", media=(picture(number, pdq),)))
    for number in (0, 1_000, 1_199):
        assert near(neighbours, [look(stored[number] ^ 0b1011)]) == {f"r{number}"}
    neighbours.add(facts("late", media=(picture(9999, stored[1_000]),)))
    assert near(neighbours, [look(stored[1_000])]) == {"r1000", "late"}


FLOOD = 700


def test_pictures_of_a_flood_that_look_alike_hide_nobody_and_a_search_meets_few_of_them() -> None:
    rng = Random(7)
    neighbours = InMemoryNeighbours()
    neighbours.add(facts("true", media=(picture(0, 0b111),), sender="quay"))
    for number in range(1, FLOOD):
        edits = sum(1 << bit for bit in rng.sample(range(256), 12))
        neighbours.add(facts(f"j{number}", media=(picture(number, edits),), sender="noisy"))
    assert neighbours.searchable_looks <= MOST_ALIKE + 1
    found = neighbours.with_near_media([look(0)], radius_bits=31, besides="", most_each=50, most=200)
    assert len(found) == 50
    assert "true" in found[:2]
    # Nothing is dropped: by its bytes each one is found.
    assert list(neighbours.with_media([f"{FLOOD - 1:064x}"], besides="", most_each=9, most=9)) == [f"j{FLOOD - 1}"]


def test_facts_come_back_as_they_were_given() -> None:
    told = LinkInput(
        referral_id="a",
        sender="one",
        received_at=NOON,
        selectors=(ACCOUNT, Selector(kind=SelectorKind.IP, value="198.51.100.7", port=4000, at=NOON)),
        verified=frozenset({KEY}),
        subjects=frozenset({KEY, (SelectorKind.NAME, "a heron")}),
        media=(replace(picture(1, 3), frames=(look(1), look(2)), width_px=10),),
        concern=Concern.GROOMING,
        conversation=frozenset({"one", "two"}),
        narrative="A boat.",
        is_viral=True,
    )
    neighbours = InMemoryNeighbours()
    neighbours.add(told)
    assert list(neighbours.facts(["a"])) == [told]


def test_the_work_for_one_thing_does_not_grow_with_its_senders() -> None:
    holders, asked = Holders(), []

    def bundle_of(name: str) -> str:
        asked.append(name)
        return name

    for number in range(2_000):
        holders.add(f"r{number}", f"sender-{number}", bundle="head" if number % 2 else None, bundle_of=bundle_of)
    asked.clear()
    holders.add("last", "another", bundle="head", bundle_of=bundle_of)
    assert len(asked) <= 200
    assert (holders.told, holders.senders(besides="another")) == (2_001, 2_000)
    assert len(holders.latest(50, besides="last")) == 50


def test_an_event_that_goes_on_being_told_of_is_found_behind_what_others_tell() -> None:
    heads = {f"t{number}": "t0" for number in range(5)}
    holders = Holders()
    for number in range(5):
        bundle = "t0" if number else None
        holders.add(f"t{number}", "one", bundle=bundle, bundle_of=lambda name: heads.get(name, name))
    assert set(holders.told_of(10, besides="")) == {"t0", "t1", "t2"}
    for number in range(20):
        holders.add(f"other-{number}", f"sender-{number}", bundle=None, bundle_of=lambda name: name)
    found = holders.told_of(10, besides="")
    assert found[:2] == ["t0", "other-19"]
    assert len(found) == 10
    assert "t0" not in holders.told_of(10, besides="t0")
