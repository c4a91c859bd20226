"""The pages of playbooks, for those who write, review, follow and only read."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.organisations.models import Organisation
from causeway.hub.knowledge.playbooks import SAFEGUARDING_TASK, playbooks
from causeway.hub.knowledge.playbooks.queries.drafts import open_drafts
from causeway.hub.knowledge.playbooks.queries.in_force import followed
from causeway.hub.knowledge.playbooks.toml_form import read_playbook, write_playbook
from causeway.vocabulary.organisations import OrganisationKind, Role
from hub.conftest import SmallWorld
from hub.organisations.signing_in import client_of

STEP = {
    "title": "Look at the pier",
    "guidance": "Walk round it.\n\n- once\n- twice",
    "due_in_hours": "24",
    "roles": ["investigator"],
    "evidence": "What you saw\n- Who was there",
    "is_mandatory": "yes",
    "after": "",
    "skill": "",
}


@pytest.fixture
def trainer(world: SmallWorld) -> Actor:
    return world.member(world.organisation(OrganisationKind.POLICE_FORCE, "Kent Police"), Role.TRAINER)


def _force_of(actor: Actor) -> Organisation:
    return Organisation.objects.get(id=actor.organisation_id)


def test_a_playbook_is_written_reviewed_and_read_in_the_browser(world: SmallWorld) -> None:
    author = client_of(world.member(world.desk, Role.TRAINER))
    reviewer = client_of(world.member(world.desk, Role.SUPERVISOR))
    assert author.post(reverse("playbooks:new"), {"title": ""}).status_code == 422
    draft = author.post(reverse("playbooks:new"), {"title": "Bridges"}).headers["Location"]
    refused = author.post(f"{draft}steps/new/", STEP | {"guidance": "See [[moon]]"})
    assert (refused.status_code, b"links to a step moon" in refused.content) == (422, True)
    assert author.post(f"{draft}steps/new/", STEP).headers["Location"].endswith("#step-look_at_the_pier")
    assert author.post(f"{draft}steps/look_at_the_pier/move/", {"to": "up"}).status_code == 302
    assert b"about: Write something" in author.post(f"{draft}send/", follow=True).content
    about = {"title": "Bridges", "about": "Of bridges.", "applies": "By the river.", "note": "", "is_shared": "yes"}
    assert author.post(f"{draft}about/", about).headers["Location"] == draft
    assert b'<p class="govuk-body">Walk round it.</p>' in author.get(f"{draft}preview/").content
    author.post(f"{draft}send/")
    assert b"Review it" in reviewer.get(reverse("playbooks:library")).content
    assert reviewer.post(f"{draft}review/", {"decision": "return"}).status_code == 422
    published = reviewer.post(f"{draft}review/", {"decision": "approve"}).headers["Location"]
    page = author.get(published).content.decode()
    assert page.index("Look at the pier") < page.index("Tell the body that protects this child")
    again = author.post(f"{published}revise/").headers["Location"]
    author.post(f"{again}steps/look_at_the_pier/", STEP | {"guidance": "Walk round it twice."})
    assert b"<ins>" in author.get(again).content
    author.post(f"{again}discard/")
    assert author.get(again).status_code == 404


def test_a_force_adapts_with_reasons_and_always_sees_the_difference(world: SmallWorld, trainer: Actor) -> None:
    supervisor = world.member(_force_of(trainer), Role.SUPERVISOR)
    writer, decider = client_of(trainer), client_of(supervisor)
    published = reverse("playbooks:published", args=["image_referral"])
    draft = writer.post(f"{published}adapt/").headers["Location"]
    assert writer.post(f"{draft}steps/plan_visit/remove/", {"reason": ""}).status_code == 422
    assert writer.post(f"{draft}steps/plan_visit/remove/", {"reason": "Done by another team."}).status_code == 302
    assert writer.get(f"{draft}steps/{SAFEGUARDING_TASK}/remove/").status_code == 404
    writer.post(f"{draft}send/")
    assert "Adapt it" in decider.get(reverse("playbooks:followed", args=["image_referral"])).content.decode()
    after = decider.post(f"{draft}review/", {"decision": "approve"}).headers["Location"]
    assert after == reverse("playbooks:followed", args=["image_referral"])
    page = decider.get(after).content.decode()
    assert "Adapt it" not in page
    assert "Reason: Done by another team." in page
    assert "Taken out" in page
    assert "Adapted" in decider.get(reverse("playbooks:library")).content.decode()
    assert followed(supervisor, "image_referral").is_adapted


def test_ones_own_adaptation_is_adopted_again_as_an_adaptation(world: SmallWorld, trainer: Actor) -> None:
    supervisor = world.member(_force_of(trainer), Role.SUPERVISOR)
    writer, decider = client_of(trainer), client_of(supervisor)
    published = reverse("playbooks:published", args=["image_referral"])
    draft = writer.post(f"{published}adapt/").headers["Location"]
    writer.post(f"{draft}steps/plan_visit/remove/", {"reason": "Done by another team."})
    writer.post(f"{draft}send/")
    decider.post(f"{draft}review/", {"decision": "approve"})
    own = reverse("playbooks:published", args=[followed(supervisor, "image_referral").version_id])
    assert f"{own}adopt/" not in decider.get(own).content.decode()
    assert decider.post(f"{own}adopt/", {"reason": ""}).status_code == 422
    decider.post(f"{published}adopt/", {"reason": ""})
    assert not followed(supervisor, "image_referral").is_adapted
    assert f"{own}adopt/" in decider.get(own).content.decode()
    assert decider.post(f"{own}adopt/", {"reason": ""}).status_code == 302
    again = followed(supervisor, "image_referral")
    assert (again.is_adapted, again.standard.is_shipped) == (True, True)
    assert "Done by another team." in again.reasons.values()


def test_a_trainer_puts_a_newer_standard_together_with_ours_and_decides_nothing(
    world: SmallWorld, trainer: Actor
) -> None:
    supervisor = world.member(_force_of(trainer), Role.SUPERVISOR)
    author, reviewer = world.member(world.desk, Role.TRAINER), world.member(world.desk, Role.SUPERVISOR)
    draft = client_of(author).post(reverse("playbooks:new"), {"title": "Bridges"}).headers["Location"]
    client_of(author).post(f"{draft}about/", {"title": "Bridges", "about": "Of bridges.", "is_shared": "yes"})
    client_of(author).post(f"{draft}send/")
    standard = client_of(reviewer).post(f"{draft}review/", {"decision": "approve"}).headers["Location"]
    client_of(supervisor).post(f"{standard}adopt/", {"reason": ""})
    newer = client_of(author).post(f"{standard}revise/").headers["Location"]
    client_of(author).post(f"{newer}about/", {"title": "Bridges", "about": "Of new bridges.", "is_shared": "yes"})
    client_of(author).post(f"{newer}send/")
    client_of(reviewer).post(f"{newer}review/", {"decision": "approve"})
    update = reverse("playbooks:update", args=["bridges"])
    assert update in client_of(trainer).get(reverse("playbooks:followed", args=["bridges"])).content.decode()
    page = client_of(trainer).get(update).content.decode()
    assert "What changed in the standard" in page
    assert "Take the newer version" not in page
    assert "Stay with ours" not in page
    assert client_of(trainer).post(update, {"decision": "keep", "reason": "No."}).status_code == 403
    assert "Take the newer version" in client_of(supervisor).get(update).content.decode()


def test_a_playbook_is_adopted_printed_taken_away_and_brought_in_again(world: SmallWorld, trainer: Actor) -> None:
    supervisor = world.member(_force_of(trainer), Role.SUPERVISOR, Role.TRAINER)
    client = client_of(supervisor)
    published = reverse("playbooks:published", args=["urgent_danger"])
    assert b"There is no difference" in client.get(f"{published}adopt/").content
    assert client.post(f"{published}adopt/", {"reason": ""}).status_code == 302
    assert client.post(f"{published}adopt/", {"reason": ""}).status_code == 422
    form = client.get(f"{published}form/").content.decode()
    assert form.count("cw-form__box") == len(playbooks()["urgent_danger"].steps)
    text = client.get(f"{published}toml/").content.decode()
    assert read_playbook(text) == playbooks()["urgent_danger"]
    file = SimpleUploadedFile("urgent.toml", write_playbook(playbooks()["urgent_danger"]).encode())
    assert client.post(reverse("playbooks:import"), {"file": file}).status_code == 302
    assert [draft.playbook.code for draft in open_drafts(supervisor)] == ["urgent_danger"]
    faulty = client.post(reverse("playbooks:import"), {"file": SimpleUploadedFile("a.toml", b"\xff\xfe")})
    assert faulty.status_code == 422


def test_any_two_versions_are_compared(trainer: Actor) -> None:
    client = client_of(trainer)
    address = reverse("playbooks:compare")
    assert client.get(address).status_code == 200
    page = client.get(address, {"before": "safeguarding", "after": "urgent_danger"}).content.decode()
    assert "Taken out" in page
    assert client.get(address, {"before": "safeguarding", "after": "moon"}).status_code == 404


def test_those_who_only_read_and_those_who_do_not(world: SmallWorld, trainer: Actor) -> None:
    reader = client_of(world.member(_force_of(trainer), Role.INVESTIGATOR))
    assert reader.get(reverse("playbooks:library")).status_code == 200
    assert b"What we follow" in reader.get(reverse("playbooks:library")).content
    for address in (reverse("playbooks:new"), reverse("playbooks:import"), "/playbooks/published/safeguarding/adopt/"):
        assert reader.get(address).status_code == 403
    service = client_of(world.member(world.organisation(OrganisationKind.SERVICE), *Role))
    assert service.get(reverse("playbooks:library")).status_code == 403
