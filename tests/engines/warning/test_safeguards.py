"""Each safeguard that early warning promises: it is code, and it holds."""

import dataclasses
import inspect

import pytest

import causeway.warning
from behaviour_told import DAY, HOUR, MINORS, NOON, adult, fed, minor, settings, sought, told, watch
from causeway.warning import LegalBasis, ReviewCandidate, Trigger, Watch, snapshot, warning_policy
from causeway.warning.alerting import judge, rest
from causeway.warning.events import ATTRIBUTES
from causeway.warning.slices import FEWEST, Slices
from causeway.warning.state import Account

LATER = told("account", "z", at=NOON + DAY, country="NL")


def test_the_kill_switch_stops_everything() -> None:
    watched = watch(is_enabled=False)
    assert fed(watched, sought()) == []
    assert watched.counts["while_stopped"] == len(sought())
    assert len(watched.memory.accounts) == 0


def test_without_a_recorded_legal_basis_nobody_of_a_country_is_scored_or_remembered() -> None:
    watched = watch(countries={"IT": LegalBasis(basis="a test")})
    assert fed(watched, sought()) == []
    assert watched.memory.without_basis > 0
    facts = {name: getattr(watched.memory.accounts.rows["x"], name) for name in ("age", "region", "language")}
    assert facts == dict.fromkeys(facts)
    assert len(watched.memory.pairs) == 0


def test_an_account_of_no_known_country_is_left_alone_unless_the_service_says_otherwise() -> None:
    nowhere = [told("message", "x", "m1"), told("message", "x", at=NOON, conversation="g")]
    without, with_default = watch(), watch(default_country="NL")
    fed(without, nowhere)
    fed(with_default, nowhere)
    assert len(without.memory.accounts) == 0
    assert len(with_default.memory.accounts) == 2


def test_contact_with_a_country_without_a_basis_does_not_count() -> None:
    watched = watch()
    fed(watched, [adult("x"), minor("m01", country="IT"), told("gift", "x", "m01")])
    assert watched.memory.accounts.rows["x"].gifts == 0


def test_what_was_remembered_goes_when_an_account_moves_to_a_country_without_a_basis() -> None:
    watched = watch()
    fed(watched, [*sought(60), told("account", "x", at=NOON + HOUR, country="IT")])
    account = watched.memory.accounts.rows["x"]
    assert (account.minors_met, account.age, account.country) == (0, None, "IT")


def test_nobody_who_waits_for_a_review_is_handed_over_once_there_is_no_basis() -> None:
    moved = told("account", "x", at=NOON + HOUR, country="IT")
    watched, stayed = watch(), watch()
    group = told("message", "x", at=NOON, conversation="g")
    assert fed(stayed, [*_seeker("x"), group, LATER])
    assert fed(watched, [*_seeker("x"), group, moved, LATER]) == []
    assert not watched.waiting
    memory = watched.memory
    assert "x" not in {*memory.touched, *memory.talked, *(name for pair in memory.pairs for name in pair)}
    assert not memory.conversations.rows["g"].speakers


def test_pairs_of_an_account_that_was_dropped_for_want_of_room_go_too_when_its_basis_does() -> None:
    watched = watch(most_accounts=10)
    fed(watched, [adult("x"), minor("m01"), told("message", "x", "m01")])
    watched.memory.accounts.rows.pop("x")
    watched.memory.accounts.dropped["others"] += 1
    fed(watched, [told("account", "x", at=NOON + HOUR, country="IT")])
    assert len(watched.memory.pairs) == 0


@pytest.mark.parametrize("content", [False, True])
def test_what_a_text_scorer_found_counts_only_where_content_has_a_basis(content: bool) -> None:
    watched = watch(countries={"NL": LegalBasis(basis="a test", content=content)})
    fed(watched, [adult("x"), minor("m01"), told("text_scored", "x", "m01", log_likelihood_ratio=2.0)])
    assert (watched.memory.accounts.rows["x"].text is not None) is content


def test_no_attribute_could_hold_words() -> None:
    for kind, attributes in ATTRIBUTES.items():
        for name, read in attributes.items():
            with pytest.raises(causeway.warning.EventInvalid):
                read(name, f"some words of a {kind}")


def test_a_candidate_can_do_nothing_but_be_shown() -> None:
    methods = {name for name, each in inspect.getmembers(ReviewCandidate, inspect.isfunction) if name[0] != "_"}
    assert methods == {"as_document"}
    candidate = fed(watch(), sought())[0]
    with pytest.raises(dataclasses.FrozenInstanceError):
        candidate.score = 0.0  # type: ignore[misc]


def test_no_more_candidates_come_in_a_day_than_can_be_reviewed_and_the_highest_come_first() -> None:
    events = [event for number in range(6) for event in _seeker(f"x{number}")]
    capped, free = watch(reviews_per_day=2), watch()
    found, all_of_them = fed(capped, events), fed(free, events)
    assert len(all_of_them) == 6
    assert [one.account for one in found] == [one.account for one in all_of_them[:2]]
    assert len(capped.waiting) == 4


def test_who_waits_gets_their_turn_the_next_day_and_goes_after_a_week() -> None:
    events = [event for number in range(12) for event in _seeker(f"x{number:02d}")]
    watched = watch(reviews_per_day=1)
    days = [told("account", "z", at=NOON + day * DAY, country="NL") for day in range(1, 12)]
    found = fed(watched, [*events, *days])
    assert [one.trigger for one in found] == [Trigger.THRESHOLD] * 7
    assert len({one.account for one in found}) == 7
    assert watched.counts["given_up"] == 5


