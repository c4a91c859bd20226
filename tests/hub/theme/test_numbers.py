"""Numbers are rounded, not cut, and written as the reader's language has them."""

import pytest
from django.utils.translation import override

from causeway.hub.base.theme.numbers import decimal, grouped, percent, short_decimal


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en-gb", ("1,234", "0.46", "12,345.7", "44%", "43.6%")),
        ("nl", ("1.234", "0,46", "12.345,7", "44%", "43,6%")),
        ("it", ("1.234", "0,46", "12.345,7", "44%", "43,6%")),
    ],
)
def test_each_language_has_its_marks(language: str, shown: tuple[str, ...]) -> None:
    with override(language):
        found = (grouped(1234), decimal(0.4567, 2), decimal(12345.67, 1), percent(0.436), percent(0.436, 1))
    assert found == shown


def test_no_more_decimals_than_are_needed() -> None:
    assert [short_decimal(value, 2) for value in (7.0, 7.5, 7.254, 0.999)] == ["7", "7.5", "7.25", "1"]


def test_what_rounds_to_nothing_has_no_sign() -> None:
    assert (decimal(-0.001, 2), percent(-0.001), decimal(-0.01, 2)) == ("0.00", "0%", "-0.01")
