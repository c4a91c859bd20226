"""What every page of those who ask has in common: the section's side navigation."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.organisations.pages import render_in_section

WAVES, INSTRUMENTS = "surveys:waves", "surveys:instruments"


def draw(
    request: HttpRequest,
    actor: Actor,
    template: str,
    context: Mapping[str, Any],
    *,
    current: str = WAVES,
    status: int = 200,
) -> HttpResponse:
    """Draw a page of surveys; `current` is the side item that it lies under."""
    return render_in_section(
        request, actor, f"surveys/{template}.html", context, current=current, section=WAVES, status=status
    )
