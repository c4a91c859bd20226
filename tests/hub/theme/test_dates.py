"""Days as each language writes them."""

from datetime import date

import pytest
from django.utils.formats import date_format
from django.utils.translation import override


@pytest.mark.parametrize(("language", "said"), [("en-gb", "5 Mar 2026"), ("nl", "5 mrt 2026"), ("it", "5 mar 2026")])
def test_a_month_has_a_capital_in_english_alone(language: str, said: str) -> None:
    with override(language):
        assert date_format(date(2026, 3, 5), "SHORT_DATE_FORMAT") == said


@pytest.mark.parametrize(("language", "said"), [("en-gb", "5 May 2026"), ("nl", "5 mei 2026"), ("it", "5 maggio 2026")])
def test_a_long_month_is_a_month_and_no_other_word(language: str, said: str) -> None:
    """ "May" stands in the program as a verb too."""
    with override(language):
        assert date_format(date(2026, 5, 5), "j F Y") == said


def test_where_no_language_is_chosen_days_are_british() -> None:
    with override(None):
        assert date_format(date(2026, 3, 5), "SHORT_DATE_FORMAT") == "5 Mar 2026"
