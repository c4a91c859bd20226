"""A quote that may stand in a report: its words after they were checked, and which question they answer."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Somebody's words, fit to be shown. `theme` is the label of what they were coded as."""

    question: str
    text: str
    theme: str = ""
