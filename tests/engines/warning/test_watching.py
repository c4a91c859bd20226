"""The watch as a whole: order, decay, expiry, bounds, replay, and that only a danger more raises a score."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from behaviour_told import DAY, HOUR, MINORS, NOON, adult, fed, minor, seeking, sought, told, watch
from causeway.warning import Event, SnapshotInvalid, Trigger, Watch, restore, snapshot, warning_policy, watching
from causeway.warning.combining import Scorer

NAMES = ("x", "y", "m01", "m02", "m03")
DANGERS = (
    told("block", "m01", "x", NOON + 2 * HOUR),
    told("report", "m01", "x", NOON + 2 * HOUR),
    told("report", "m02", "x", NOON + 2 * HOUR),
    told("request_refused", "m03", "x", NOON + 2 * HOUR),
    told("gift", "x", "m01", NOON + 2 * HOUR),
    told("off_platform_invite", "x", "m01", NOON + 2 * HOUR),
    told("account", "x", at=NOON + 2 * HOUR, device_was_blocked=True),
)


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


PEOPLE = [adult("x"), adult("y"), *(minor(name) for name in NAMES[2:])]


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
    events = PEOPLE + history + seeking("y", NAMES[2:], start=NOON + DAY)
    straight, before, after = watch(audits_per_day=2), watch(audits_per_day=2), watch(audits_per_day=2)
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
    "name", ["accounts", "pairs", "conversations", "window", "waiting", "counts", "landmarks", "finished"]
)
def test_a_snapshot_that_is_not_whole_is_refused(name: str) -> None:
    watched = watch()
    fed(watched, sought())
    kept = snapshot(watched)
    with pytest.raises(SnapshotInvalid):
        restore(watch(), {each: value for each, value in kept.items() if each != name})
    with pytest.raises(SnapshotInvalid):
        restore(watch(), {**kept, name: [["x"]]})
