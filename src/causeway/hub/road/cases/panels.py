"""Tabs that later steps add to a case's page. A step above cases registers its own; cases import none of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.functional import Promise

from causeway.hub.base.acting.actors import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelContent:
    """What a tab shows of one case. `subjects` are the things whose entries belong on the case's timeline, with the
    words by which people know them.
    """

    context: dict[str, Any] = field(default_factory=dict)
    count: int = 0
    needs_attention: int = 0
    subjects: Mapping[UUID, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A tab: its anchor, its label, the template that draws it, and what fills it, called inside the query's door."""

    code: str
    label: Promise | str
    template: str
    load: Callable[[Actor, UUID], PanelContent]
    order: int = 100


_panels: dict[str, Panel] = {}


def register_panel(panel: Panel) -> None:
    """Add a tab, or replace the one of the same code. Call it from `AppConfig.ready`."""
    _panels[panel.code] = panel


def panels() -> list[Panel]:
    """The tabs of later steps, in order."""
    return sorted(_panels.values(), key=lambda panel: (panel.order, panel.code))
