"""Numbers as the reader's language writes them. Django's own formatting cuts digits off; these round."""

from django.utils.formats import number_format


def grouped(value: int) -> str:
    """A count with its thousands apart: 1,234 or 1.234."""
    return number_format(value, force_grouping=True)


def decimal(value: float, places: int) -> str:
    """A number with so many decimals: 7.50 or 7,50. What rounds to nothing has no sign."""
    return number_format(round(value, places) + 0.0, places, force_grouping=True)


def short_decimal(value: float, most: int) -> str:
    """A number with no more decimals than it needs, and at most so many: 7, 7.5 or 7,5."""
    rounded = round(value, most)
    return decimal(rounded, next(places for places in range(most + 1) if round(rounded, places) == rounded))


def percent(value: float, places: int = 0) -> str:
    """A share of 1 as a percentage: 0.436 is 44%, or with one decimal 43.6% or 43,6%."""
    return f"{decimal(100 * value, places)}%"
