"""The guidance of steps, in the simple markup of all texts. A step links to another as [[code]]."""

from collections.abc import Mapping

from django.utils.safestring import SafeString

from causeway.hub.base.theme.markup import REFERENCE, Reference, render_markup


def links_in(text: str) -> tuple[str, ...]:
    """The codes of the steps to which a text links, in order."""
    return tuple(REFERENCE.findall(text))


def as_html(text: str, titles: Mapping[str, str], *, is_linked: bool = True) -> SafeString:
    """The text as paragraphs and lists. `titles` are the steps' titles by code; with `is_linked` a link leads to the
    anchor `step-CODE` of the same page.
    """

    def step(code: str) -> Reference:
        return Reference(words=titles.get(code, code), anchor=f"step-{code}" if is_linked else "")

    return render_markup(text, step, has_headings=False)


def as_plain(text: str, titles: Mapping[str, str]) -> str:
    """The text with the titles of steps in place of links, for a task, a form on paper, or a comparison."""
    return REFERENCE.sub(lambda found: f"“{titles.get(found[1], found[1])}”", text)
