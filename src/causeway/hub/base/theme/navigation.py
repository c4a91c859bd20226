"""What stands in the navigation. Each app registers its own sections when it is ready; the theme imports no other app.

A person's work has fewer parts than the program has apps, so sections stand in groups: the first row names the groups,
the second the sections of the one that is open.

A section or item shows only to those who hold one of its permissions. Hiding a link protects nothing: the command or
query behind it checks again.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_Label = str | Promise
"""A label is marked with gettext_lazy where it is declared, and translated when a page is drawn."""


@dataclass(frozen=True, slots=True)
class Group:
    """Sections that belong to one kind of work. They share one entry of the service navigation."""

    label: _Label
    order: int


REFERRALS = Group(_("Referrals"), 10)
"""What comes in, is worked on and is answered."""
PRACTICE = Group(_("Practice"), 20)
"""How it is done well."""
FIGURES = Group(_("Figures"), 30)
"""What can be counted of it."""
PARTNERS = Group(_("Partners"), 40)
"""Who else is there, and what is said to them."""


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the hub. Any one of `permissions` suffices; none at all means every signed-in person.

    `order` sorts, smallest first, within the group or, where there is none, among the groups. Pages below its own
    address lie under it, and those below `further` ones. `is_in_header`: a link beside the account, one step away from
    everywhere. `is_current` is set for the page being drawn.
    """

    label: _Label
    url_name: str
    permissions: frozenset[str] = frozenset()
    order: int = 100
    is_current: bool = False
    group: Group | None = None
    further: tuple[str, ...] = ()
    is_in_header: bool = False

    @property
    def url(self) -> str:
        """The address of the section's first page."""
        return reverse(self.url_name)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the service navigation: a group and what of it a person may open, or a section by itself."""

    label: _Label
    sections: tuple[Section, ...]

    @property
    def url(self) -> str:
        """The address of the first page."""
        return self.sections[0].url

    @property
    def is_current(self) -> bool:
        """Whether the page lies under one of its sections."""
        return any(section.is_current for section in self.sections)


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


def entries_of(sections: Iterable[Section]) -> list[Entry]:
    """The service navigation of these sections. A group of which one section is there bears that section's name."""
    grouped: dict[tuple[int, str], list[Section]] = {}
    for section in sections:
        if not section.is_in_header:
            key = (section.group.order, "") if section.group else (section.order, section.url_name)
            grouped.setdefault(key, []).append(section)
    return [_entry(grouped[key]) for key in sorted(grouped)]


def mark_current(sections: Iterable[Section], path: str) -> list[Section]:
    """The sections, that with the longest address above `path` marked. A mark already set stays."""
    listed = list(sections)
    if any(section.is_current for section in listed):
        return listed
    reach = {section.url_name: _reach(section, path) for section in listed}
    nearest = max(listed, key=lambda section: reach[section.url_name], default=None)
    return [replace(section, is_current=section is nearest and reach[section.url_name] > 0) for section in listed]


def _entry(sections: list[Section]) -> Entry:
    group = sections[0].group
    return Entry(label=group.label if group and len(sections) > 1 else sections[0].label, sections=tuple(sections))


def _reach(section: Section, path: str) -> int:
    """The length of the section's longest address above `path`; 0 where none is."""
    above = [address for address in (section.url, *section.further) if _is_above(address, path)]
    return max(map(len, above), default=0)


def _is_above(address: str, path: str) -> bool:
    # The start page's address begins every other, so it counts for itself alone.
    return path == address or (address != "/" and path.startswith(address.rstrip("/") + "/"))


def _opens(needed: Iterable[str], held: frozenset[str]) -> bool:
    wanted = frozenset(needed)
    return not wanted or bool(wanted & held)
