"""Panels of the start page: small answers to "what needs me now", each from one app's query.

The groups below `commons` cannot import this one, so their panels stand beside this module; an app beside `home` may
register its own.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.permissions import Permission, may
from causeway.vocabulary.findings import Band

Text = str | Promise

SHOWN_ITEMS = 5
"""A panel is a beginning; its list is the page behind it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One line: where it leads, what it is, and what marks it."""

    text: Text
    href: str
    hint: Text = ""
    band: Band | None = None
    badge: Text = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One answer. `count` is all that waits, `items` its beginning; `empty` is said when nothing waits."""

    title: Text
    count: int | None
    items: tuple[Item, ...] = ()
    empty: Text = ""
    more_href: str = ""
    more_text: Text = ""
    is_urgent: bool = False


PanelQuery = Callable[[Actor], Panel | None]
"""Gives the panel, or None where it does not concern this actor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """A panel's place on the page; smallest `order` first."""

    name: str
    permission: Permission
    query: PanelQuery
    order: int


_panels: dict[str, Registered] = {}


def register_panel(name: str, permission: Permission, query: PanelQuery, *, order: int = 100) -> None:
    """Add a panel, or replace the one of this name. Call it from `AppConfig.ready`."""
    _panels[name] = Registered(name=name, permission=permission, query=query, order=order)


def panels_for(actor: Actor) -> list[Panel]:
    """The panels that concern this actor: urgent ones first, then by order."""
    wanted = sorted(_panels.values(), key=lambda each: (each.order, each.name))
    made = [each.query(actor) for each in wanted if may(actor, each.permission)]
    shown = [panel for panel in made if panel is not None]
    return sorted(shown, key=lambda panel: not (panel.is_urgent and panel.count))
