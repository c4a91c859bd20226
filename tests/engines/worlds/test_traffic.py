"""A world of traffic is hard, harmless and the same again; its folder is read strictly; its scores are those of the
books.
"""

import json
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import combinations, islice
from math import log2
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from causeway.routing import forces
from causeway.worlds import (
    ForceEntry,
    Rates,
    RouteTally,
    TrafficReferral,
    TruePlace,
    WorldError,
    ndcg,
    read_surrounds,
    read_world,
    score_grouping,
    surrounds,
    traffic,
    write_world,
)
from causeway.worlds.traffic import _Traffic

START = datetime(2026, 1, 5, tzinfo=UTC)
FORCES = [(force.code, force.name, force.country, force.zone) for force in forces()]


def world(seed: int = 1, referrals: int = 1_500, errors: float = 1.0) -> list[TrafficReferral]:
    return list(traffic(seed, referrals=referrals, forces=FORCES, start=START, errors=errors))


@pytest.fixture(scope="module")
def told() -> list[TrafficReferral]:
    return world()


def test_the_same_seed_gives_the_same_world_and_another_another(told: list[TrafficReferral]) -> None:
    assert world() == told
    assert world(seed=2)[:50] != told[:50]


def test_it_comes_in_order_and_more_than_half_of_it_was_told_before(told: list[TrafficReferral]) -> None:
    assert [one.arrives_at for one in told] == sorted(one.arrives_at for one in told)
    assert 0.5 < 1 - len({one.truth.event for one in told}) / len(told) < 0.7
    clusters: dict[str, set[str]] = {}
    for one in told:
        clusters.setdefault(one.truth.event, set()).add(one.truth.cluster)
    assert all(len(names) == 1 for names in clusters.values())


def test_every_danger_every_sender_and_every_difficulty_occurs(told: list[TrafficReferral]) -> None:
    assert {one.truth.danger for one in told} == {0, 1, 2, 3, 4}
    handles: dict[tuple[str | None, str | None], set[str]] = {}
    addresses: dict[str, set[str]] = {}
    for one in told:
        for party in one.referral.parties[:1]:
            for account in party.accounts:
                handles.setdefault((account.service, account.handle), set()).add(one.truth.cluster)
            for event in party.ip_events:
                addresses.setdefault(event.address, set()).add(one.truth.cluster)
    assert sum(len(clusters) > 1 for clusters in handles.values()) >= 1
    assert max(map(len, addresses.values())) >= 2
    assert any(one.referral.occurred_at and one.referral.occurred_at.year == 1970 for one in told)
    assert Counter(one.sender for one in told).keys() >= {"public", "foghorn", "harbourline", "saltmarsh-school"}
    assert any(not one.truth.places for one in told)


def test_errors_scale_every_rate_and_none_leaves_identifiers_as_they_are() -> None:
    assert Rates().scaled(2).typing_error == 2 * Rates().typing_error
    assert Rates().scaled(100).typing_error < 1

    def mistyped(errors: float) -> int:
        handles: dict[str, set[str | None]] = {}
        for one in world(referrals=800, errors=errors):
            for party in one.referral.parties[:1]:
                for account in party.accounts:
                    handles.setdefault(one.truth.event, set()).add(account.handle)
        return sum(len(known) - 1 for event, known in handles.items() if not event.startswith("viral"))

    none, some, more = map(mistyped, (0, 1, 4))
    assert 0 == none < some < more


def test_what_waits_to_be_told_is_all_that_is_held() -> None:
    stream = _Traffic(1, 6_000, tuple(ForceEntry(*force) for force in FORCES), START, Rates())
    waiting = [len(stream._waiting) for _ in islice(stream.run(), 3_000)]
    assert max(waiting) < 2_500


def test_a_world_that_cannot_be_made_is_refused() -> None:
    naive = START.replace(tzinfo=None)
    for referrals, errors, start in ((0, 1.0, START), (9, -1.0, START), (9, float("nan"), START), (9, 1.0, naive)):
        with pytest.raises(WorldError):
            traffic(1, referrals=referrals, forces=FORCES, start=start, errors=errors)


def test_a_folder_gives_back_what_was_written(told: list[TrafficReferral], tmp_path: Path) -> None:
    folder = tmp_path / "world"
    assert write_world(folder, surrounds(1), told[:300]) == 300
    assert list(read_world(folder)) == told[:300]
    assert read_surrounds(folder) == surrounds(1)
    assert not any(
        f'"{truth}":' in (folder / "referrals.jsonl").read_text() for truth in ("event", "cluster", "danger")
    )
    with pytest.raises(WorldError, match="not empty"):
        write_world(folder, surrounds(1), told[:1])


