"""The simple markup of guidance: paragraphs with an empty line between, lists whose lines begin with "- ", and links to
other steps as [[code]]. Nothing else means anything; everything is escaped.
"""

import re
from collections.abc import Iterator, Mapping

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

_LINK = re.compile(r"\[\[([a-z0-9_]+)\]\]")


def links_in(text: str) -> tuple[str, ...]:
    """The codes of the steps to which a text links, in order."""
    return tuple(_LINK.findall(text))


def as_html(text: str, titles: Mapping[str, str], *, is_linked: bool = True) -> SafeString:
    """The text as paragraphs and lists. `titles` are the steps' titles by code; with `is_linked` a link leads to the
    anchor `step-CODE` of the same page.
    """
    return format_html_join("", "{}", ((block,) for block in _blocks(text, titles, is_linked)))


def as_plain(text: str, titles: Mapping[str, str]) -> str:
    """The text with the titles of steps in place of links, for a task, a form on paper, or a comparison."""
    return _LINK.sub(lambda found: f"“{titles.get(found[1], found[1])}”", text)


def _blocks(text: str, titles: Mapping[str, str], is_linked: bool) -> Iterator[SafeString]:
    for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip()):
        lines = [line.strip() for line in block.split("\n") if line.strip()]
        loose = [line for line in lines if not line.startswith("- ")]
        listed = [line[2:] for line in lines if line.startswith("- ")]
        if loose:
            yield format_html('<p class="govuk-body">{}</p>', _inline(" ".join(loose), titles, is_linked))
        if listed:
            items = format_html_join("", "<li>{}</li>", ((_inline(line, titles, is_linked),) for line in listed))
            yield format_html('<ul class="govuk-list govuk-list--bullet">{}</ul>', items)


def _inline(line: str, titles: Mapping[str, str], is_linked: bool) -> SafeString:
    parts: list[SafeString] = []
    end = 0
    for found in _LINK.finditer(line):
        parts.append(conditional_escape(line[end : found.start()]))
        title = titles.get(found[1], found[1])
        if is_linked:
            parts.append(format_html('<a class="govuk-link" href="#step-{}">{}</a>', found[1], title))
        else:
            parts.append(format_html("“{}”", title))
        end = found.end()
    parts.append(conditional_escape(line[end:]))
    return mark_safe("".join(parts))  # noqa: S308 - each part is escaped above
