"""One playbook in several languages: what it says in each, what lacks, and words written, brought in and carried along.

What is structural stands once. Words in another language stand beside it by their place, each with the digest of the
text that it says; where that text changes, the other is read no more until somebody writes it anew. A part (a step, or
what the playbook says of itself) is read in a language only where all of its texts are there: never half and half.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from django.utils.translation import gettext as _

from causeway.hub.base.rows.documents import from_document, to_document
from causeway.hub.base.theme.numbers import grouped
from causeway.hub.knowledge.languages import DEFAULT_LANGUAGE, LANGUAGES
from causeway.hub.knowledge.playbooks.checking import (
    ABOUT_CHARACTERS,
    EVIDENCE_CHARACTERS,
    GUIDANCE_CHARACTERS,
    TITLE_CHARACTERS,
    PlaybookInvalid,
    WordsInvalid,
)
from causeway.hub.knowledge.playbooks.markup import as_plain, links_in
from causeway.hub.knowledge.playbooks.playbook import Playbook, Step, Text, Words
from causeway.hub.knowledge.wording import Difference, WordFields, differences, digest_of, said_with, words_of

FIELDS = WordFields(
    words=frozenset({"title", "about", "applies", "guidance", "evidence"}),
    apart=frozenset({"version", "language", "words"}),
)
OWN = ""
"""The part that is what a playbook says of itself; the others are called by the codes of their steps."""
_MOST = {
    "title": TITLE_CHARACTERS,
    "about": ABOUT_CHARACTERS,
    "applies": ABOUT_CHARACTERS,
    "guidance": GUIDANCE_CHARACTERS,
    "evidence": EVIDENCE_CHARACTERS,
}
_KEPT = 200
"""Readings kept in memory by each process; one takes some 40 kB."""


class PartState(StrEnum):
    """How a part stands in another language."""

    DONE = "done"
    LACKING = "lacking"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A playbook as it is read: in the `wanted` language where there are words, else in English, else as it is written.
    `said_in` says which it is, part by part; `languages` are those of which there is anything to read.
    """

    playbook: Playbook
    wanted: str
    said_in: Mapping[str, str]
    languages: tuple[str, ...]

    @property
    def elsewise(self) -> tuple[str, ...]:
        """The other languages in which some of it is read, for want of words."""
        return tuple(dict.fromkeys(each for each in self.said_in.values() if each != self.wanted))

    @property
    def is_all_elsewise(self) -> bool:
        """Whether nothing of it is in the wanted language."""
        return self.wanted not in self.said_in.values()


@lru_cache(maxsize=_KEPT)
def reading_of(playbook: Playbook, wanted: str) -> Reading:
    """The playbook as somebody reads it who wants this language."""
    said_in: dict[str, str] = {}
    texts: dict[str, str] = {}
    known = {words.language: _current(playbook, words) for words in playbook.words}
    for part, places in _parts(playbook).items():
        language = next((each for each in (wanted, DEFAULT_LANGUAGE) if _has(playbook, known, each, places)), "")
        said_in[part] = language or playbook.language
        texts |= {at: known[language][at] for at in places} if language in known else {}
    return Reading(
        playbook=replace(_with_texts(playbook, texts), words=()),
        wanted=wanted,
        said_in=said_in,
        languages=languages_of(playbook),
    )


def title_in(playbook: Playbook, language: str) -> str:
    """What it is called in this language, as far as there are words."""
    return reading_of(playbook, language).playbook.title


def languages_of(playbook: Playbook) -> tuple[str, ...]:
    """The languages in which any part of it is read, the program's own order."""
    known = {words.language: _current(playbook, words) for words in playbook.words}
    parts = _parts(playbook).values()
    said = {code for code in known if any(_has(playbook, known, code, places) for places in parts)}
    return tuple(code for code in LANGUAGES if code in said or code == playbook.language)


@lru_cache(maxsize=_KEPT)
def step_words(playbook: Playbook) -> Mapping[str, Mapping[str, Mapping[str, object]]]:
    """What each step says in the other languages that have all of it: by step, then by language. For a case, which
    keeps its steps as they were; links stand as the other steps' titles.
    """
    found: dict[str, dict[str, Mapping[str, object]]] = {code: {} for code in playbook.codes}
    for language in languages_of(playbook):
        if language == playbook.language:
            continue
        reading = reading_of(playbook, language)
        titles = {step.code: step.title for step in reading.playbook.steps}
        for step in reading.playbook.steps:
            if reading.said_in[step.code] == language:
                found[step.code][language] = _as_kept(step, titles)
    return found


def part_states(playbook: Playbook, language: str) -> dict[str, PartState]:
    """How each part stands in a language, in order."""
    words = _words_in(playbook, language)
    current = _current(playbook, words)
    kept = {text.at for text in words.texts}
    return {
        part: PartState.DONE
        if all(at in current for at in places)
        else (PartState.CHANGED if any(at in kept for at in places) else PartState.LACKING)
        for part, places in _parts(playbook).items()
    }


def texts_of_part(playbook: Playbook, language: str, part: str) -> list[tuple[str, str, str]]:
    """The texts of a part: place, as it is written, and in the other language ("" where nobody has written it)."""
    known = {text.at: text.text for text in _words_in(playbook, language).texts}
    return [(at, text, known.get(at, "")) for at, text in _parts(playbook)[part].items()]


