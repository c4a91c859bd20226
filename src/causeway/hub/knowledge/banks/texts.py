"""What may be kept of a text that somebody wrote: one check for all that banks take, so that none ends in a fault of
the database.
"""


def is_kept(text: str, most: int) -> bool:
    """Whether a text has at most `most` characters, and none that PostgreSQL cannot keep: NUL or a lone surrogate."""
    return len(text) <= most and not any(letter == "\0" or "\ud800" <= letter <= "\udfff" for letter in text)
