"""Weights, thresholds, settings and rules are data, and a fault in them is named before anything runs."""

import re
from importlib.resources import files

import pytest

from behaviour_told import MINORS, NOON, adult, fed, minor, settings, sought, told
from causeway.warning import (
    PolicyInvalid,
    RuleInvalid,
    Watch,
    parse_calibration,
    parse_rules,
    parse_settings,
    parse_warning_policy,
    warning_policy,
)
from causeway.warning.indicators import INDICATORS

SHIPPED = (files("causeway.warning") / "policies" / "behaviour.toml").read_text(encoding="utf-8")
SERVICE = 'reviews_per_day = 5\n[countries.NL]\nbasis = "a test"\n'
RULE = '[rules.many]\nwhen = "{}"\nlog_likelihood_ratio = 1.0\nstage = "contact"\nreason = "Meets many"\n'


def test_the_shipped_policy_weighs_every_indicator() -> None:
    assert set(warning_policy().indicators) == set(INDICATORS)


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("base_rate = 0.0005", "base_rate = 0", "base_rate"),
        ("base_rate = 0.0005", "base_rate = nan", "base_rate"),
        ("threshold = -0.8", "treshold = -0.8", "alerts.treshold"),
        ("urgent = 2.0", "urgent = -0.9", "alerts.urgent"),
        ("k = 4", "k = 15", "alerts.k_of_n.k"),
        ("[indicators.gifts]", "[indicators.presents]", "indicators.presents"),
        ("[groups.text]", "[groups.rules]\ncap = 1\n[groups.text]", "groups.rules"),
        ('group = "text"', 'group = "nowhere"', "indicators.text.group"),
        ("[3, 1.4], [8, 2.2]]", "[3, 1.4], [8, 1.2]]", "indicators.gifts.curve"),
        ("[3, 1.4], [8, 2.2]]", "[3, 1.4], [2, 2.2]]", "indicators.gifts.curve"),
        ("[3, 1.4], [8, 2.2]]", "[3, 1.4], [8, 9.9]]", "indicators.gifts.curve"),
        ("[3, 1.4], [8, 2.2]]", "[3, 1.4], [8, true]]", "indicators.gifts.curve"),
        ("[3, 1.4], [8, 2.2]]", "[3, 1.4], [1" + "0" * 400 + ", 2.2]]", "indicators.gifts.curve"),
        ("[3, 1.4], [8, 2.2]]", "[3, 1.4], [8, 1" + "0" * 400 + "]]", "indicators.gifts.curve"),
        ("[3, 1.4], [8, 2.2]]", "[3, 1.4], [8, inf]]", "indicators.gifts.curve"),
        ("[[0, 0.0], [1, 0.4], [3", "[[0, 0.0], [5e-324, 0.4], [3", "indicators.gifts.curve"),
        ("floor = 4.0", "floor = 0", "floor"),
        ("near_topic = 3.0", "near_topic = -1", "near_topic"),
        ("curve = [[0, 0.0], [1, 0.4], [3", "curve = [[0, 0.1], [1, 0.4], [3", "indicators.gifts.curve"),
        ("Gave gifts to minors, about {value}", "{value.__class__}", "indicators.gifts.found"),
        ("Gave gifts to minors, about {value}", "{value", "indicators.gifts.found"),
        ("slow_half_life_days = 30", "slow_half_life_days = 0", "decay.slow_half_life_days"),
    ],
)
def test_a_fault_in_a_policy_is_named(old: str, new: str, field: str) -> None:
    assert old in SHIPPED
    with pytest.raises(PolicyInvalid) as caught:
        parse_warning_policy(SHIPPED.replace(old, new, 1))
    assert caught.value.field == field


def test_a_field_that_is_missing_is_named() -> None:
    for field in ("version", "cap", "base_rate"):
        with pytest.raises(PolicyInvalid) as caught:
            parse_warning_policy(re.sub(rf"(?m)^{field} = .*$", "", SHIPPED, count=1))
        assert caught.value.field == field


