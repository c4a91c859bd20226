"""In which languages texts of knowledge can be had, and which one whoever reads now wants."""

from django.utils.translation import get_language

LANGUAGES: dict[str, str] = {"en": "English", "nl": "Nederlands", "it": "Italiano"}
"""By code, each by its own name: whoever looks for a language finds it by that."""
DEFAULT_LANGUAGE = "en"
"""What is read where there are no words in the wanted language."""


def reading_language(asked: str = "") -> str:
    """The language to read in: the one asked for where there is such a one, else the page's own."""
    if asked in LANGUAGES:
        return asked
    own = (get_language() or DEFAULT_LANGUAGE).split("-")[0]
    return own if own in LANGUAGES else DEFAULT_LANGUAGE
