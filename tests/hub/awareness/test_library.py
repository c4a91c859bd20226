"""The material that comes with the program can be published as it is, in every language."""

from causeway.hub.commons.awareness.commands.keep_material import publish_material, write_material
from causeway.hub.commons.awareness.library import library
from causeway.hub.commons.awareness.queries.materials import MaterialFilter, materials
from hub.awareness.conftest import Partners
from hub.organisations.signing_in import client_of


def test_every_material_is_there_in_three_languages() -> None:
    assert len(library()) >= 4
    assert {language for texts in library().values() for language in texts} == {"en", "nl", "it"}
    assert all(set(texts) == {"en", "nl", "it"} for texts in library().values())


def test_each_can_be_published_as_it_is(partners: Partners) -> None:
    for texts in library().values():
        for new in texts.values():
            publish_material(partners.officer, write_material(partners.officer, new))
    assert materials(partners.teacher, MaterialFilter(language="it")).total == len(library())


def test_a_writer_begins_with_one(partners: Partners) -> None:
    page = client_of(partners.officer).get("/awareness/material/write/?begin=five_people&in=nl").content.decode()
    assert "Vijf mensen die ik het kan vertellen" in page
    assert "Begin with material that comes with the program" in page
