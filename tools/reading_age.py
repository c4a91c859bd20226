"""Measures the reading age of every text that people read here, in English, Dutch and Italian: pages, mails, playbooks,
modules, questionnaires and awareness material.

    python tools/reading_age.py               every document and sentence over its limit
    python tools/reading_age.py --all         every document, the hardest first
    python tools/reading_age.py --worst 20    the 20 hardest sentences of each language
    python tools/reading_age.py --in intake   only of documents whose name holds this

Limits, in years. GOV.UK asks for a reading age of 9 of everything that the public reads, which our English keeps to,
for children and grown-ups. Dutch and Italian do not reach it by their formulas: their words are longer, and the names
of bodies that have to be told longest of all. They get what we reach: 10 and 11 for children, 11 and 13 for grown-ups.
Whoever works here reads for a living: 14, at which compulsory schooling is nearly over, and in Dutch and Italian the
two or three years by which their formulas lie higher for the same matter.
"""

import argparse
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from babel.messages.pofile import read_po
from reading_levels import LANGUAGES, reading_age, sentences_of

ROOT = Path(__file__).resolve().parents[1]
HUB = ROOT / "src" / "causeway" / "hub"
FEWEST_WORDS = 100
"""Formulas were made on samples of about a hundred words; shorter pages of an app are measured together."""
FEWEST_IN_SENTENCE = 6
"""Anything shorter is a label or a heading. Formulas are made for sentences, and labels would hide hard ones."""
CHILD = "child"
"""The context of a string that is said to a child."""


class Reader(StrEnum):
    """For whom a text is."""

    CHILD = "child"
    PUBLIC = "public"
    PROFESSIONAL = "professional"


LIMITS: dict[Reader, dict[str, float]] = {
    Reader.CHILD: {"en": 9, "nl": 10, "it": 11},
    Reader.PUBLIC: {"en": 9, "nl": 11, "it": 13},
    Reader.PROFESSIONAL: {"en": 14, "nl": 17, "it": 16},
}
MOST_WORDS = {Reader.CHILD: 25, Reader.PUBLIC: 25, Reader.PROFESSIONAL: 45}
"""In one sentence. 25 is the limit of the Government Digital Service; 45 finds what nobody can follow."""
_FOR_CHILDREN = ("five_people", "stop_keep_tell")
_FOR_THE_PUBLIC = ("letter_to_parents", "/intake/public/", "intake/forms/public.py", "intake/views/public.py")


@dataclass(slots=True)
class Document:
    """A page, a file or a mail in one language."""

    name: str
    language: str
    reader: Reader
    sentences: list[str] = field(default_factory=list)

    @property
    def words(self) -> int:
        """How many words it has."""
        return sum(len(each.split()) for each in self.sentences)

    @property
    def age(self) -> float:
        """Its reading age in years."""
        return reading_age(self.sentences, self.language)

    @property
    def is_too_hard(self) -> bool:
        """Whether it is over the limit of its readers."""
        return self.age > LIMITS[self.reader][self.language]


def documents() -> list[Document]:
    """All of them; pages with few words together, by app, language and reader."""
    found: dict[tuple[str, str, Reader], Document] = {}
    for name, language, is_for_child, text in (*_in_catalogues(), *_in_files()):
        reader = Reader.CHILD if is_for_child else _reader_of(name)
        place = found.setdefault((name, language, reader), Document(name, language, reader))
        place.sentences += [each for each in sentences_of(text) if len(each.split()) >= FEWEST_IN_SENTENCE]
    long = [each for each in found.values() if each.words >= FEWEST_WORDS]
    short: dict[tuple[str, str, Reader], Document] = {}
    for each in found.values():
        if each.words < FEWEST_WORDS:
            name = f"{_app_of(each.name)} (short pages)"
            together = short.setdefault((name, each.language, each.reader), Document(name, each.language, each.reader))
            together.sentences += each.sentences
    return [*long, *(each for each in short.values() if each.words >= FEWEST_WORDS or _is_always_measured(each))]


