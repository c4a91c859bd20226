"""What the pages of awareness work share: their side navigation, a refusal at its field, and the
filters that are chosen.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse

from causeway.hub.base.acting.errors import Conflict, Invalid
from causeway.hub.base.acting.pages import MemberRequest
from causeway.hub.base.organisations.pages import blame, render_in_section
from causeway.hub.base.theme.filtering import Chosen, chosen_filters
from causeway.hub.commons.awareness.queries.paging import PAGE_SIZE, Page

SECTION = "awareness:bulletins"


def show(
    request: MemberRequest, template: str, context: Mapping[str, Any], *, current: str, form: forms.Form | None = None
) -> HttpResponse:
    """Draw a page under its side item. A form with faults makes it a 422."""
    status = 422 if form is not None and form.errors else 200
    shown = dict(context) | ({} if form is None else {"form": form})
    return render_in_section(request, request.actor, template, shown, current=current, section=SECTION, status=status)


def succeeds(form: forms.Form, act: Callable[[], object]) -> bool:
    """Do what a filled form asks for. A refusal is shown at the field that it names."""
    if not form.is_valid():
        return False
    try:
        act()
    except (Invalid, Conflict) as fault:
        blame(form, fault)
        return False
    return True


def pager_of(page: Page[Any]) -> Any:
    """What the pager draws."""
    return Paginator(range(page.total), PAGE_SIZE).get_page(page.number)


def chosen_of(request: MemberRequest, form: forms.Form, names: Sequence[str]) -> list[Chosen]:
    """What is applied, each with the address that takes it away; nothing of a form with faults."""
    return chosen_filters(form, request.GET.urlencode(), names if form.is_valid() else ())
