"""Sections show to those whom they concern, in order, with the present one marked."""

import pytest
from pytest_django import Settings

from causeway.hub.base.theme import navigation
from causeway.hub.base.theme.navigation import (
    PARTNERS,
    PRACTICE,
    Section,
    SideItem,
    entries_of,
    mark_current,
    register_section,
    register_side_item,
    sections_for,
    side_groups_for,
)


@pytest.fixture(autouse=True)
def own_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test starts with nothing registered, and leaves the apps' own registrations as they were."""
    monkeypatch.setattr(navigation, "_sections", {})
    monkeypatch.setattr(navigation, "_side_items", {})


@pytest.fixture
def site(settings: Settings) -> None:
    """Addresses for the names used here."""
    settings.ROOT_URLCONF = "hub.theme.gallery_site"


def test_a_section_without_permissions_is_for_everyone() -> None:
    register_section(Section(label="Start", url_name="start"))
    assert [section.label for section in sections_for(frozenset())] == ["Start"]


def test_any_one_permission_opens_a_section_and_none_hides_it() -> None:
    register_section(Section(label="Queue", url_name="queue", permissions=frozenset({"queue.read", "queue.take"})))
    assert [section.label for section in sections_for(frozenset({"queue.take", "other"}))] == ["Queue"]
    assert sections_for(frozenset({"other"})) == []


def test_sections_stand_in_order_and_one_is_current() -> None:
    register_section(Section(label="B", url_name="b", order=20))
    register_section(Section(label="A", url_name="a", order=10))
    assert [(section.label, section.is_current) for section in sections_for(frozenset(), current="b")] == [
        ("A", False),
        ("B", True),
    ]


def test_registering_again_replaces() -> None:
    register_section(Section(label="Old", url_name="a"))
    register_section(Section(label="New", url_name="a"))
    assert [section.label for section in sections_for(frozenset())] == ["New"]


@pytest.mark.usefixtures("site")
def test_the_longest_address_above_the_page_is_current() -> None:
    sections = [Section(label="Start", url_name="gallery"), Section(label="Public", url_name="public")]
    assert [section.is_current for section in mark_current(sections, "/public/form/")] == [False, True]
    assert [section.is_current for section in mark_current(sections, "/")] == [True, False]
    assert [section.is_current for section in mark_current(sections, "/publicly/")] == [False, False]


@pytest.mark.usefixtures("site")
def test_further_addresses_lie_under_a_section_too() -> None:
    sections = [Section(label="Public", url_name="public", further=("/elsewhere/",))]
    assert [section.is_current for section in mark_current(sections, "/elsewhere/1/")] == [True]
    assert [section.is_current for section in mark_current(sections, "/elsewhere-not/")] == [False]


def test_sections_of_a_group_share_one_entry_and_groups_stand_in_their_own_order() -> None:
    sections = [
        Section(label="Start", url_name="start", order=0),
        Section(label="Messages", url_name="messages", order=1, group=PARTNERS),
        Section(label="Playbooks", url_name="playbooks", order=55, group=PRACTICE),
        Section(label="Contacts", url_name="contacts", order=60, group=PARTNERS),
        Section(label="Training", url_name="training", order=65, group=PRACTICE, is_current=True),
        Section(label="Organisation", url_name="organisation", order=900),
    ]
    assert [
        (str(entry.label), [section.label for section in entry.sections], entry.is_current)
        for entry in entries_of(sections)
    ] == [
        ("Start", ["Start"], False),
        ("Practice", ["Playbooks", "Training"], True),
        ("Partners", ["Messages", "Contacts"], False),
        ("Organisation", ["Organisation"], False),
    ]


def test_a_group_with_one_section_bears_its_name() -> None:
    entries = entries_of([Section(label="Training", url_name="training", group=PRACTICE)])
    assert [entry.label for entry in entries] == ["Training"]


def test_a_section_in_the_header_is_no_entry() -> None:
    assert entries_of([Section(label="Search", url_name="search", is_in_header=True)]) == []


@pytest.mark.usefixtures("site")
def test_a_group_opens_its_first_section() -> None:
    sections = [Section(label=name, url_name=name, group=PRACTICE) for name in ("public", "wide")]
    assert entries_of(sections)[0].url == "/public/"


def test_side_items_are_grouped_filtered_and_counted() -> None:
    register_side_item("queue", SideItem(label="All", url_name="all", group="Waiting", order=1))
    register_side_item("queue", SideItem(label="Mine", url_name="mine", group="Waiting", order=2))
    register_side_item("queue", SideItem(label="Shut", url_name="shut", group="Closed", permissions=frozenset({"x"})))
    register_side_item("cases", SideItem(label="Else", url_name="else"))
    groups = side_groups_for("queue", frozenset(), current="mine", counts={"all": 7})
    assert [
        (group.heading, [(item.label, item.count, item.is_current) for item in group.items]) for group in groups
    ] == [("Waiting", [("All", 7, False), ("Mine", None, True)])]
    assert len(side_groups_for("queue", frozenset({"x"}))) == 2