Document = dict[str, object]


def _set(**values: object) -> Callable[[Document], Document]:
    return lambda line: {**line, **values}


@pytest.mark.parametrize(
    ("file", "change", "fault"),
    [
        ("referrals", _set(arrives_at="2026-01-05T08:00:00"), "line 2: arrives_at must be a time with its zone"),
        ("referrals", _set(arrives_at="2001-01-05T08:00:00+00:00"), "line 2: arrives_at is before"),
        ("truth", _set(id="r0000001"), "line 2: id is not that"),
        ("referrals", _set(sender=7), "line 2: sender must be text"),
        ("referrals", _set(sender="\ud800"), "line 2: sender must be well-formed"),
        ("referrals", _set(surprise=1), "line 2: surprise is no field"),
        ("referrals", _set(referral={"concern": "weather"}), "line 2: referral.concern must be one of"),
        ("referrals", _set(referral={"concern": "other", "parties": {}}), "line 2: referral.parties must be a list"),
        ("referrals", _set(media=[{"sha256": "zz"}]), "line 2: media[0].md5 is missing"),
        ("truth", _set(danger=9), "line 2: danger must be 0 to 4"),
        ("truth", _set(danger=True), "line 2: danger must be a whole number"),
        ("truth", lambda _line: {}, "line 2: id is missing"),
    ],
)
def test_a_bad_line_is_refused_with_its_file_line_and_field(
    told: list[TrafficReferral], tmp_path: Path, file: str, change: Callable[[Document], Document], fault: str
) -> None:
    write_world(tmp_path / "w", surrounds(1), told[:3])
    path = tmp_path / "w" / f"{file}.jsonl"
    lines = path.read_text().splitlines()
    lines[1] = json.dumps(change(json.loads(lines[1])))
    path.write_text("\n".join(lines) + "\n")
    with pytest.raises(WorldError) as caught:
        list(read_world(tmp_path / "w"))
    assert file in str(caught.value)
    assert fault in str(caught.value)


@pytest.mark.parametrize(
    "line", [b"", b"[" * 200_000, b"NaN", b'{"id":1,"id":2}', b"\xff", b'{"id":"' + b"x" * (1 << 20)]
)
def test_a_hostile_line_is_an_error_that_names_it(told: list[TrafficReferral], tmp_path: Path, line: bytes) -> None:
    write_world(tmp_path / "w", surrounds(1), told[:2])
    path = tmp_path / "w" / "referrals.jsonl"
    first = path.read_bytes().splitlines()[0]
    path.write_bytes(first + b"\n" + line + b"\n")
    with pytest.raises(WorldError, match="line 2"):
        list(read_world(tmp_path / "w"))


groups = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xyz")), min_size=1, max_size=12)


@given(groups)
def test_grouping_scores_are_those_of_the_definition(told: list[tuple[str, str]]) -> None:
    found = {str(place): mine for place, (mine, _) in enumerate(told)}
    true = {str(place): theirs for place, (_, theirs) in enumerate(told)}
    score = score_grouping(found, true)

    def company(groups: dict[str, str], one: str) -> set[str]:
        return {other for other in groups if groups[other] == groups[one]}

    shares = [(len(company(found, one) & company(true, one)), one) for one in true]
    assert score.bcubed_precision == pytest.approx(sum(n / len(company(found, one)) for n, one in shares) / len(true))
    assert score.bcubed_recall == pytest.approx(sum(n / len(company(true, one)) for n, one in shares) / len(true))
    pairs = [{frozenset(p) for p in combinations(g, 2) if g[p[0]] == g[p[1]]} for g in (found, true)]
    right = len(pairs[0] & pairs[1])
    assert score.pair_precision == pytest.approx(right / len(pairs[0]) if pairs[0] else 1)
    assert score.pair_recall == pytest.approx(right / len(pairs[1]) if pairs[1] else 1)


def test_ndcg_is_that_of_the_books() -> None:
    assert ndcg([4, 3, 0]) == 1 == ndcg([0, 0]) == ndcg([])
    assert ndcg([0, 2]) == pytest.approx((3 / log2(3)) / 3)
    assert ndcg([0, 2], top=1) == 0


def test_a_route_is_right_unknown_or_wrong() -> None:
    tally = RouteTally()
    kent = TruePlace(country="GB", force="E23000032")
    tally.add((kent,), "GB", "E23000032")
    tally.add((kent,), "GB", None)
    tally.add((kent,), "NL", None)
    tally.add((), None, None)
    score = tally.score()
    assert (score.accuracy, score.wrong, score.right_country) == (0.5, 0.25, 0.75)
    assert [score.precision, score.recall, score.unknown] == pytest.approx([1 / 3] * 3)
