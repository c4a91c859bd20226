"""Simple markup for the texts of modules: paragraphs, lists, headings, emphasis. Nothing of the text reaches the page
as HTML: the parser has raw HTML, links and pictures switched off, and escapes the rest.
"""

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

_RULES = ["paragraph", "list", "heading", "emphasis", "newline", "escape", "blockquote"]
_CLASSES = {
    "paragraph_open": "govuk-body",
    "bullet_list_open": "govuk-list govuk-list--bullet",
    "ordered_list_open": "govuk-list govuk-list--number",
    "blockquote_open": "govuk-inset-text",
}
_HEADINGS = {"h1": ("h2", "govuk-heading-m"), "h2": ("h2", "govuk-heading-m")}
_SMALLER = ("h3", "govuk-heading-s")

_parser = MarkdownIt("zero", {"html": False}).enable(_RULES)


def render_markup(text: str) -> SafeString:
    """The text as HTML of our own making."""
    tokens = _parser.parse(text)
    for token in tokens:
        _dress(token)
    drawn: str = _parser.renderer.render(tokens, _parser.options, {})
    return mark_safe(drawn)  # noqa: S308 - the parser has escaped all text


def _dress(token: Token) -> None:
    if token.type in _CLASSES:
        token.attrSet("class", _CLASSES[token.type])
    if token.type in {"heading_open", "heading_close"}:
        token.tag, classes = _HEADINGS.get(token.tag, _SMALLER)
        if token.nesting == 1:
            token.attrSet("class", classes)
