"""The simple markup of texts that members write: paragraphs, lists, headings, emphasis. Nothing of the text reaches the
page as HTML: the parser has raw HTML, links and pictures switched off, and escapes the rest.

The one link that there can be is [[code]], to a place on the same page, where the caller says what the code stands for.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

REFERENCE = re.compile(r"\[\[([a-z0-9_]+)\]\]")
_RULES = ["paragraph", "list", "emphasis", "newline", "escape", "blockquote"]
_CLASSES = {
    "paragraph_open": "govuk-body",
    "bullet_list_open": "govuk-list govuk-list--bullet",
    "ordered_list_open": "govuk-list govuk-list--number",
    "blockquote_open": "govuk-inset-text",
}
_HEADINGS = {"h1": ("h2", "govuk-heading-m"), "h2": ("h2", "govuk-heading-m")}
_SMALLER = ("h3", "govuk-heading-s")


@dataclass(frozen=True, slots=True)
class Reference:
    """What [[code]] stands for: its words, in quotation marks or, with an `anchor` of the same page, as a link."""

    words: str
    anchor: str = ""


Resolve = Callable[[str], Reference]


def render_markup(text: str, resolve: Resolve | None = None, *, has_headings: bool = True) -> SafeString:
    """The text as HTML of our own making. Without `has_headings` a line that begins with # is text like any other,
    where the page has its own headings.
    """
    parser = _WITH_HEADINGS if has_headings else _WITHOUT_HEADINGS
    tokens = parser.parse(text, {"resolve": resolve})
    for token in tokens:
        _dress(token)
    drawn: str = parser.renderer.render(tokens, parser.options, {})
    return mark_safe(drawn)  # noqa: S308 - the parser has escaped all text


def _dress(token: Token) -> None:
    if token.type in _CLASSES:
        token.attrSet("class", _CLASSES[token.type])
    if token.type in {"heading_open", "heading_close"}:
        token.tag, classes = _HEADINGS.get(token.tag, _SMALLER)
        if token.nesting == 1:
            token.attrSet("class", classes)


def _reference(state: StateInline, silent: bool) -> bool:
    """A rule of the parser: reads [[code]], where somebody says what it stands for."""
    found = REFERENCE.match(state.src, state.pos)
    resolve: Resolve | None = state.env.get("resolve")
    if found is None or resolve is None:
        return False
    if not silent:
        _push(state, resolve(found[1]))
    state.pos = found.end()
    return True


def _push(state: StateInline, meant: Reference) -> None:
    if not meant.anchor:
        state.push("text", "", 0).content = f"“{meant.words}”"
        return
    state.push("link_open", "a", 1).attrs = {"class": "govuk-link", "href": f"#{meant.anchor}"}
    state.push("text", "", 0).content = meant.words
    state.push("link_close", "a", -1)


def _parser(rules: list[str]) -> MarkdownIt:
    parser = MarkdownIt("zero", {"html": False}).enable(rules)
    parser.inline.ruler.push("reference", _reference)
    return parser


_WITH_HEADINGS = _parser([*_RULES, "heading"])
_WITHOUT_HEADINGS = _parser(_RULES)
