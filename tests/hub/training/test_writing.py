"""Writing modules: drafts, review by a second person, versions that never change, languages, sharing."""

from dataclasses import replace
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.errors import Conflict, Invalid, NotFound, NotPermitted
from causeway.hub.knowledge.training.commands.publish_module import (
    publish,
    return_draft,
    send_for_review,
    share_module,
    withdraw_module,
)
from causeway.hub.knowledge.training.commands.rate_module import rate_module
from causeway.hub.knowledge.training.commands.write_module import (
    add_picture,
    begin_from_file,
    begin_module,
    begin_next_version,
    change_draft,
    drawn_anew,
)
from causeway.hub.knowledge.training.content import Picture, Section
from causeway.hub.knowledge.training.editing import with_section
from causeway.hub.knowledge.training.models import ModuleVersion
from causeway.hub.knowledge.training.queries.drafts import draft, published
from causeway.hub.knowledge.training.queries.library import read_library, read_module, read_picture
from causeway.hub.knowledge.training.queries.quality import quality_of
from causeway.vocabulary.organisations import Category, OrganisationKind, Role
from hub.training.conftest import IMAGES, NOW, School
from road.stories import bridge_picture

PAGE = Section(code="one", title="What our records hold", text="Each line is one sign-in, in UTC.")


def written(school: School, page: Section = PAGE) -> UUID:
    """A draft with one page."""
    draft_id = begin_module(school.trainer, title="Our records", about="How to read them.", language="en")
    change_draft(school.trainer, draft_id, lambda module: with_section(module, page))
    return draft_id


def made_public(school: School, page: Section = PAGE) -> UUID:
    """A published module."""
    draft_id = written(school, page)
    module_id = draft(school.trainer, draft_id).module_id
    send_for_review(school.trainer, draft_id)
    publish(school.supervisor, draft_id, now=NOW)
    return module_id


def test_a_module_is_published_by_a_second_person(school: School) -> None:
    draft_id = written(school)
    with pytest.raises(Conflict, match="not in review"):
        publish(school.supervisor, draft_id, now=NOW)
    send_for_review(school.trainer, draft_id)
    with pytest.raises(Conflict, match="in review"):
        change_draft(school.trainer, draft_id, lambda module: replace(module, title="Other"))
    with pytest.raises(Conflict, match="has not written in it"):
        publish(school.trainer, draft_id, now=NOW)
    return_draft(school.supervisor, draft_id, "Say which zone.")
    assert draft(school.trainer, draft_id).comments == "Say which zone."
    send_for_review(school.trainer, draft_id)
    assert publish(school.supervisor, draft_id, now=NOW) == 1
    assert [view.title for view in published(school.trainer)] == ["Our records"]
    with pytest.raises(NotPermitted):
        begin_module(school.learner, title="x", about="x", language="en")


def test_whoever_had_a_hand_in_a_draft_does_not_review_it(school: School) -> None:
    other = school.world.member(school.force, Role.TRAINER)
    draft_id = written(school)
    change_draft(other, draft_id, lambda module: replace(module, about="How we read them."))
    send_for_review(school.trainer, draft_id)
    with pytest.raises(Conflict, match="has not written in it"):
        publish(other, draft_id, now=NOW)
    assert publish(school.supervisor, draft_id, now=NOW) == 1


def test_a_draft_with_a_fault_is_not_sent(school: School) -> None:
    draft_id = begin_module(school.trainer, title="Empty", about="Nothing.", language="en")
    with pytest.raises(Invalid, match="no page"):
        send_for_review(school.trainer, draft_id)


def test_a_published_version_never_changes_and_the_next_begins_as_a_copy(school: School) -> None:
    module_id = made_public(school)
    with acting_as(school.trainer), pytest.raises(DatabaseError), transaction.atomic():
        ModuleVersion.objects.filter(module_id=module_id).update(document={})
    next_id = begin_next_version(school.trainer, module_id, language="en")
    with pytest.raises(Conflict, match="already"):
        begin_next_version(school.trainer, module_id, language="en")
    change_draft(school.trainer, next_id, lambda module: replace(module, title="Our records, again"))
    assert read_module(school.learner, module_id, "en").module.title == "Our records"
    send_for_review(school.trainer, next_id)
    assert publish(school.supervisor, next_id, now=NOW) == 2
    assert read_module(school.learner, module_id, "en").module.title == "Our records, again"


