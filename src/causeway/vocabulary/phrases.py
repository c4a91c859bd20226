"""What a program says to a person, kept apart from the language it is said in.

An engine gives an English template and what stands in it. Whoever shows it puts the template into the reader's
language at the moment of reading and fills it then. A template is its own name: one that no catalogue knows, from an
organisation's own policy or from years ago, is shown as it was written.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Union

Value = Union[str, int, "Phrase", tuple[str, ...]]
"""What can stand in a template: a name or text as it is, a number, a phrase of its own, or a list of names."""

Templates = Callable[[str, str, int], str]
"""From an English template, its plural (or "") and the number that decides between them to the template to be used."""

COUNT = "n"
"""The name of the number that decides between one and many."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence or a part of one: an English template with its placeholders in braces, and their values.

    `plural` is the template for every `n` but 1, where a number counts things.
    """

    text: str
    plural: str = ""
    values: Mapping[str, Value] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        return say(self)


def phrase(text: str, **values: Value) -> Phrase:
    """A phrase. By this name the templates are found that are to be translated."""
    return Phrase(text, values=values)


def counted(one: str, many: str, n: int, **values: Value) -> Phrase:
    """A phrase that counts `n` things. By this name the templates are found that are to be translated."""
    return Phrase(one, many, {COUNT: n, **values})


def in_english(one: str, many: str, n: int) -> str:
    """The template itself."""
    return many if many and n != 1 else one


def say(words: Phrase, templates: Templates = in_english) -> str:
    """A phrase in words, in the language of `templates`. Without values a template is taken as it is."""
    count = words.values.get(COUNT)
    template = templates(words.text, words.plural, count if isinstance(count, int) else 0)
    if not words.values:
        return template
    return template.format(**{name: _said(value, templates) for name, value in words.values.items()})


def say_all(phrases: Iterable[Phrase], between: str, templates: Templates = in_english) -> str:
    """Several phrases in a row."""
    return between.join(say(words, templates) for words in phrases)


def _said(value: Value, templates: Templates) -> str | int:
    if isinstance(value, Phrase):
        return say(value, templates)
    if isinstance(value, tuple):
        *most, last = value
        return say(phrase("{most} and {last}", most=", ".join(most), last=last), templates) if most else last
    return value
