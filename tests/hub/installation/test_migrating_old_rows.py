"""Rows of an earlier version live on: open cases' tasks, overrides, certificates' files, and keys of RED documents."""

from uuid import UUID, uuid4

import pytest

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.organisations.sharing import found
from causeway.hub.base.vault.sealing import seal_stream
from causeway.hub.knowledge.training.commands.keep_evidence import seal_old_evidence
from causeway.hub.road.cases.commands.work_case import change_task
from causeway.hub.road.cases.models import CaseTask
from causeway.hub.road.cases.words import TaskState
from causeway.vocabulary.organisations import Category
from hub.conftest import SmallWorld
from hub.installation.old_state import Superuser, database_before, migrate_to_newest
from hub.told_referrals import Road, build_road

BEFORE = [
    ("cases", "0003_which_child"),
    ("training", "0001_initial"),
    ("correspondence", "0001_initial"),
    ("playbooks", "0001_initial"),
    ("capability", "0001_initial"),
]
TABLES = ("cases_case", "training_certificate", "training_skilloverride", "correspondence_thread", "vault_sealedobject")


@pytest.fixture
def road(committed_world: SmallWorld) -> Road:
    """A force and whoever is around it."""
    return build_road(committed_world)


def old_case(superuser: Superuser, force: UUID) -> tuple[UUID, UUID]:
    """An open case with one step, as before steps said what they ask for."""
    case, task = uuid4(), uuid4()
    superuser.execute(
        "INSERT INTO cases_case (id, organisation_id, reference, title, playbook, playbook_version, lead_id, opened_at)"
        " VALUES (%s, %s, 'C-0001', 'Quay Street', 'grooming_without_a_file', '1', %s, now())",
        [case, force, uuid4()],
    )
    superuser.execute(
        "INSERT INTO cases_casetask (id, organisation_id, case_id, ordinal, code, title, guidance, state, reason)"
        " VALUES (%s, %s, %s, 1, 'read_account', 'Read it', '', 'to_do', '')",
        [task, force, case],
    )
    return case, task


def old_training(superuser: Superuser, force: UUID, case: UUID) -> None:
    """An override of a task, and a certificate with its file in the table."""
    superuser.execute(
        "INSERT INTO training_skilloverride (id, organisation_id, member_id, skill, task_id, case_id, title,"
        " given_by_id, reason, given_at, review_note)"
        " VALUES (%s, %s, %s, 'grooming', %s, %s, 'Read it', %s, 'Alone.', now(), '')",
        [uuid4(), force, uuid4(), uuid4(), case, uuid4()],
    )
    certificate = uuid4()
    superuser.execute(
        "INSERT INTO training_certificate (id, organisation_id, member_id, skill, title, provider, issued_on, state,"
        " code, is_outside, added_at)"
        " VALUES (%s, %s, %s, 'grooming', 'A course', 'A college', now(), 'confirmed', 'X1', true, now())",
        [certificate, force, uuid4()],
    )
    superuser.execute(
        "INSERT INTO training_certificateevidence (id, organisation_id, certificate_id, name, content)"
        " VALUES (%s, %s, %s, 'scan.pdf', '%%PDF-')",
        [uuid4(), force, certificate],
    )


def old_message(superuser: Superuser, force: UUID, message: UUID, sealed: UUID, handling: str) -> None:
    """A message with a document whose key lies with the object."""
    thread = uuid4()
    superuser.execute(
        "INSERT INTO correspondence_thread (id, opener_id, subject, opened_at) VALUES (%s, %s, 'Lamps', now())",
        [thread, force],
    )
    superuser.execute(
        "INSERT INTO correspondence_message (id, thread_id, organisation_id, member_id, author_name, to_ids, handling,"
        " asks_acknowledgement, written_at, withdrawal_reason)"
        " VALUES (%s, %s, %s, %s, 'Jo Reed', '{}', %s, false, now(), '')",
        [message, thread, force, uuid4(), handling],
    )
    superuser.execute(
        "INSERT INTO correspondence_messagetext (message_id, organisation_id, handling, named, text)"
        " VALUES (%s, %s, %s, '{jo@example.org}', 'Which lamps?')",
        [message, force, handling],
    )
    superuser.execute(
        "INSERT INTO correspondence_document (id, message_id, organisation_id, ordinal, sealed_id, name, media_type,"
        " size_bytes, sha256) VALUES (%s, %s, %s, 0, %s, 'lamp.pdf', 'application/pdf', 5, '')",
        [uuid4(), message, force, sealed],
    )


def test_what_lies_there_is_whole_after_migrating(road: Road) -> None:
    force, investigator, program = road.force.id, road.investigator(), road.world.program(road.force)
    red, amber = uuid4(), uuid4()
    with acting_as(program):
        for message in (red, amber):
            found(message, Category.CORRESPONDENCE)
        sealed = {message: seal_stream([b"%PDF-"], root_id=message).id for message in (red, amber)}
    with database_before(BEFORE, *TABLES) as superuser:
        case, task = old_case(superuser, force)
        old_training(superuser, force, case)
        old_message(superuser, force, red, sealed[red], "red")
        old_message(superuser, force, amber, sealed[amber], "amber")

        migrate_to_newest()

        with acting_as(investigator):
            row = CaseTask.objects.get(id=task)
            assert (row.roles, row.conditions, row.unmet, row.evidence, row.skill) == ([], [], [], [], "")
            assert (row.is_mandatory, row.after, row.due_in_hours) == (True, "", None)
        change_task(investigator, case, task, TaskState.DONE)
        kept = superuser.execute("SELECT act, case_id FROM training_skilloverride").fetchall()
        assert kept == [("", case)]
        assert seal_old_evidence(program) == 1
        lying = superuser.execute("SELECT content, sealed_id IS NULL FROM training_certificateevidence").fetchall()
        assert lying == [(None, False)]
        held = superuser.execute("SELECT sealed_id, root_id, named FROM vault_personalkey").fetchall()
        assert held == [(sealed[red], red, ["jo@example.org"])]
        keyless = superuser.execute(
            "SELECT id FROM vault_sealedobject WHERE sealed_key IS NULL AND erased_at IS NULL"
        ).fetchall()
        assert keyless == [(sealed[red],)]
