"""How long a service preserves: by the country whose law binds it, and by why it holds the data."""

import pytest

from causeway.timing import CLOCK_RULES, Duty, Term, Unit, rule_when_asked, rule_when_reported


@pytest.mark.parametrize(
    ("service", "asked_from", "days", "more"),
    [
        ("US", "GB", 90, 90),
        ("NL", "NL", 90, 90),
        ("IT", "IT", 90, 90),
        ("IE", "NL", 60, 30),
        ("DE", "IT", 60, 30),
        ("NL", "GB", 90, 90),
    ],
)
def test_law_names_the_term_and_how_often_it_is_extended(service: str, asked_from: str, days: int, more: int) -> None:
    rule = rule_when_asked(service, asked_from=asked_from)
    assert (rule.term, rule.extension) == (Term(count=days, unit=Unit.DAYS), Term(count=more, unit=Unit.DAYS))
    assert (rule.is_law, rule.most_extensions) == (True, 1)
    assert rule.source


@pytest.mark.parametrize(("service", "asked_from"), [("GB", "GB"), ("DK", "NL"), ("IE", "IE"), ("", "")])
def test_where_no_law_is_known_it_is_a_year_and_says_that_it_is_our_own(service: str, asked_from: str) -> None:
    rule = rule_when_asked(service, asked_from=asked_from)
    assert (rule.is_law, rule.term) == (False, Term(count=1, unit=Unit.YEARS))
    assert rule.source.startswith("Our own default")


def test_what_a_service_reported_is_kept_where_law_says_so() -> None:
    assert rule_when_reported("NL") is None
    for country in ("US", "GB"):
        rule = rule_when_reported(country)
        assert rule is not None
        assert rule.term == Term(count=1, unit=Unit.YEARS)


def test_a_preservation_climbs_before_its_end_and_nothing_else_does() -> None:
    assert [duty for duty, rule in CLOCK_RULES.items() if rule.climbs_before_end] == [Duty.PRESERVATION]
    assert CLOCK_RULES[Duty.PRESERVATION].escalate_hours == 7 * 24
