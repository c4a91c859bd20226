"""What may be kept of a text that somebody wrote: one check for all that banks take, so that none ends in a fault of
the database.
"""

from causeway.hub.base.acting.reasons import can_be_kept


def is_kept(text: str, most: int) -> bool:
    """Whether a text has at most `most` characters, and none that PostgreSQL cannot keep: NUL or a lone surrogate."""
    return len(text) <= most and can_be_kept(text)
