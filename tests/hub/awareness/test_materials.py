"""Material: written by one organisation, used by all once it is published."""

import pytest

from causeway.hub.base.acting.errors import Conflict, Invalid, NotFound, NotPermitted
from causeway.hub.commons.awareness.commands.keep_material import (
    change_material,
    publish_material,
    withdraw_material,
    write_material,
)
from causeway.hub.commons.awareness.queries.materials import MaterialFilter, material, materials
from causeway.hub.commons.awareness.words import Audience
from causeway.vocabulary.organisations import Role
from hub.awareness.conftest import Partners, a_lesson


def test_a_draft_is_its_organisation_s_own(partners: Partners) -> None:
    key = write_material(partners.officer, a_lesson())
    assert material(partners.officer, key).line.title == "Whom can I tell?"
    with pytest.raises(NotFound):
        material(partners.teacher, key)
    assert materials(partners.teacher, MaterialFilter()).total == 0


def test_published_material_is_found_by_age_and_language(partners: Partners) -> None:
    key = write_material(partners.officer, a_lesson())
    publish_material(partners.officer, key)
    found = [materials(partners.teacher, MaterialFilter(age=age)).total for age in (8, 9, 11, 12)]
    assert found == [0, 1, 1, 0]
    assert materials(partners.teacher, MaterialFilter(language="nl")).total == 0
    assert (
        materials(partners.teacher, MaterialFilter(audience="pupils", language="en")).lines[0].by == "Riverford Police"
    )


def test_without_an_upper_age_it_suits_all_above(partners: Partners) -> None:
    publish_material(partners.officer, write_material(partners.officer, a_lesson(age_to=None)))
    assert materials(partners.teacher, MaterialFilter(age=17)).total == 1


def test_a_translation_stands_beside_what_it_translates(partners: Partners) -> None:
    english = write_material(partners.officer, a_lesson())
    dutch = write_material(
        partners.officer, a_lesson(language="nl", title="Wie kan ik het vertellen?", translation_of=english)
    )
    assert [other.id for other in material(partners.officer, english).translations] == [dutch]
    assert [other.id for other in material(partners.officer, dutch).translations] == [english]
    with pytest.raises(Invalid, match="another language"):
        write_material(partners.officer, a_lesson(translation_of=english))


def test_withdrawn_material_leaves_the_library_and_says_so(partners: Partners) -> None:
    key = write_material(partners.officer, a_lesson())
    with pytest.raises(Conflict):
        withdraw_material(partners.officer, key)
    publish_material(partners.officer, key)
    withdraw_material(partners.officer, key)
    assert materials(partners.teacher, MaterialFilter()).total == 0
    assert material(partners.teacher, key).line.withdrawn_at is not None
    with pytest.raises(Conflict, match="withdrawn"):
        change_material(partners.officer, key, a_lesson(title="Again"))


def test_nobody_changes_another_organisation_s_material(partners: Partners) -> None:
    key = write_material(partners.officer, a_lesson())
    publish_material(partners.officer, key)
    with pytest.raises(NotFound):
        change_material(partners.teacher, key, a_lesson(title="Mine now"))
    with pytest.raises(NotPermitted):
        write_material(partners.world.member(partners.force, Role.INVESTIGATOR), a_lesson())


def test_what_is_wrong_is_named(partners: Partners) -> None:
    wrong: list[tuple[str, dict[str, object]]] = [
        ("title", {"title": "  "}),
        ("title", {"title": "x" * 201}),
        ("body", {"body": ""}),
        ("summary", {"summary": ""}),
        ("language", {"language": "xx"}),
        ("age_from", {"age_from": None}),
        ("age_from", {"age_from": 26}),
        ("age_to", {"age_from": 11, "age_to": 9}),
        ("minutes", {"minutes": 0}),
        ("body", {"body": "a\0b"}),
    ]
    for field, changed in wrong:
        with pytest.raises(Invalid) as refused:
            write_material(partners.officer, a_lesson(**changed))
        assert refused.value.field == field, changed


def test_material_for_parents_has_no_ages(partners: Partners) -> None:
    key = write_material(partners.officer, a_lesson(audience=Audience.PARENTS))
    line = material(partners.officer, key).line
    assert (line.age_from, line.age_to) == (None, None)
