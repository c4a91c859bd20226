"""A playbook is written, reviewed by somebody else, published with a number, and adopted or adapted by a force."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.errors import Conflict, Invalid, NotFound, NotPermitted
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.advancing import advance
from causeway.hub.base.ledger.following import followers
from causeway.hub.base.ledger.sequencing import sequence
from causeway.hub.base.ledger.timeline import timeline_of
from causeway.hub.base.notices.models import Notice
from causeway.hub.base.organisations.models import Organisation
from causeway.hub.knowledge.playbooks import SAFEGUARDING_TASK, playbooks
from causeway.hub.knowledge.playbooks.commands.adopt import adopt, keep_ours, merge_newer, take_newer
from causeway.hub.knowledge.playbooks.commands.review_draft import approve_draft, return_draft, send_for_review
from causeway.hub.knowledge.playbooks.commands.write_draft import (
    adapt,
    discard_draft,
    import_draft,
    move_step,
    remove_step,
    revise,
    save_about,
    save_step,
    start_draft,
)
from causeway.hub.knowledge.playbooks.merging import Side
from causeway.hub.knowledge.playbooks.playbook import Step
from causeway.hub.knowledge.playbooks.queries.drafts import DraftState, draft_of, drafts_to_review
from causeway.hub.knowledge.playbooks.queries.in_force import followed, with_newer_standard
from causeway.hub.knowledge.playbooks.queries.library import Ref, history_of, library, open_published
from causeway.hub.knowledge.playbooks.toml_form import write_playbook
from causeway.vocabulary.organisations import OrganisationKind, Role
from hub.conftest import SmallWorld
from hub.playbooks.playbooks_for_tests import step


@dataclass
class Practice:
    """The desk's author and reviewer, and a force's."""

    world: SmallWorld
    force: Organisation
    author: Actor
    reviewer: Actor
    trainer: Actor
    supervisor: Actor

    def write(self, draft_id: UUID, code: str, **changed: object) -> None:
        """Change one step of a draft, as the force's trainer or the desk's author, whoever's it is."""
        actor = self.author
        try:
            draft = draft_of(actor, draft_id)
        except NotFound:
            actor, draft = self.trainer, draft_of(self.trainer, draft_id)
        found = draft.playbook.step(code)
        assert found is not None
        save_step(actor, draft_id, replace(found, **changed), reason="So it is done here.")  # type: ignore[arg-type]

    def publish(self, *, hours: int, is_shared: bool = True) -> UUID:
        """The desk publishes a playbook of bridges, or its next version."""
        known = [each for each in library(self.author) if each.is_own]
        if known and known[0].ref.version_id:
            draft_id = revise(self.author, known[0].ref.version_id)
        else:
            draft_id = start_draft(self.author, title="Bridges")
            for title in ("Arch", "Pier"):
                save_step(self.author, draft_id, replace(step("x"), code="", title=title))
        save_about(
            self.author, draft_id, title="Bridges", about="Of bridges.", applies="", note="", is_shared=is_shared
        )
        self.write(draft_id, "pier", due_in_hours=hours)
        send_for_review(self.author, draft_id)
        return approve_draft(self.reviewer, draft_id)


@pytest.fixture
def practice(world: SmallWorld) -> Practice:
    force = world.organisation(OrganisationKind.POLICE_FORCE, "Kent Police")
    return Practice(
        world=world,
        force=force,
        author=world.member(world.desk, Role.TRAINER, name="Ada Quill"),
        reviewer=world.member(world.desk, Role.SUPERVISOR, name="Ben Reed"),
        trainer=world.member(force, Role.TRAINER, name="Cleo Marsh"),
        supervisor=world.member(force, Role.SUPERVISOR, name="Dov Tern"),
    )


def test_a_draft_becomes_a_version_only_through_somebody_who_wrote_nothing_in_it(practice: Practice) -> None:
    draft_id = start_draft(practice.reviewer, title="Bridges")
    save_about(practice.reviewer, draft_id, title="Bridges", about="Of bridges.", applies="", note="", is_shared=True)
    send_for_review(practice.reviewer, draft_id)
    with pytest.raises(NotPermitted):
        approve_draft(practice.reviewer, draft_id)
    with pytest.raises(NotPermitted):
        approve_draft(practice.author, draft_id)
    other = practice.world.member(practice.world.desk, Role.SUPERVISOR)
    version_id = approve_draft(other, draft_id)
    found = open_published(practice.supervisor, Ref(version_id=version_id))
    assert (found.playbook.version, found.publisher, found.is_own) == ("1", "Causeway Desk", False)
    assert draft_of(practice.author, draft_id).state is DraftState.PUBLISHED


