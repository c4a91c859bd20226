"""The table of clocks: what applies until an organisation says otherwise, and how far it may go."""

from datetime import timedelta

import pytest

from causeway.timing import BAND_DUTIES, CLOCK_RULES, Duty, Law, Term, TimingError, Unit
from causeway.vocabulary.findings import BAND_DAYS, Band


def test_every_duty_has_a_rule_with_a_source_within_its_own_bounds() -> None:
    assert set(CLOCK_RULES) == set(Duty)
    for rule in CLOCK_RULES.values():
        rule.check(rule.term)
        assert rule.source


def test_bands_give_what_inspectors_ask_and_count_no_working_days() -> None:
    assert [CLOCK_RULES[BAND_DUTIES[band]].term for band in Band] == [
        Term(count=BAND_DAYS[band], unit=Unit.DAYS) for band in Band
    ]
    for band in Band:
        with pytest.raises(TimingError) as caught:
            CLOCK_RULES[BAND_DUTIES[band]].check(Term(count=1, unit=Unit.WORKING_DAYS))
        assert caught.value.code == "wrong_unit"


def test_what_law_limits_may_be_shortened_and_what_law_keeps_may_be_lengthened() -> None:
    report = CLOCK_RULES[Duty.REPORT_PRIORITY_2]
    report.check(Term(count=12, unit=Unit.HOURS))
    kept = CLOCK_RULES[Duty.PRESERVATION]
    kept.check(Term(count=2, unit=Unit.YEARS))
    for rule, term in ((report, Term(count=2, unit=Unit.DAYS)), (kept, Term(count=300, unit=Unit.DAYS))):
        with pytest.raises(TimingError) as caught:
            rule.check(term)
        assert caught.value.code == "set_by_law"


def test_nothing_that_law_sets_can_pause_nor_count_working_days() -> None:
    for rule in CLOCK_RULES.values():
        if rule.law is not Law.SILENT:
            assert not rule.can_pause
            assert Unit.WORKING_DAYS not in rule.units


def test_the_most_urgent_band_is_never_lengthened() -> None:
    rule = CLOCK_RULES[Duty.BAND_VERY_HIGH]
    rule.check(Term(count=12, unit=Unit.HOURS))
    with pytest.raises(TimingError) as caught:
        rule.check(Term(count=2, unit=Unit.DAYS))
    assert caught.value.code == "out_of_bounds"


def test_a_term_is_an_allowance() -> None:
    assert Term(count=3, unit=Unit.HOURS).allowance == timedelta(hours=3)
    assert getattr(Term(count=3, unit=Unit.WORKING_DAYS).allowance, "working", None) is True
