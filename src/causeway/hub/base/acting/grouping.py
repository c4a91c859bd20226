"""Counts in the words of a page or a message, as the reader's language writes them."""

from django.utils.formats import number_format


def grouped(value: int) -> str:
    """A count with its thousands apart: 1,234 or 1.234."""
    return number_format(value, force_grouping=True)