def with_words(playbook: Playbook, language: str, texts: Mapping[str, str]) -> Playbook:
    """The playbook with these texts in another language, by place. An empty one takes what stood there out.

    Raises:
        PlaybookInvalid: it is the playbook's own language or none of ours, or a text is too long, links otherwise, or
            stands where there is none; the message names the place.
    """
    if language == playbook.language or language not in LANGUAGES:
        raise PlaybookInvalid(_("Words are added in another language than the one it is written in."))
    written = words_of(to_document(playbook), FIELDS)
    for at, text in texts.items():
        _check(at, text, written.get(at))
    kept = {text.at: text for text in _words_in(playbook, language).texts if text.at in written}
    for at, text in texts.items():
        kept.pop(at, None)
        if text.strip():
            kept[at] = Text(at=at, of=digest_of(written[at]), text=text.strip())
    return _with(playbook, Words(language=language, texts=tuple(kept[at] for at in written if at in kept)))


def joined(playbook: Playbook, translation: Playbook, language: str) -> Playbook:
    """The playbook with the words of a whole translation, which has the same structure.

    Raises:
        PlaybookInvalid: the structure is another; the message names the first place that differs.
    """
    for difference in differences_of(playbook, translation):
        raise PlaybookInvalid(str(difference))
    return with_words(playbook, language, words_of(to_document(translation), FIELDS))


def differences_of(original: Playbook, translation: Playbook) -> list[Difference]:
    """Where a translation has another structure, in order; empty where only words differ."""
    return differences(to_document(original), to_document(translation), FIELDS)


def written_in(playbook: Playbook, language: str) -> Playbook:
    """The same playbook as one that is written in this language, as far as there are words; a part without them stays
    as it is until somebody writes it. What it said before becomes the words of that language.
    """
    if language == playbook.language or language not in languages_of(playbook):
        return playbook
    current, before = _current(playbook, _words_in(playbook, language)), words_of(to_document(playbook), FIELDS)
    texts = {
        at: current[at]
        for places in _parts(playbook).values()
        if all(each in current for each in places)
        for at in places
    }
    turned = replace(_with_texts(playbook, texts), language=language, words=())
    after = words_of(to_document(turned), FIELDS)
    others = [words for words in playbook.words if words.language != language]
    said = [(words.language, _current(playbook, words)) for words in others]
    for code, known in [(playbook.language, {at: before[at] for at in texts}), *said]:
        kept = tuple(Text(at=at, of=digest_of(after[at]), text=known[at]) for at in after if at in known)
        turned = _with(turned, Words(language=code, texts=kept))
    return turned


def with_words_of(playbook: Playbook, *others: Playbook) -> Playbook:
    """The playbook with the words that others of its language have for the texts that it holds; of two the later's."""
    written = {at: digest_of(text) for at, text in words_of(to_document(playbook), FIELDS).items()}
    found: dict[str, dict[str, Text]] = {}
    for other in (each for each in others if each.language == playbook.language):
        for words in other.words:
            fitting = {text.at: text for text in words.texts if written.get(text.at) == text.of}
            found.setdefault(words.language, {}).update(fitting)
    kept = [Words(language=code, texts=tuple(by[at] for at in written if at in by)) for code, by in found.items()]
    return replace(playbook, words=tuple(words for words in kept if words.texts))


def _as_kept(step: Step, titles: Mapping[str, str]) -> dict[str, object]:
    return {"title": step.title, "guidance": as_plain(step.guidance, titles), "evidence": list(step.evidence)}


def _parts(playbook: Playbook) -> dict[str, dict[str, str]]:
    """The texts of each part by their place, in order."""
    parts: dict[str, dict[str, str]] = {OWN: {}, **{code: {} for code in playbook.codes}}
    for at, text in words_of(to_document(replace(playbook, words=())), FIELDS).items():
        parts[at.split(".")[1] if at.startswith("steps.") else OWN][at] = text
    return {part: places for part, places in parts.items() if places}


def _current(playbook: Playbook, words: Words) -> dict[str, str]:
    """The texts that say what is written now."""
    written = words_of(to_document(replace(playbook, words=())), FIELDS)
    return {text.at: text.text for text in words.texts if text.at in written and digest_of(written[text.at]) == text.of}


def _has(playbook: Playbook, known: Mapping[str, Mapping[str, str]], language: str, places: Mapping[str, str]) -> bool:
    return language == playbook.language or all(at in known.get(language, {}) for at in places)


def _words_in(playbook: Playbook, language: str) -> Words:
    return next((words for words in playbook.words if words.language == language), Words(language=language))


def _with(playbook: Playbook, words: Words) -> Playbook:
    others = [each for each in playbook.words if each.language != words.language]
    kept = [*others, words] if words.texts else others
    return replace(playbook, words=tuple(sorted(kept, key=lambda each: each.language)))


def _with_texts(playbook: Playbook, texts: Mapping[str, str]) -> Playbook:
    if not texts:
        return playbook
    document = said_with(to_document(replace(playbook, words=())), texts, FIELDS)
    return replace(from_document(Playbook, document), words=playbook.words)


def _check(at: str, text: str, written: str | None) -> None:
    for fault in _text_faults(at, text, written):
        raise WordsInvalid(at, fault)


def _text_faults(at: str, text: str, written: str | None) -> Iterator[str]:
    if written is None:
        yield _("There is no such text in this playbook.")
        return
    most = _MOST[next(name for name in reversed(at.split(".")) if name in _MOST)]
    if len(text) > most:
        yield _("Write no more than %(most)s characters.") % {"most": grouped(most)}
    if text.strip() and sorted(links_in(text)) != sorted(links_in(written)):
        yield _("It has to link to the same steps, by the same codes in double brackets.")
