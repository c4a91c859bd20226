"""The watch as a whole: order, decay, expiry, bounds, replay, and that only a danger more raises a score."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from behaviour_told import DAY, HOUR, MINORS, NOON, adult, fed, minor, seeking, sought, told, watch
from causeway.warning import (
    Event,
    LegalBasis,
    SnapshotInvalid,
    Trigger,
    Watch,
    decay,
    restore,
    snapshot,
    warning_policy,
    watching,
)
from causeway.warning.combining import FLOOR, Scorer
from causeway.warning.indicators import INDICATORS
from causeway.warning.policy import Weighing

NAMES = ("x", "y", "m01", "m02", "m03")
DANGERS = (
    told("block", "m01", "x", NOON + 2 * HOUR),
    told("report", "m01", "x", NOON + 2 * HOUR),
    told("report", "m02", "x", NOON + 2 * HOUR),
    told("request_refused", "m03", "x", NOON + 2 * HOUR),
    told("gift", "x", "m01", NOON + 2 * HOUR),
    told("off_platform_invite", "x", "m01", NOON + 2 * HOUR),
    told("account", "x", at=NOON + 2 * HOUR, device_was_blocked=True),
    told("contact_request", "x", "m02", NOON + 2 * HOUR, mutual_contacts=0),
    told("contact_request", "x", "near", NOON + 2 * HOUR, mutual_contacts=0),
    told("contact_request", "x", "near", NOON + 2 * HOUR),
    told("message", "x", "near", NOON + 2 * HOUR, digest="ab" * 16),
    told("message", "x", "m03", NOON + 2 * HOUR, digest="ab" * 16),
    told("off_platform_invite", "x", "near", NOON + 2 * HOUR),
    told("gift", "x", "near", NOON + 2 * HOUR),
    told("gift", "y", "m03", NOON + 2 * HOUR),
)
"""What x, or y on the same device, may do more. The minor `near` is hardly younger than x and lives in its region."""


def score(watched: Watch, name: str = "x", later: float = 0.0) -> float:
    reading = watched.reading(watched.window_end + later)
    return Scorer(warning_policy()).score(watched.memory.accounts.rows[name], reading)


@st.composite
def histories(draw: st.DrawFn) -> list[Event]:
    """Some contact between a few accounts, within an hour."""
    events: list[Event] = []
    for _ in range(draw(st.integers(0, 25))):
        actor, target = draw(st.permutations(NAMES))[:2]
        kind = draw(st.sampled_from(("contact_request", "request_accepted", "message", "gift", "block", "report")))
        at = NOON + draw(st.integers(0, 6)) * 600
        attributes = {"mutual_contacts": draw(st.integers(0, 2))} if kind == "contact_request" else {}
        events.append(told(kind, actor, target, at, **attributes))
    return sorted(events)


WITH_CONTENT = {"NL": LegalBasis(basis="a test", content=True)}
PEOPLE = [
    adult("x", age=19, region="R01", device="d"),
    adult("y", device="d"),
    minor("near", age=17.5, region="R01"),
    *(minor(name, age=12, region="R02") for name in NAMES[2:]),
]


@given(histories(), st.randoms())
@settings(deadline=None)
def test_events_of_one_moment_may_come_in_any_order(history: list[Event], chance: object) -> None:
    shuffled = sorted(history, key=lambda event: (event.at, chance.random()))  # type: ignore[attr-defined]
    one, other = watch(audits_per_day=3), watch(audits_per_day=3)
    assert fed(one, PEOPLE + history) == fed(other, PEOPLE + shuffled)
    assert snapshot(one) == snapshot(other)


@given(histories(), st.sampled_from(DANGERS))
@settings(deadline=None)
def test_a_danger_more_never_lowers_a_score(history: list[Event], danger: Event) -> None:
    without, with_it = watch(), watch()
    end = told("message", "y", "m02", NOON + 3 * HOUR)
    fed(without, [*PEOPLE, *history, end])
    fed(with_it, [*PEOPLE, *history, danger, end])
    assert score(with_it) >= score(without)
    for name, row in warning_policy().indicators.items():
        before, after = (
            INDICATORS[name].measure(each.memory.accounts.rows["x"], each.reading(), row.prior)
            for each in (without, with_it)
        )
        assert _weight(row, after) >= _weight(row, before), name


def _weight(row: Weighing, value: float | None) -> float:
    return 0.0 if value is None else row.curve.at(value)


@given(histories(), st.floats(0, 400), st.floats(0, 400))
@settings(deadline=None)
def test_what_was_counted_only_fades(history: list[Event], sooner: float, later: float) -> None:
    watched = watch()
    fed(watched, PEOPLE + history)
    account = watched.memory.accounts.rows["x"]
    first, second = (watched.reading(NOON + days * DAY) for days in sorted((sooner, later)))
    assert account.minors_met * second.slow <= account.minors_met * first.slow
    assert account.minors_met_lately * second.fast <= account.minors_met_lately * first.fast


@given(histories())
@settings(deadline=None)
def test_contributions_sum_to_the_score_exactly_in_any_order(history: list[Event]) -> None:
    watched = watch()
    fed(watched, PEOPLE + history)
    reading = watched.reading()
    scorer = Scorer(warning_policy())
    for account in watched.memory.accounts.rows.values():
        explained = scorer.explain(account, reading)
        amounts = [each.amount for each in explained.contributions]
        assert explained.score == sum(amounts) == sum(reversed(amounts)) == scorer.score(account, reading)


@given(histories(), st.integers(0, 25))
@settings(deadline=None)
def test_a_watch_that_was_kept_and_taken_up_goes_on_as_if_nothing_had_been(history: list[Event], cut: int) -> None:
    lines = [told("text_scored", "x", "m01", NOON + n, log_likelihood_ratio=n / 2) for n in range(5)]
    events = PEOPLE + lines + history + seeking("y", NAMES[2:], start=NOON + DAY)
    straight, before, after = (watch(audits_per_day=2, countries=WITH_CONTENT) for _ in range(3))
    whole = fed(straight, events)
    first = [one for event in events[:cut] for one in before.take(event)]
    restore(after, snapshot(before))
    assert first + fed(after, events[cut:]) == whole
    assert snapshot(after) == snapshot(straight)


def test_one_who_seeks_minors_out_is_put_before_a_reviewer_with_the_whole_reckoning() -> None:
    candidate, *again = fed(watch(), sought())
    assert candidate.account == "x"
    assert all(one.score >= candidate.score + warning_policy().alerts.rise for one in again)
    assert candidate.trigger is Trigger.THRESHOLD
    assert candidate.score == sum(each.amount for each in candidate.contributions)
    assert {"contact", "platform_migration", "escalation"} <= set(candidate.stages)
    assert "gifts" in {each.id for each in candidate.missing}
    assert candidate.policy_version == warning_policy().version


def test_what_is_unknown_is_no_evidence() -> None:
    watched = watch(default_country="NL")
    fed(watched, [told("message", "x", "m1"), told("contact_request", "x", "m2"), told("gift", "x", "m3")])
    assert score(watched) == warning_policy().prior_log_odds


def test_one_child_who_reports_a_hundred_times_counts_once() -> None:
    once, often = watch(), watch()
    fed(once, [adult("x"), minor("m01"), told("report", "m01", "x")])
    fed(often, [adult("x"), minor("m01"), *[told("report", "m01", "x")] * 100])
    assert score(often) == score(once) > warning_policy().prior_log_odds


def test_blocks_by_adults_say_nothing() -> None:
    watched = watch()
    fed(watched, [adult("x"), adult("y"), told("block", "y", "x"), told("report", "y", "x")])
    assert score(watched) == warning_policy().prior_log_odds


def test_a_minor_is_not_suspect_for_knowing_minors() -> None:
    events = [event if event.actor != "x" or event.kind != "account" else minor("x") for event in sought()]
    assert fed(watch(), [e for e in events if e.kind not in ("block", "request_refused")]) == []


def test_an_age_of_which_the_service_is_not_sure_exempts_nobody() -> None:
    events = [e if e.actor != "x" or e.kind != "account" else minor("x", age_confidence=0.4) for e in sought()]
    assert {one.account for one in fed(watch(), events)} == {"x"}


def test_of_a_talk_only_the_opening_can_be_a_copy() -> None:
    opened = [told("message", "x", m, NOON, digest=m[1:] * 16) for m in MINORS]
    laughs = [told("message", "x", m, NOON + 60, digest="cd" * 16) for m in MINORS]
    watched = watch()
    fed(watched, [adult("x"), *map(minor, MINORS), *opened, *laughs])
    assert watched.memory.accounts.rows["x"].copies == 0


def test_many_weak_lines_of_text_make_no_strong_one_and_two_clear_ones_do() -> None:
    found = {}
    for name, ratios in {"weak": [0.5] * 200, "clear": [7.0] * 2, "none": []}.items():
        watched = watch(countries=WITH_CONTENT)
        lines = [told("text_scored", "x", "m01", NOON + n, log_likelihood_ratio=r) for n, r in enumerate(ratios)]
        fed(watched, [adult("x"), minor("m01"), *lines])
        found[name] = score(watched)
        explained = Scorer(warning_policy()).explain(watched.memory.accounts.rows["x"], watched.reading())
        assert explained.score == sum(each.amount for each in explained.contributions) == found[name]
    assert found["weak"] <= found["none"] < found["clear"] - 1


def test_what_speaks_for_an_account_is_bounded_and_the_parts_still_sum_to_the_score() -> None:
    watched = watch()
    friends = [told("contact_request", "x", m, mutual_contacts=9) for m in MINORS]
    welcome = [told("request_accepted", m, "x", NOON + 1) for m in MINORS]
    talks = [told("message", m, "x", NOON + 2 + n) for m in MINORS for n in range(20)]
    fed(watched, [adult("x"), *map(minor, MINORS), *friends, *welcome, *talks])
    explained = Scorer(warning_policy()).explain(watched.memory.accounts.rows["x"], watched.reading())
    assert FLOOR in {each.id for each in explained.contributions}
    assert explained.score == sum(each.amount for each in explained.contributions) == score(watched)
    assert score(watched) >= warning_policy().prior_log_odds - warning_policy().floor


def test_a_doubted_claim_to_be_young_lowers_no_age_gap() -> None:
    meets = [told("message", "x", m, NOON + 1) for m in MINORS]
    claims = told("account", "x", at=NOON + 2, age=15, age_confidence=0.2)
    more = [minor("late"), told("message", "x", "late", NOON + HOUR)]
    plain, claimed = watch(), watch()
    fed(plain, [adult("x"), *map(minor, MINORS), *meets])
    fed(claimed, [adult("x"), *map(minor, MINORS), *meets, claims, *more])
    gaps = [each.memory.accounts.rows["x"].gap_years for each in (plain, claimed)]
    assert gaps[0] == gaps[1] > 0


def test_what_another_account_on_the_device_did_counts_but_not_for_a_child_who_shares_it() -> None:
    for shares, is_raised in ((adult("z", device="d"), True), (minor("z", device="d"), False), (adult("z"), False)):
        watched = watch()
        events = [e if e.kind != "account" or e.actor != "x" else adult("x", device="d") for e in sought(60)]
        fed(watched, [*events, shares])
        assert (score(watched, "z") > warning_policy().prior_log_odds) is is_raised


def test_copies_of_one_message_are_noticed_by_their_digest() -> None:
    watched = watch()
    fed(watched, [adult("x"), *map(minor, MINORS), *(told("message", "x", m, digest="cd" * 16) for m in MINORS)])
    assert watched.memory.accounts.rows["x"].copies > 0
    apart = watch()
    fed(apart, [adult("x"), *map(minor, MINORS), *(told("message", "x", m, digest=m[1:] * 16) for m in MINORS)])
    assert apart.memory.accounts.rows["x"].copies == 0


def test_going_from_a_group_to_private_messages_is_noticed_only_when_quick() -> None:
    quick = [told("message", "m01", at=NOON, conversation="g"), told("message", "x", at=NOON + 60, conversation="g")]
    for delay, is_noticed in ((HOUR, True), (5 * DAY, False)):
        watched = watch()
        fed(watched, [adult("x"), minor("m01"), *quick, told("message", "x", "m01", NOON + delay)])
        assert (watched.memory.accounts.rows["x"].taken_aside > 0) is is_noticed


@pytest.mark.parametrize("public_at", [[NOON, NOON + 9 * DAY], [NOON + 9 * DAY, NOON]])
def test_of_several_public_meetings_the_last_before_they_write_in_private_counts(public_at: list[float]) -> None:
    watched = watch()
    met = [told("message", "m01", "x", at, is_public=True) for at in public_at]
    fed(watched, [adult("x"), minor("m01"), *met, told("message", "x", "m01", NOON + 9 * DAY + HOUR)])
    assert watched.memory.accounts.rows["x"].taken_aside > 0


def test_what_came_before_is_not_quick_and_quickness_fades_without_a_cliff() -> None:
    quick = warning_policy().fading.quick
    found = []
    for delay in (HOUR, quick - 60, quick + 60, 3 * quick):
        watched = watch()
        opened = [told("message", "x", "m01", NOON), told("off_platform_invite", "x", "m01", NOON + delay)]
        fed(watched, [adult("x"), minor("m01"), *opened])
        account = watched.memory.accounts.rows["x"]
        found.append(account.invited_off_quickly / account.invited_off)
    assert found[0] > 0.95
    assert found[1] == pytest.approx(found[2], abs=0.001)
    assert found[3] == 0
    late = watch()
    met = told("message", "m01", at=NOON + 2 * HOUR, conversation="g")
    speaks = told("message", "x", at=NOON + 2 * HOUR, conversation="g")
    fed(late, [adult("x"), minor("m01"), met, speaks, told("message", "x", "m01", NOON)])
    fed(late, [told("message", "x", "m01", NOON + HOUR)])
    assert late.memory.accounts.rows["x"].taken_aside == 0


def test_all_state_expires() -> None:
    watched = watch()
    fed(watched, [*sought(), told("message", "x", at=NOON, conversation="g")])
    late = NOON + warning_policy().fading.expiry + 3 * DAY
    fed(watched, [told("account", "z", at=late, country="NL"), told("account", "z", at=late + DAY, country="NL")])
    assert set(watched.memory.accounts) == {"z"}
    assert len(watched.memory.pairs) == len(watched.memory.conversations) == 0


def test_a_flood_of_strangers_neither_grows_the_state_nor_washes_away_who_is_watched() -> None:
    watched = watch(most_accounts=200, most_pairs=300, reviews_per_day=1)
    events = sought(apart=60)
    flood = [adult(f"s{number}") for number in range(5_000)]
    writes = [told("message", f"s{number}", "m00", NOON + 2 * HOUR) for number in range(5_000)]
    fed(watched, [*events, *(replace_at(event, NOON + 2 * HOUR) for event in flood), *writes])
    assert len(watched.memory.accounts) <= 200
    assert len(watched.memory.pairs) <= 300
    assert "x" in watched.memory.accounts.rows


def test_a_flood_never_washes_away_the_young_and_what_was_dropped_is_said() -> None:
    watched = watch(most_accounts=200, most_pairs=300)
    young = [minor(f"m{number:02d}", age=8 + number % 10) for number in range(60)]
    strangers = [adult(f"s{number}") for number in range(2_000)]
    writes = [told("message", f"s{number}", "m00", NOON) for number in range(2_000)]
    found = fed(watched, [*young, *strangers, *writes, *sought(60)])
    rows, dropped = watched.memory.accounts.rows, watched.memory.accounts.dropped
    assert {event.actor for event in young} <= rows.keys()
    assert dropped["minors"] == 0 < dropped["others"] + dropped["suspect"]
    assert found
    assert all(one.is_partial for one in found)
    assert not any(one.is_partial for one in fed(watch(), sought(60)))


def test_where_there_is_room_for_no_more_than_minors_the_oldest_go_first() -> None:
    watched = watch(most_accounts=20)
    fed(watched, [minor(f"m{number:02d}", age=8 + number % 10) for number in range(40)])
    rows = watched.memory.accounts.rows
    assert sum(row.age == 17 for row in rows.values() if row.age) <= 1
    assert watched.memory.accounts.dropped["minors"] > 0
    assert min(row.age for row in rows.values() if row.age) == 8


def test_a_flood_within_one_window_is_applied_in_parts_and_leaves_no_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "MOST_IN_WINDOW", 500)
    watched = watch(most_accounts=200, most_pairs=300, default_country="NL")
    watched.take(minor("m00"))
    for number in range(3_000):
        watched.take(told("message", f"s{number}", "m00", NOON))
        watched.take(told("message", "m00", f"s{number}", NOON))
        assert len(watched.window) < 500
    assert len(watched.memory.touched) <= 200
    assert len(watched.memory.talked) <= 200


def replace_at(event: Event, at: float) -> Event:
    return event._replace(at=at)


def test_what_comes_too_late_is_counted_and_left() -> None:
    watched = watch()
    watched.take(adult("x"))
    watched.take(told("account", "y", at=NOON - 400 * DAY, country="NL"))
    fed(watched, [])
    assert watched.counts["too_late"] == 1
    assert set(watched.memory.accounts) == {"x"}


def test_years_go_by_without_a_counter_overflowing() -> None:
    watched = watch()
    fed(watched, [adult("x"), minor("m01"), told("message", "x", "m01")])
    for year in range(1, 40):
        at = NOON + year * 365 * DAY
        facts = [e._replace(at=at) for e in (adult("x"), minor("m01"))]
        fed(watched, [*facts, told("message", "x", "m01", at + HOUR)])
    assert warning_policy().prior_log_odds < score(watched) < 0


def test_moving_the_landmarks_changes_no_score(monkeypatch: pytest.MonkeyPatch) -> None:
    watched = watch(countries=WITH_CONTENT)
    facts = [adult("x", device="d"), adult("z", device="d")]
    fed(watched, [*facts, *sought(60), told("text_scored", "x", "m01", log_likelihood_ratio=7.0)])
    later = 100 * DAY
    before = [score(watched, name, later) for name in ("x", "z")]
    monkeypatch.setattr(decay, "_FURTHEST", 1)
    watched.memory.move_landmarks(watched.window_end + later)
    assert min(watched.memory.slow.landmark, watched.memory.hard.landmark) > NOON + 80 * DAY
    assert [score(watched, name, later) for name in ("x", "z")] == before
    assert min(before) > warning_policy().prior_log_odds


@pytest.mark.parametrize("days", [700, 1_100, 60_000])
def test_a_gap_of_any_length_is_crossed_and_leaves_nothing_behind(days: int) -> None:
    watched = watch(audits_per_day=1)
    fed(watched, [adult("x"), minor("m01"), told("message", "x", "m01")])
    later = [event._replace(at=event.at + days * DAY) for event in sought()]
    found = fed(watched, later)
    assert {one.account for one in found if one.trigger is not Trigger.RANDOM_AUDIT} == {"x"}
    fresh = watch()
    fed(fresh, later)
    assert score(watched) == score(fresh)


def test_a_snapshot_is_taken_up_only_under_the_same_policy_and_settings() -> None:
    kept = snapshot(watch())
    other = Watch(replace(warning_policy(), digest="other"), watch().settings)
    for stranger in (other, watch(seed="other"), watch(most_pairs=77)):
        with pytest.raises(SnapshotInvalid):
            restore(stranger, kept)


@pytest.mark.parametrize(
    "name",
    [
        "accounts",
        "pairs",
        "conversations",
        "devices",
        "dropped",
        "window",
        "waiting",
        "counts",
        "landmarks",
        "finished",
    ],
)
def test_a_snapshot_that_is_not_whole_is_refused(name: str) -> None:
    watched = watch()
    fed(watched, sought())
    kept = snapshot(watched)
    with pytest.raises(SnapshotInvalid):
        restore(watch(), {each: value for each, value in kept.items() if each != name})
    with pytest.raises(SnapshotInvalid):
        restore(watch(), {**kept, name: [["x"]]})
