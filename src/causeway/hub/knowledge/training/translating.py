"""One module in several languages: each is a document of its own with the same structure, and only its words differ.

So every reader learns the same pages and answers the same questions, the right answers stand at the same places, and a
test is marked alike in whatever language it is taken. Pure.
"""

from collections.abc import Mapping
from dataclasses import replace

from causeway.hub.base.rows.documents import from_document, to_document
from causeway.hub.knowledge.training.content import Module
from causeway.hub.knowledge.wording import Difference, WordFields, differences, said_with, words_of

FIELDS = WordFields(
    words=frozenset({"title", "about", "text", "alt", "options", "consequence", "feedback"}),
    apart=frozenset({"language"}),
)
HEAD, TEST = "head", "test"
"""The parts that are no page: what a module says of itself, and its test."""


def differences_of(original: Module, translation: Module) -> list[Difference]:
    """Where a translation has another structure, in order; empty where only words differ."""
    return differences(to_document(original), to_document(translation), FIELDS)


def with_texts(module: Module, texts: Mapping[str, str]) -> Module:
    """The module with other texts at these places."""
    return from_document(Module, said_with(to_document(module), texts, FIELDS))


def with_words_of(module: Module, translation: Module) -> Module:
    """The module with all words of a translation; its language stays its own."""
    return replace(translation, language=module.language)


def parts_of(module: Module) -> dict[str, dict[str, str]]:
    """The texts by part (the head, each page by its code, the test) and place, in order."""
    parts: dict[str, dict[str, str]] = {HEAD: {}, **{section.code: {} for section in module.sections}, TEST: {}}
    for at, text in words_of(to_document(module), FIELDS).items():
        first, *below = at.split(".")
        part = below[0] if first == "sections" else TEST if first == "items" else HEAD
        parts[part][at] = text
    return {part: places for part, places in parts.items() if places}


def changed_parts(before: Module, now: Module) -> frozenset[str]:
    """The parts of an original whose texts are no longer those of an earlier version."""
    known, parts = parts_of(before), parts_of(now)
    return frozenset(part for part, texts in parts.items() if texts != known.get(part))


def texts_of_part(original: Module, module: Module, part: str) -> list[tuple[str, str, str]]:
    """The texts of a part: place, in the original, and in the module; "" where that says the original still, or has
    no such text.
    """
    own = words_of(to_document(module), FIELDS)
    return [(at, text, "" if own.get(at) == text else own.get(at, "")) for at, text in parts_of(original)[part].items()]


def written_parts(original: Module, module: Module) -> dict[str, tuple[int, int]]:
    """How many texts of each part have words of their own, and of how many."""
    counts = {}
    for part in parts_of(original):
        texts = [known for _at, _text, known in texts_of_part(original, module, part)]
        counts[part] = sum(bool(known) for known in texts), len(texts)
    return counts
