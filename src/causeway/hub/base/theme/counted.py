"""Counts of what waits, beside a view's name: exact as far as anybody needs, so that a page need not read a million
rows to say how many there are.
"""

from causeway.hub.base.theme.numbers import grouped

MOST_COUNTED = 10_000
"""Beyond, nobody works by the number (our choice)."""


def counted(count: int) -> str:
    """A count that went no further than one beyond `MOST_COUNTED`, as it is shown."""
    if count > MOST_COUNTED:
        return f"{grouped(MOST_COUNTED)}+"
    return grouped(count)
