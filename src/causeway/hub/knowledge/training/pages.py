"""What every page of training needs: its side navigation, and the language that modules are read in."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from django.core.paginator import Page, Paginator
from django.http import HttpResponse

from causeway.hub.base.acting.pages import MemberRequest
from causeway.hub.base.organisations.pages import render_in_section
from causeway.hub.knowledge.languages import reading_language as own_language
from causeway.hub.knowledge.training.navigation import SECTION

PAGE_ROWS = 50
R = TypeVar("R")


def draw(
    request: MemberRequest, template: str, context: Mapping[str, Any], *, current: str, status: int = 200
) -> HttpResponse:
    """Draw a page under the side item `current`."""
    return render_in_section(
        request,
        request.actor,
        f"training/{template}",
        context,
        current=f"training:{current}",
        section=SECTION,
        status=status,
    )


def paged(request: MemberRequest, rows: Sequence[R]) -> Page[R]:
    """The page of a list that the address names; the nearest where it names none that there is."""
    return Paginator(rows, PAGE_ROWS).get_page(request.GET.get("page"))


def reading_language(request: MemberRequest) -> str:
    """The language to read modules in: one asked for in the address, else the page's own."""
    return own_language(request.GET.get("language", ""))