def test_a_returned_draft_is_changed_and_sent_again(practice: Practice) -> None:
    draft_id = start_draft(practice.author, title="Bridges")
    with pytest.raises(Invalid, match="about"):
        send_for_review(practice.author, draft_id)
    save_about(practice.author, draft_id, title="Bridges", about="Of bridges.", applies="", note="", is_shared=False)
    send_for_review(practice.author, draft_id)
    with pytest.raises(Conflict):
        move_step(practice.author, draft_id, SAFEGUARDING_TASK, by=1)
    with pytest.raises(Invalid) as caught:
        return_draft(practice.reviewer, draft_id, " ")
    assert caught.value.field == "comment"
    assert [draft.id for draft in drafts_to_review(practice.reviewer)] == [draft_id]
    return_draft(practice.reviewer, draft_id, "Say more of piers.")
    draft = draft_of(practice.author, draft_id)
    assert (draft.state, draft.reviews[0].comment, draft.reviews[0].by) == (
        DraftState.WRITING,
        "Say more of piers.",
        "Ben Reed",
    )


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"title": " "}, "title"),
        ({"due_in_hours": 0}, "due_in_hours"),
        ({"after": "moon"}, "after"),
        ({"roles": ()}, "roles"),
        ({"guidance": "See [[moon]]"}, "guidance"),
    ],
)
def test_a_faulty_step_is_named_and_not_kept(practice: Practice, changed: dict[str, object], field: str) -> None:
    draft_id = start_draft(practice.author, title="Bridges")
    faulty: Step = replace(step("x"), code="", **changed)  # type: ignore[arg-type]
    with pytest.raises(Invalid) as caught:
        save_step(practice.author, draft_id, faulty)
    assert caught.value.field == field
    assert len(draft_of(practice.author, draft_id).playbook.steps) == 1


def test_the_safeguarding_step_cannot_be_taken_out(practice: Practice) -> None:
    draft_id = start_draft(practice.author, title="Bridges")
    with pytest.raises(Invalid, match="This step stays"):
        remove_step(practice.author, draft_id, SAFEGUARDING_TASK)


def test_a_code_has_one_open_draft_until_it_is_discarded(practice: Practice) -> None:
    draft_id = start_draft(practice.author, title="Bridges")
    with pytest.raises(Conflict):
        start_draft(practice.author, title="Bridges")
    discard_draft(practice.author, draft_id)
    with pytest.raises(NotFound):
        draft_of(practice.author, draft_id)
    start_draft(practice.author, title="Bridges")


def test_a_file_becomes_a_draft_or_is_refused_by_its_fault(practice: Practice) -> None:
    text = write_playbook(playbooks()["safeguarding"])
    draft = draft_of(practice.author, import_draft(practice.author, text))
    assert draft.playbook.steps == playbooks()["safeguarding"].steps
    for faulty, said in (("x" * 300_000, "no larger than"), ("code = 3", "code is missing or not a text")):
        with pytest.raises(Invalid, match=said) as caught:
            import_draft(practice.author, faulty)
        assert caught.value.field == "file"


def test_what_is_not_shared_is_the_organisations_own(practice: Practice) -> None:
    version_id = practice.publish(hours=24, is_shared=False)
    with pytest.raises(NotFound):
        open_published(practice.supervisor, Ref(version_id=version_id))
    assert [each.playbook.title for each in library(practice.author) if each.is_own] == ["Bridges"]
    with pytest.raises(NotPermitted):
        library(practice.world.member(practice.force, Role.ADMINISTRATOR))


def test_versions_are_numbered_and_all_are_kept(practice: Practice) -> None:
    practice.publish(hours=24)
    second = practice.publish(hours=12)
    versions = history_of(practice.supervisor, Ref(version_id=second))
    assert [each.playbook.version for each in versions] == ["2", "1"]
    assert [each.playbook.steps[2].due_in_hours for each in versions] == [12, 24]


def test_what_is_followed_as_it_is_changes_only_by_a_decision(practice: Practice) -> None:
    first = practice.publish(hours=24)
    adopt(practice.supervisor, Ref(version_id=first))
    with pytest.raises(Conflict):
        adopt(practice.supervisor, Ref(version_id=first))
    practice.publish(hours=12)
    found = followed(practice.supervisor, "bridges")
    assert (found.playbook.version, found.newer and found.newer.version) == ("1", "2")
    assert [each.code for each in with_newer_standard(practice.supervisor)] == ["bridges"]
    take_newer(practice.supervisor, "bridges")
    found = followed(practice.supervisor, "bridges")
    assert (found.playbook.version, found.newer, found.decided_by) == ("2", None, "Dov Tern")
    with pytest.raises(NotPermitted):
        adopt(practice.trainer, Ref(version_id=first))


def test_a_newer_standard_that_is_not_taken_is_not_asked_again_but_the_next_one_is(practice: Practice) -> None:
    adopt(practice.supervisor, Ref(version_id=practice.publish(hours=24)))
    practice.publish(hours=12)
    with pytest.raises(Invalid):
        keep_ours(practice.supervisor, "bridges", " ")
    keep_ours(practice.supervisor, "bridges", "Our piers are new.")
    found = followed(practice.supervisor, "bridges")
    assert (found.playbook.version, found.newer, found.kept_reason) == ("1", None, "Our piers are new.")
    practice.publish(hours=6)
    assert followed(practice.supervisor, "bridges").newer is not None


