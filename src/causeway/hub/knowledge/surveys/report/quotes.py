"""A quote that may stand in a report: its words after they were checked, and which question they answer."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Somebody's words, fit to be shown. `theme` is the label of what they were coded as; `language`, by its two
    letters, is empty where nobody knows. A translation is somebody's, and stands beside the words.
    """

    question: str
    text: str
    theme: str = ""
    language: str = ""
    translation: str = ""
    translated_into: str = ""