def test_a_variant_in_another_language_is_the_same_module(school: School) -> None:
    module_id = made_public(school)
    draft_id = begin_next_version(school.trainer, module_id, language="nl", copy_of="en")
    change_draft(school.trainer, draft_id, lambda module: replace(module, title="Onze gegevens"))
    send_for_review(school.trainer, draft_id)
    publish(school.supervisor, draft_id, now=NOW)
    dutch = read_module(school.learner, module_id, "nl")
    assert (dutch.module.title, dutch.languages) == ("Onze gegevens", ("en", "nl"))
    assert read_module(school.learner, module_id, "it").module.title == "Our records"


def test_a_service_shares_by_agreement_or_with_all_and_reads_ratings_without_names(school: School) -> None:
    world = school.world
    service = world.organisation(OrganisationKind.SERVICE, "Harbourline")
    own = School(
        world, service, world.member(service, Role.REVIEWER), world.member(service, Role.SUPERVISOR),
        world.member(service, Role.TRAINER),
    )  # fmt: skip
    module_id = made_public(own)
    with pytest.raises(NotFound):
        read_module(school.learner, module_id, "en")
    with pytest.raises(Invalid, match="agreement"):
        share_module(own.trainer, module_id, everyone=False, with_ids=[school.force.id])
    world.agree(school.force, service, Category.DATA_REQUEST)
    share_module(own.trainer, module_id, everyone=False, with_ids=[school.force.id])
    assert read_module(school.learner, module_id, "en").owner == "Harbourline"
    other = world.member(world.organisation(OrganisationKind.POLICE_FORCE, "Essex Police"), Role.INVESTIGATOR)
    assert module_id not in {view.id for view in read_library(other, "en")}
    share_module(own.trainer, module_id, everyone=True)
    assert module_id in {view.id for view in read_library(other, "en")}
    for reader in (school.learner, school.supervisor, school.trainer, other):
        rate_module(reader, module_id, 2, "Which zone?", on=NOW.date())
    assert quality_of(own.trainer, module_id, "en").ratings.missing == ()
    rate_module(own.learner, module_id, 5, "", on=NOW.date())
    assert quality_of(own.trainer, module_id, "en").ratings.missing == ("Which zone?",) * 4
    assert quality_of(school.trainer, module_id, "en").ratings.count == 0
    withdraw_module(own.supervisor, module_id, now=NOW)
    with pytest.raises(NotFound):
        read_module(school.learner, module_id, "en")


def test_a_picture_is_drawn_anew_and_seen_with_its_module_only(school: School) -> None:
    jpeg = drawn_anew(bridge_picture())
    assert jpeg.startswith(b"\xff\xd8\xff")
    with pytest.raises(Invalid, match="no picture"):
        drawn_anew(b"<svg onload='x'/>")
    picture_id = add_picture(school.trainer, jpeg)
    module_id = made_public(school, replace(PAGE, picture=Picture(source=str(picture_id), alt="A bridge")))
    other = school.world.member(school.world.desk, Role.ANALYST)
    assert read_picture(school.learner, picture_id) == jpeg
    with pytest.raises(NotFound):
        read_picture(other, picture_id)
    share_module(school.trainer, module_id, everyone=True)
    assert read_picture(other, picture_id) == jpeg


def test_a_module_that_ships_can_be_copied_and_a_file_begins_one(school: School) -> None:
    copy_id = begin_next_version(school.trainer, IMAGES, language="en")
    assert draft(school.trainer, copy_id).module_id != IMAGES
    with pytest.raises(Invalid, match="cannot be read"):
        begin_from_file(school.trainer, "title = ")
    text = 'title = "A"\nabout = "B"\n[[sections]]\ncode = "c"\ntitle = "C"\ntext = "D"\n'
    assert draft(school.trainer, begin_from_file(school.trainer, text)).faults == ()
