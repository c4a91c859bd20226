"""The words of a document apart from its structure, so that one document can be said in several languages.

A document is JSON data. Some of its fields hold words (a title, guidance); all else is structure: codes, clocks, order,
right answers, how many lines a list has. Places are paths such as `steps.tell_safeguarding.evidence.0`: an entry of a
list is named by its code, or by its number where it has none.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

_TEXT = "\0text"
"""Stands in a structure for any text, and cannot be a value of its own."""
_DIGEST_CHARACTERS = 16
"""64 bits: a digest tells whether one text has changed, and is no secret."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WordFields:
    """Which fields of a kind of document hold words, and which of its own fields are no part of what is compared."""

    words: frozenset[str]
    apart: frozenset[str]


@dataclass(frozen=True, slots=True)
class Difference:
    """A place at which a translation has another structure, and what stands there in either; None where nothing does.

    Of a text only this is compared, whether there is one: `is_text`.
    """

    at: str
    original: str | None
    translation: str | None
    is_text: bool

    def __str__(self) -> str:
        return f"{self.at}: {self.said}"

    @property
    def said(self) -> str:
        """What differs, for a reader."""
        if self.is_text and self.original is None:
            return _("no words in the original, words in the translation")
        if self.is_text and self.translation is None:
            return _("words in the original, no words in the translation")
        found = {"original": self.original, "translation": self.translation}
        if self.original is None:
            return _("nothing in the original, %(translation)s in the translation") % found
        if self.translation is None:
            return _("%(original)s in the original, nothing in the translation") % found
        return _("%(original)s in the original, %(translation)s in the translation") % found


def words_of(document: Mapping[str, Any], fields: WordFields) -> dict[str, str]:
    """All words by their place, in order. A text that is empty is none."""
    return {at: value for at, is_word, value in _leaves(document, "", fields) if is_word and value.strip()}


def differences(original: Mapping[str, Any], translation: Mapping[str, Any], fields: WordFields) -> list[Difference]:
    """Where the structure of a translation is another, in order; empty where only words differ."""
    left, right = _structure(original, fields), _structure(translation, fields)
    places = [*left, *(at for at in right if at not in left)]
    return [
        Difference(at, left.get(at), right.get(at), is_text=_TEXT in {left.get(at), right.get(at)})
        for at in places
        if left.get(at) != right.get(at)
    ]


def said_with(document: Mapping[str, Any], texts: Mapping[str, str], fields: WordFields) -> dict[str, Any]:
    """The document with other texts at these places."""
    said: dict[str, Any] = _replaced(document, "", texts, fields)
    return said


def digest_of(text: str) -> str:
    """By which it is known later whether a text is still the one that was put into another language."""
    return hashlib.sha256(text.strip().encode()).hexdigest()[:_DIGEST_CHARACTERS]


def _structure(document: Mapping[str, Any], fields: WordFields) -> dict[str, str]:
    leaves = ((at, _TEXT if is_word else str(value), value) for at, is_word, value in _leaves(document, "", fields))
    return {at: stands for at, stands, value in leaves if value is not None and str(value).strip()}


def _leaves(value: Any, at: str, fields: WordFields, *, is_word: bool = False) -> Iterator[tuple[str, bool, Any]]:
    if isinstance(value, Mapping):
        for name, each in value.items():
            if at or name not in fields.apart:
                yield from _leaves(each, _below(at, name), fields, is_word=name in fields.words)
    elif isinstance(value, list | tuple):
        keys = _keys(value)
        has_codes = any(isinstance(each, Mapping) and "code" in each for each in value)
        yield (_below(at, "order"), False, ", ".join(keys)) if has_codes else (_below(at, "length"), False, len(value))
        for key, each in zip(keys, value, strict=True):
            yield from _leaves(each, _below(at, key), fields, is_word=is_word)
    else:
        yield at, is_word and isinstance(value, str), value


def _replaced(value: Any, at: str, texts: Mapping[str, str], fields: WordFields) -> Any:
    if isinstance(value, Mapping):
        return {
            name: _replaced(each, _below(at, name), texts, fields) if at or name not in fields.apart else each
            for name, each in value.items()
        }
    if isinstance(value, list | tuple):
        keys = _keys(value)
        return [_replaced(each, _below(at, key), texts, fields) for key, each in zip(keys, value, strict=True)]
    return texts.get(at, value)


def _keys(values: list[Any] | tuple[Any, ...]) -> list[str]:
    return [
        str(each["code"]) if isinstance(each, Mapping) and "code" in each else str(number)
        for number, each in enumerate(values)
    ]


def _below(at: str, name: str) -> str:
    return f"{at}.{name}" if at else name
