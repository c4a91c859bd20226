"""What stands in the navigation. Each app registers its own sections when it is ready; the theme imports no other app.

A section or item shows only to those who hold one of its permissions. Hiding a link protects nothing: the command or
query behind it checks again.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.functional import Promise

_Label = str | Promise
"""A label is marked with gettext_lazy where it is declared, and translated when a page is drawn."""


@dataclass(frozen=True, slots=True)
class Section:
    """One entry of the service navigation. Any one of `permissions` suffices; none at all means every signed-in person.

    `order` sorts, smallest first; `is_current` is set for the page being drawn.
    """

    label: _Label
    url_name: str
    permissions: frozenset[str] = frozenset()
    order: int = 100
    is_current: bool = False

    @property
    def url(self) -> str:
        """The address of the section's first page."""
        return reverse(self.url_name)


@dataclass(frozen=True, slots=True)
class SideItem:
    """One entry of a section's side navigation. `group` is its heading; `count` a number that waits there."""

    label: _Label
    url_name: str
    permissions: frozenset[str] = frozenset()
    group: _Label = ""
    order: int = 100
    count: int | None = None
    is_current: bool = False

    @property
    def url(self) -> str:
        """The address of the page."""
        return reverse(self.url_name)


@dataclass(frozen=True, slots=True)
class SideGroup:
    """Side items under one heading; the heading may be empty."""

    heading: _Label
    items: tuple[SideItem, ...]


@dataclass(frozen=True, slots=True)
class Who:
    """Who you are signed in as: shown on every page, so that nobody acts in the wrong role."""

    name: str
    organisation: str
    role: _Label


_sections: dict[str, Section] = {}
_side_items: dict[tuple[str, str], SideItem] = {}


def register_section(section: Section) -> None:
    """Adds a section, or replaces the one of the same `url_name`. Call it from `AppConfig.ready`."""
    _sections[section.url_name] = section


def register_side_item(section: str, item: SideItem) -> None:
    """Adds an item to the side navigation of the section whose `url_name` is `section`."""
    _side_items[section, item.url_name] = item


def sections_for(permissions: frozenset[str], current: str | None = None) -> list[Section]:
    """The sections that these permissions open, in order; `current` is the `url_name` of the one being looked at."""
    mine = [section for section in _sections.values() if _opens(section.permissions, permissions)]
    mine.sort(key=lambda section: (section.order, section.url_name))
    return [replace(section, is_current=section.url_name == current) for section in mine]


def side_groups_for(
    section: str, permissions: frozenset[str], current: str | None = None, counts: dict[str, int] | None = None
) -> list[SideGroup]:
    """A section's side navigation, grouped by heading in order of first appearance. `counts` is keyed by `url_name`."""
    waiting = counts or {}
    mine = [
        replace(item, is_current=name == current, count=waiting.get(name, item.count))
        for (of, name), item in _side_items.items()
        if of == section and _opens(item.permissions, permissions)
    ]
    mine.sort(key=lambda item: (item.order, item.url_name))
    groups: dict[str, list[SideItem]] = {}
    for item in mine:
        groups.setdefault(str(item.group), []).append(item)
    return [SideGroup(heading=heading, items=tuple(items)) for heading, items in groups.items()]


def mark_current(sections: Iterable[Section], path: str) -> list[Section]:
    """The sections, that with the longest address above `path` marked. A mark already set stays."""
    listed = list(sections)
    if any(section.is_current for section in listed):
        return listed
    under = [section for section in listed if path == section.url or path.startswith(section.url.rstrip("/") + "/")]
    # The start page's address begins every other, so it counts for itself alone.
    under = [section for section in under if section.url != "/" or path == "/"]
    nearest = max(under, key=lambda section: len(section.url), default=None)
    return [replace(section, is_current=section is nearest) for section in listed]


def _opens(needed: Iterable[str], held: frozenset[str]) -> bool:
    wanted = frozenset(needed)
    return not wanted or bool(wanted & held)