def long_sentences(found: list[Document]) -> list[tuple[int, str, str]]:
    """Sentences with more words than their readers should meet: how many, where, and the sentence."""
    return sorted(
        {
            (len(sentence.split()), f"{each.language} {each.name}", sentence)
            for each in found
            for sentence in each.sentences
            if len(sentence.split()) > MOST_WORDS[each.reader]
        },
        reverse=True,
    )


def _is_always_measured(document: Document) -> bool:
    """Few words for people who do not work here matter too, though the figure is rough."""
    return document.reader is not Reader.PROFESSIONAL


def _in_catalogues() -> Iterator[tuple[str, str, bool, str]]:
    """Every string of pages and mails by the file that shows it; English from the Dutch catalogue's keys."""
    for path in sorted(HUB.rglob("locale/*/LC_MESSAGES/django.po")):
        language = path.parents[1].name
        with path.open("rb") as source:
            catalogue = read_po(source, locale=language)
        for message in catalogue:
            if not message.id:
                continue
            for place in {place for place, _line in message.locations}:
                is_for_child = message.context == CHILD
                yield place.removeprefix("src/causeway/hub/"), language, is_for_child, _first(message.string)
                if language == LANGUAGES[1]:
                    yield place.removeprefix("src/causeway/hub/"), "en", is_for_child, _first(message.id)


def _in_files() -> Iterator[tuple[str, str, bool, str]]:
    """Every text of what ships as TOML."""
    for path in sorted(HUB.rglob("data/**/*.toml")):
        document = tomllib.loads(path.read_text(encoding="utf-8"))
        named = next(
            (part for part in (*path.suffixes, *path.relative_to(HUB).parts) if part.strip(".") in LANGUAGES), "en"
        )
        language = str(document.get("language", named.strip(".")))
        for said_in, text in _texts(document, language):
            yield path.relative_to(HUB).as_posix(), said_in, False, text


def _texts(node: object, language: str) -> Iterator[tuple[str, str]]:
    """Strings with a space in them are texts; the others are codes, dates and names of files."""
    if isinstance(node, str):
        if " " in node.strip():
            yield language, node
    elif isinstance(node, list):
        for each in node:
            yield from _texts(each, language)
    elif isinstance(node, dict):
        for key, each in node.items():
            yield from _texts(each, key if key in LANGUAGES else language)


def _first(words: object) -> str:
    return words if isinstance(words, str) else str(words[0]) if isinstance(words, (list, tuple)) else ""


def _reader_of(name: str) -> Reader:
    if any(each in name for each in _FOR_CHILDREN):
        return Reader.CHILD
    return Reader.PUBLIC if any(each in name for each in _FOR_THE_PUBLIC) else Reader.PROFESSIONAL


def _app_of(name: str) -> str:
    return "/".join(name.split("/")[:2])


def _worst(found: list[Document], language: str) -> list[tuple[float, str, str]]:
    sentences = {
        sentence: document.name
        for document in found
        if document.language == language
        for sentence in document.sentences
    }
    return sorted(((reading_age([each], language), name, each) for each, name in sentences.items()), reverse=True)


def _line(document: Document) -> str:
    limit = LIMITS[document.reader][document.language]
    return (
        f"{document.age:5.1f}  (at most {limit:g})  {document.language}  {document.reader}  "
        f"{document.name}, {document.words} words\n"
    )


def main() -> int:
    """Say what was asked; 1 if a document is over its limit."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--all", action="store_true", help="every document, not only those over their limit")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="the N hardest sentences of each language")
    parser.add_argument("--in", dest="within", default="", metavar="WORDS", help="documents whose name holds this")
    asked = parser.parse_args()
    found = sorted((each for each in documents() if asked.within in each.name), key=lambda each: -each.age)
    too_hard, too_long = [each for each in found if each.is_too_hard], long_sentences(found)
    if asked.worst:
        for language in LANGUAGES:
            for age, name, sentence in _worst(found, language)[: asked.worst]:
                sys.stdout.write(f"{age:5.1f}  {language}  {name}\n       {sentence}\n")
    else:
        sys.stdout.write("".join(_line(each) for each in (found if asked.all else too_hard)))
        sys.stdout.write("".join(f"{words} words  {place}\n       {said}\n" for words, place, said in too_long))
    return 1 if too_hard or too_long else 0


if __name__ == "__main__":
    raise SystemExit(main())