def test_an_adaptation_needs_reasons_keeps_safeguarding_as_early_and_shows_its_difference(practice: Practice) -> None:
    draft_id = adapt(practice.trainer, Ref(code="image_referral"))
    found = draft_of(practice.trainer, draft_id).playbook.step("plan_visit")
    assert found is not None
    save_step(practice.trainer, draft_id, replace(found, due_in_hours=300))
    with pytest.raises(Invalid, match="say why this differs"):
        send_for_review(practice.trainer, draft_id)
    practice.write(draft_id, "plan_visit", due_in_hours=300)
    practice.write(draft_id, SAFEGUARDING_TASK, due_in_hours=120)
    move_step(practice.trainer, draft_id, SAFEGUARDING_TASK, by=1)
    with pytest.raises(Invalid, match="earlier"):
        send_for_review(practice.trainer, draft_id)
    move_step(practice.trainer, draft_id, SAFEGUARDING_TASK, by=-1)
    send_for_review(practice.trainer, draft_id)
    approve_draft(practice.supervisor, draft_id)
    kept = followed(practice.supervisor, "image_referral")
    assert kept.is_adapted
    assert kept.reasons["plan_visit"] == "So it is done here."
    assert kept.standard.playbook == playbooks()["image_referral"]


def test_a_newer_standard_and_our_own_changes_are_put_together_and_reviewed(practice: Practice) -> None:
    version_id = practice.publish(hours=24)
    draft_id = adapt(practice.trainer, Ref(version_id=version_id))
    practice.write(draft_id, "pier", due_in_hours=48)
    practice.write(draft_id, "arch", due_in_hours=48)
    send_for_review(practice.trainer, draft_id)
    approve_draft(practice.supervisor, draft_id)
    practice.publish(hours=12)
    with pytest.raises(Conflict):
        take_newer(practice.supervisor, "bridges")
    together = draft_of(practice.supervisor, merge_newer(practice.trainer, "bridges", {"pier": Side.STANDARD}))
    hours = {each.code: each.due_in_hours for each in together.playbook.steps}
    assert (hours["pier"], hours["arch"]) == (12, 48)
    assert set(together.reasons) == {"arch"}
    send_for_review(practice.trainer, together.id)
    approve_draft(practice.supervisor, together.id)
    found = followed(practice.supervisor, "bridges")
    assert (found.playbook.version, found.standard.playbook.version, found.newer) == ("2", "2", None)


def test_another_order_of_roles_in_the_form_is_no_difference(practice: Practice) -> None:
    draft_id = adapt(practice.trainer, Ref(code="image_referral"))
    found = draft_of(practice.trainer, draft_id).playbook.step("assess_access")
    assert found is not None
    save_step(practice.trainer, draft_id, replace(found, roles=found.roles[::-1]))
    assert draft_of(practice.trainer, draft_id).unexplained == ()
    save_step(practice.trainer, draft_id, replace(found, roles=(Role.ANALYST, *found.roles[::-1])))
    kept = draft_of(practice.trainer, draft_id).playbook.step("assess_access")
    assert kept is not None
    assert kept.roles == (*found.roles, Role.ANALYST)


def test_every_step_of_a_playbooks_life_is_entered(practice: Practice) -> None:
    version_id = practice.publish(hours=24)
    adoption_id = adopt(practice.supervisor, Ref(version_id=version_id))
    with acting_as(practice.supervisor):
        assert [entry.act for entry in timeline_of(version_id)] == [Act.PLAYBOOK_PUBLISHED]
        assert [entry.act for entry in timeline_of(adoption_id)] == [Act.PLAYBOOK_ADOPTED]
        (told,) = timeline_of(version_id)
        assert told.details["code"] == "bridges"


def test_a_force_is_told_by_mail_of_a_newer_standard_that_it_follows_and_no_other_is(practice: Practice) -> None:
    other = practice.world.organisation(OrganisationKind.POLICE_FORCE, "Essex Police")
    adopt(practice.supervisor, Ref(version_id=practice.publish(hours=24)))
    practice.publish(hours=12)
    run_ledger(practice.world, practice.force, other)
    with acting_as(practice.supervisor):
        (notice,) = Notice.objects.filter(channel="mail")
    assert "newer version" in notice.subject
    assert "/playbooks/followed/bridges/update/" in notice.body["text"]
    with acting_as(practice.world.program(other)):
        assert not Notice.objects.filter(channel="mail").exists()


def run_ledger(world: SmallWorld, *organisations: Organisation) -> None:
    """Number the entries, and let these organisations follow them."""
    with acting_as(world.program(world.desk)):
        sequence(datetime.now(UTC))
    for organisation in organisations:
        for follower in followers():
            advance(world.program(organisation), follower, acting_as)
