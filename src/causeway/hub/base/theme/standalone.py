"""A page as one file for where there is no network: it opens from disk and prints, with its styles and pictures inside.

Nothing in it asks for anything: no script, no address of ours; its own content policy refuses both (CSP level 3,
delivered by `meta`). A file on somebody's disk grows old, so each says who took it, when, of which version, and
that it does not renew itself. There is no service worker: what a browser keeps of a page would lie on the machine
of whoever sits there next.
"""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.safestring import SafeString, mark_safe

from causeway.hub.base.theme.downloads import download

_STYLES: Final = (
    "vendor/govuk-frontend.min.css",
    "theme/causeway.css",
    "theme/components.css",
    "theme/standalone.css",
)
_ON_PAPER: Final = "theme/print.css"
_MEDIA_TYPES: Final = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg"}


class NotSelfContained(Exception):
    """A style or picture cannot stand inside a file; the message names it."""

    code = "not_self_contained"


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What a file says of itself: its name without the ending, who took it and when, the version of what it shows
    (empty where that has none), and whether it tells of a case.
    """

    name: str
    by: str
    at: datetime
    version: str = ""
    holds_case_data: bool = False


def standalone(
    template: str, context: Mapping[str, Any], taken: Taken, *, language: str = "", styles: Sequence[str] = ()
) -> HttpResponse:
    """Draw a template that extends `theme/standalone.html`, in a language where one is named, and give it as a file.
    `styles` are static files that it needs beyond those of every page.
    """
    with translation.override(language or translation.get_language()):
        zone = timezone.get_current_timezone()
        shown = {"taken": taken, "now": taken.at, "zone": zone, "styles": _inlined(tuple(styles)), **context}
        text = render_to_string(template, shown)
    response = download(f"{taken.name}-{taken.at:%Y-%m-%d}.html", text, "text/html; charset=utf-8")
    response["Cache-Control"] = "private, no-store"
    return response


def picture_inside(content: bytes, media_type: str) -> str:
    """A picture as an address that holds all of it (RFC 2397)."""
    return f"data:{media_type};base64,{base64.b64encode(content).decode('ascii')}"


@cache
def static_picture_inside(name: str) -> str:
    """The same of a static file.

    Raises:
        NotSelfContained: there is none, or it is no picture that browsers draw.
    """
    path = _found(name)
    if path.suffix not in _MEDIA_TYPES:
        raise NotSelfContained(f"{name} is no picture")
    return picture_inside(path.read_bytes(), _MEDIA_TYPES[path.suffix])


@cache
def _inlined(more: tuple[str, ...]) -> SafeString:
    ours, on_paper = "\n".join(map(_style, _STYLES)), f"@media print {{\n{_style(_ON_PAPER)}\n}}"
    theirs = "\n".join(map(_style, more))
    # Our own style sheets; _style has refused what could end the element.
    return mark_safe("\n".join((ours, on_paper, theirs)))  # noqa: S308


def _style(name: str) -> str:
    css = _found(name).read_text(encoding="utf-8")
    if "</" in css or "url(" in css or "@import" in css:
        raise NotSelfContained(f"{name} points to another file")
    return css


def _found(name: str) -> Path:
    path = finders.find(name)
    if not isinstance(path, str):
        raise NotSelfContained(f"there is no static file {name}")
    return Path(path)