@pytest.mark.parametrize("text", ["", "[[", "version = 1", "\x00", "a = 1" + "0" * 5_000, "a = " + "[" * 9_000])
def test_what_is_no_policy_is_refused(text: str) -> None:
    for parse in (parse_warning_policy, parse_settings, parse_calibration):
        with pytest.raises(PolicyInvalid):
            parse(text)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        (SERVICE.replace("NL", "nl"), "countries.nl"),
        (SERVICE.replace('"a test"', '""'), "countries.NL.basis"),
        ('default_country = "IT"\n' + SERVICE, "default_country"),
        ("enabled = 1\n" + SERVICE, "enabled"),
        ("reviewers = 1\n" + SERVICE, "reviewers"),
        (SERVICE.replace("= 5", "= 0"), "reviews_per_day"),
    ],
)
def test_a_fault_in_settings_is_named(text: str, field: str) -> None:
    with pytest.raises(PolicyInvalid) as caught:
        parse_settings(text)
    assert caught.value.field == field


def test_content_is_off_unless_it_is_recorded() -> None:
    assert parse_settings(SERVICE).allowed_content == frozenset()
    assert parse_settings(SERVICE + "content = true\n").allowed_content == {"NL"}


def test_a_rule_raises_the_score_of_whom_it_holds_for_and_says_so() -> None:
    rules = parse_rules(RULE.format("minors_met > 3.0 && age > 30.0"), warning_policy())
    plain, ruled = Watch(warning_policy(), settings()), Watch(warning_policy(), settings(), own=rules)
    without, with_it = fed(plain, sought(60)), fed(ruled, sought(60))
    assert with_it[-1].score == without[-1].score + 1.0
    assert with_it[-1].score == sum(each.amount for each in with_it[-1].contributions)
    assert "Meets many" in [each.evidence.reason for each in with_it[-1].contributions if each.evidence]


def test_a_rule_that_asks_for_what_is_not_known_says_nothing() -> None:
    rules = parse_rules(RULE.format("gifts < 100.0"), warning_policy())
    found = fed(Watch(warning_policy(), settings(), own=rules), sought(60))
    assert "own.many" in {each.id for each in found[-1].missing}
    assert "own.many" not in {each.id for each in found[-1].contributions}


def test_a_rule_may_answer_without_what_it_does_not_need() -> None:
    rules = parse_rules(RULE.format("gifts > 100.0 || minors_met > 1.0"), warning_policy())
    found = fed(Watch(warning_policy(), settings(), own=rules), sought(60))
    assert "own.many" in {each.id for each in found[-1].contributions}


@pytest.mark.parametrize(
    "condition",
    [
        "minors_met >",
        "minors_met",
        "minors_met > 3",
        "nobody > 3.0",
        "'a'.matches('(a+)+')",
        "matches('a', 'a')",
        "[1, 2].all(x, [1, 2].all(y, x < y))",
        "actor == 'x'",
        "(" * 60 + "true" + ")" * 60,
        "true" + " || true" * 100,
    ],
)
def test_a_condition_that_cannot_be_trusted_is_refused_when_it_is_read(condition: str) -> None:
    with pytest.raises((RuleInvalid, PolicyInvalid), match="many"):
        parse_rules(RULE.format(condition), warning_policy())


@pytest.mark.parametrize("weight", ["-1.0", "0", "50.0", "nan"])
def test_a_rule_can_only_raise_and_not_beyond_the_cap(weight: str) -> None:
    with pytest.raises(PolicyInvalid):
        parse_rules(RULE.format("age > 1.0").replace("= 1.0", f"= {weight}"), warning_policy())


def test_a_division_by_nothing_is_no_evidence() -> None:
    rules = parse_rules(RULE.format("1 / 0 > 0"), warning_policy())
    watched = Watch(warning_policy(), settings(), own=rules)
    fed(watched, [adult("x"), *map(minor, MINORS), told("gift", "x", MINORS[0], NOON)])
    assert rules(watched.memory.accounts.rows["x"], watched.reading())[0].log_likelihood_ratio is None
