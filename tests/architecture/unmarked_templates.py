"""Finds, in the hub's templates, words that stand outside `translate` and `blocktranslate`: as text of the page, in
attributes that are read out or shown, and as literals that are handed to a tag or a filter.
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from django.template.base import Lexer, Token, TokenType

HUB = Path(__file__).resolve().parents[2] / "src" / "causeway" / "hub"
_WORD = re.compile(r"[^\W\d_]{2}")
_SPOKEN_ATTRIBUTES = frozenset(
    {"alt", "aria-description", "aria-label", "aria-valuetext", "label", "placeholder", "title"}
)
_OF_MACHINES = frozenset({"code", "kbd", "script", "style"})
_LITERAL = re.compile(r"""(?P<mark>_\()?(?P<quote>["'])(?P<text>(?:(?!(?P=quote)).)*)(?P=quote)""")
_SENTENCE = re.compile(r"[A-Z][a-z]|[^\W\d_]{2,} [^\W\d_]")
_OPENING, _CLOSING = frozenset({"blocktranslate", "blocktrans"}), frozenset({"endblocktranslate", "endblocktrans"})
_PASSING_NO_WORDS = frozenset({"translate", "trans", "load", "url", "extends", "static", "if", "elif", "comment"})


class _Reader(HTMLParser):
    """What a reader sees or hears of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[int, str]] = []
        self._of_machines = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._of_machines += tag in _OF_MACHINES
        is_button = tag == "input" and dict(attrs).get("type") in {"submit", "button"}
        for name, text in attrs:
            if text and (name in _SPOKEN_ATTRIBUTES or (is_button and name == "value")):
                self._take(text)

    def handle_endtag(self, tag: str) -> None:
        self._of_machines -= tag in _OF_MACHINES and self._of_machines > 0

    def handle_data(self, data: str) -> None:
        if not self._of_machines:
            self._take(data)

    def _take(self, text: str) -> None:
        if _WORD.search(text):
            self.found.append((self.getpos()[0], " ".join(text.split())))


def templates(folder: Path = HUB) -> dict[Path, str]:
    """The text of every template."""
    return {
        path: path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("templates/**/*"))
        if path.suffix in {".html", ".txt"}
    }


def unmarked_words(template: str) -> Iterator[tuple[int, str]]:
    """Line and words of everything in a template that is said to a person and not marked."""
    tokens = Lexer(template).tokenize()
    reader = _Reader()
    reader.feed("".join(_plain(tokens)))
    reader.close()
    yield from reader.found
    for token in tokens:
        if token.token_type in {TokenType.BLOCK, TokenType.VAR}:
            yield from ((token.lineno or 0, words) for words in _literals(token))


def _plain(tokens: list[Token]) -> Iterator[str]:
    """The template without what its tags say; a variable stands as one letter, which may name a tag
    and is no word."""
    kept: list[str] = [""]  # the tags that text stands in and is not read
    for token in tokens:
        name = token.contents.split()[0] if token.contents.split() else ""
        if token.token_type is TokenType.BLOCK and (name in _OPENING or name == "comment"):
            kept.append(name)
        elif token.token_type is TokenType.BLOCK and (name in _CLOSING or name == "endcomment"):
            kept.pop()
        lines = "\n" * token.contents.count("\n")
        if token.token_type is TokenType.TEXT and len(kept) == 1:
            yield token.contents
        elif token.token_type is TokenType.VAR and len(kept) == 1:
            yield "x "
        else:
            yield lines


def _literals(token: Token) -> Iterator[str]:
    """The sentences that a tag or a filter is handed as they are."""
    name = token.contents.split()[0]
    if token.token_type is TokenType.BLOCK and name in _PASSING_NO_WORDS:
        return
    for literal in _LITERAL.finditer(token.contents):
        text = literal["text"]
        if literal["mark"] is None and _SENTENCE.search(text) and not text.endswith((".html", ".txt")):
            yield text