def _seeker(name: str) -> list[causeway.warning.Event]:
    """High enough to be raised and too low to be urgent; each with minors of its own."""
    minors = [f"{name}m{number}" for number in range(5)]
    told_of = [
        each
        for number, m in enumerate(minors)
        for each in (
            told("contact_request", name, m, NOON + number, mutual_contacts=0),
            told("request_refused", m, name, NOON + 60),
        )
    ]
    return [adult(name), *map(minor, minors), *told_of]


def test_after_a_candidate_an_account_rests_unless_it_rises_much_further() -> None:
    alerts, account = warning_policy().alerts, Account(0.0)
    assert judge(account, 1.0, NOON, alerts) is Trigger.THRESHOLD
    rest(account, 1.0, NOON, alerts)
    assert judge(account, 1.0 + alerts.rise / 2, NOON + DAY, alerts) is None
    assert judge(account, 1.0 + alerts.rise, NOON + DAY, alerts) is Trigger.THRESHOLD
    assert judge(account, 1.0, NOON + alerts.cool_down + DAY, alerts) is Trigger.THRESHOLD


def test_long_just_below_the_threshold_is_noticed_by_its_sum() -> None:
    alerts, account = warning_policy().alerts, Account(0.0)
    below = alerts.days_level - 0.1
    days = [judge(account, below, NOON + day * DAY, alerts) for day in range(40)]
    assert days.index(Trigger.CUSUM) == pytest.approx(
        1 + alerts.cusum_limit / (below - alerts.cusum_reference), abs=1.01
    )


def test_enough_days_of_the_last_are_noticed_and_a_single_one_is_not() -> None:
    alerts, account = warning_policy().alerts, Account(0.0)
    level = (alerts.days_level + alerts.threshold) / 2
    scores = [level, -9.0] * 10
    found = [judge(account, score, NOON + day * DAY, alerts) for day, score in enumerate(scores)]
    assert found.index(Trigger.K_OF_N) == 2 * (alerts.days_k - 1)
    assert Trigger.THRESHOLD not in found


def test_a_reviewer_who_finds_nothing_gives_an_account_a_long_rest() -> None:
    cleared = told("review_cleared", "reviewer", "x", NOON + DAY)
    again = [e._replace(at=e.at + 20 * DAY) for e in sought(60)]
    with_it, without = watch(), watch()
    assert [one.at // DAY for one in fed(with_it, [*sought(60), cleared, *again]) if one.at > NOON + 10 * DAY] == []
    assert any(one.at > NOON + 10 * DAY for one in fed(without, [*sought(60), *again]))


def test_the_audit_draws_accounts_that_nobody_flagged_and_draws_the_same_again() -> None:
    people = [adult(f"p{number:03d}") for number in range(100)]
    found, again, other = (fed(watch(audits_per_day=5, seed=seed), [*people, *sought(60)]) for seed in ("a", "a", "b"))
    drawn = [one.account for one in found if one.trigger is Trigger.RANDOM_AUDIT]
    assert len(drawn) == 5
    assert "x" not in drawn
    assert found == again
    assert drawn != [one.account for one in other if one.trigger is Trigger.RANDOM_AUDIT]


def test_a_day_that_is_finished_twice_is_audited_and_counted_once() -> None:
    people = [adult(f"p{number:02d}") for number in range(20)]
    watched = watch(audits_per_day=2)
    assert len(fed(watched, people)) == 2
    assert fed(watched, [told("account", "p00", at=NOON, language="nl")]) == []
    assert watched.slices.counts["age"]["40 and over"][0] == len(people)


def test_rates_are_told_by_language_region_and_age_and_never_of_a_handful() -> None:
    people = [adult(f"p{number}", language="it") for number in range(FEWEST)]
    few = [adult(f"q{number}", language="en") for number in range(FEWEST - 1)]
    active = [told("account", each.actor, at=NOON + day * DAY) for day in range(1, 9) for each in few]
    watched = watch()
    fed(watched, [*people, *few, *active])
    rates = {(rate.dimension, rate.value): rate for rate in watched.slices.rates()}
    assert rates["language", "it"].accounts == FEWEST
    assert ("language", "en") not in rates
    assert watched.slices.counts["language"]["en"][1] > FEWEST
    assert rates["age", "40 and over"].candidates == 0


def test_an_account_counts_once_in_a_slice_however_often_it_is_active_or_raised() -> None:
    slices, account = Slices(), Account(0.0)
    for _day in range(3):
        slices.note_active(account)
        slices.note_candidate(account)
    account.language = "it"
    slices.note_active(account)
    assert slices.counts["language"] == {"unknown": [1, 3, 1, 3], "it": [1, 1, 0, 0]}
    assert slices.counts["region"] == {"unknown": [1, 4, 1, 3]}


def test_a_snapshot_holds_no_word_but_ids_codes_and_digests() -> None:
    watched = watch()
    fed(watched, sought())
    kept = repr(snapshot(watched)["accounts"]).replace("40 and over", "")  # an age band, of the program's own
    assert " and " not in kept
    assert "abab" in kept


def test_watching_needs_settings_with_a_legal_basis() -> None:
    watched = Watch(warning_policy(), settings(countries={}))
    assert fed(watched, [adult("x"), minor(MINORS[0]), told("gift", "x", MINORS[0])]) == []
    assert watched.memory.accounts.rows["x"].gifts == 0
