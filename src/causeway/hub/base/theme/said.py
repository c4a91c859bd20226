"""The engines' words in the reader's language, at the moment of reading.

What is stored is English: a template with its values (`vocabulary.phrases`), or, in older rows and where nothing stands
in it, the text alone, which is then its own template. A translated text is never stored. What no catalogue knows is
shown as it was written.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Protocol

from django.utils.translation import get_language, gettext, ngettext

from causeway.routing import country_name
from causeway.vocabulary.phrases import Phrase, Value, say

COUNTRY = "country"
"""By this name a template holds a country's code (ISO alpha-2), which is read as its name."""


class HasReason(Protocol):
    """What a reason is said from (`vocabulary.findings.Reason` is one)."""

    @property
    def text(self) -> str: ...
    @property
    def phrase(self) -> Phrase | None: ...


def templates(one: str, many: str, n: int) -> str:
    """A template in the reader's language; itself where no catalogue has it."""
    if many:
        return ngettext(one, many, n)
    return gettext(one) if one else ""


def said(phrase: Phrase) -> str:
    """A phrase in the reader's language."""
    return say(_named(phrase), templates)


def said_country(code: str) -> str:
    """A country's name in the reader's language."""
    return country_name(code, (get_language() or "en").partition("-")[0])


def _named(phrase: Phrase) -> Phrase:
    return replace(phrase, values={name: _value(name, value) for name, value in phrase.values.items()})


def _value(name: str, value: Value) -> Value:
    if isinstance(value, Phrase):
        return _named(value)
    return said_country(value) if name == COUNTRY and isinstance(value, str) else value


def said_reason(reason: HasReason) -> str:
    """A reason in the reader's language."""
    return said(reason.phrase or Phrase(reason.text))


def said_text(text: str | None) -> str:
    """An engine's text in which no value stands, in the reader's language."""
    return said(Phrase(text or ""))


def said_row(phrases: Sequence[Phrase], between: str, text: str) -> str:
    """Several phrases in a row; from before phrases were kept, the stored text."""
    return between.join(map(said, phrases)) if phrases else said_text(text)


def said_reasons(reasons: Iterable[HasReason]) -> str:
    """Several reasons on one line."""
    return "; ".join(map(said_reason, reasons))
