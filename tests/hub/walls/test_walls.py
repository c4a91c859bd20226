"""The walls stand: in PostgreSQL itself, for the program's own role, whatever SQL is sent."""

from contextlib import nullcontext, suppress
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction
from django.utils import timezone

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.errors import Invalid, NotAgreed
from causeway.hub.base.organisations.commands.agree import accept_agreement, end_agreement, propose_agreement
from causeway.hub.base.organisations.commands.issue_credential import revoke_credential
from causeway.hub.base.organisations.models import Agreement, Audience, Member
from causeway.hub.base.organisations.queries.agreements import agreements
from causeway.hub.base.organisations.sharing import found, receivers, widen
from causeway.hub.base.walls.embedded import APP_ROLE
from causeway.hub.base.walls.identity import ActsAsAnother
from causeway.hub.base.walls.models import walled_models
from causeway.hub.base.walls.policies import unwalled_tables
from causeway.vocabulary.organisations import Category, OrganisationKind, Purpose
from hub.conftest import SmallWorld


def _rows(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())


def test_every_table_of_ours_declares_a_wall() -> None:
    assert unwalled_tables() == []


def test_the_program_connects_as_a_role_that_owns_nothing_and_bypasses_nothing(world: SmallWorld) -> None:
    assert _rows("SELECT current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user") == [
        (APP_ROLE, False, False)
    ]
    assert _rows(f"SELECT count(*) FROM pg_tables WHERE tableowner = '{APP_ROLE}'") == [(0,)]


def test_every_declared_wall_stands_in_the_database(world: SmallWorld) -> None:
    secured: dict[str, bool] = dict(_rows("SELECT relname, relrowsecurity FROM pg_class WHERE relkind = 'r'"))
    for model in walled_models():
        table = model._meta.db_table
        assert secured[table] is (model.wall.read_rule(table) is not None), table


def test_without_an_actor_arbitrary_sql_finds_nothing(world: SmallWorld) -> None:
    world.administrator(world.desk)
    for table in ("organisations_member", "ledger_entry", "ledger_entrydetail", "organisations_audience"):
        assert _rows(f"SELECT count(*) FROM {table}") == [(0,)], table


def test_the_manager_and_the_policy_show_the_same(world: SmallWorld) -> None:
    force = world.organisation(OrganisationKind.POLICE_FORCE)
    world.administrator(force)
    world.administrator(world.desk)
    with acting_as(world.program(force)):
        assert {member.organisation_id for member in Member.objects.all()} == {force.id}
        assert Member.objects.count() == _rows("SELECT count(*) FROM organisations_member")[0][0]


def test_one_transaction_acts_for_one_identity(world: SmallWorld) -> None:
    force = world.organisation(OrganisationKind.POLICE_FORCE)
    with acting_as(world.program(world.desk)), pytest.raises(ActsAsAnother), acting_as(world.program(force)):
        pass


def test_the_setting_is_gone_after_the_transaction(world: SmallWorld) -> None:
    with acting_as(world.program(world.desk)):
        pass
    assert _rows("SELECT coalesce(current_setting('causeway.organisation', true), '')") == [("",)]


def test_an_audience_widens_only_by_an_agreement(world: SmallWorld) -> None:
    force = world.organisation(OrganisationKind.POLICE_FORCE)
    root = uuid4()
    with acting_as(world.program(world.desk)):
        found(root, Category.REFERRAL)
        with pytest.raises(NotAgreed):
            widen(root, force.id, Category.REFERRAL)
    world.agree(world.desk, force, Category.REFERRAL)
    with acting_as(world.program(world.desk)):
        assert widen(root, force.id, Category.REFERRAL)
        assert not widen(root, force.id, Category.REFERRAL)


def test_an_agreement_for_one_category_does_not_carry_another(world: SmallWorld) -> None:
    force = world.organisation(OrganisationKind.POLICE_FORCE)
    world.agree(world.desk, force, Category.SIGNAL)
    root = uuid4()
    with acting_as(world.program(world.desk)):
        found(root, Category.REFERRAL)
        with pytest.raises(NotAgreed):
            widen(root, force.id, Category.REFERRAL)


def test_an_agreement_for_another_purpose_carries_nothing(world: SmallWorld) -> None:
    force = world.organisation(OrganisationKind.POLICE_FORCE)
    with pytest.raises(Invalid, match="for this purpose"):
        propose_agreement(
            world.administrator(world.desk),
            force.id,
            categories=[Category.OUTCOME, Category.REFERRAL],
            purpose=Purpose.OVERSEE,
        )
    root, now = uuid4(), timezone.now()
    with acting_as(world.program(world.desk)):
        agreement = Agreement(
            giver_id=world.desk.id,
            receiver_id=force.id,
            categories=["referral"],
            purpose=Purpose.OVERSEE.value,
            proposed_at=now,
        )
        agreement.save(force_insert=True)
    accept_agreement(world.administrator(force), agreement.id)
    with acting_as(world.program(world.desk)):
        found(root, Category.REFERRAL)
        assert receivers(Category.REFERRAL) == []
        with pytest.raises(NotAgreed):
            widen(root, force.id, Category.REFERRAL)
        row = Audience(
            root_id=root,
            organisation_id=force.id,
            granted_by_id=world.desk.id,
            agreement_id=agreement.id,
            category="referral",
            since=now,
        )
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            row.save(force_insert=True)


def _refused(statement: str) -> None:
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_an_ended_agreement_stays_ended_and_the_giver_cannot_accept_for_the_receiver(world: SmallWorld) -> None:
    force = world.organisation(OrganisationKind.POLICE_FORCE)
    world.agree(world.desk, force, Category.REFERRAL)
    (agreement_id,) = [found.id for found in agreements(world.administrator(world.desk))]
    end_agreement(world.administrator(world.desk), agreement_id)
    proposed = propose_agreement(
        world.administrator(world.desk), force.id, categories=[Category.OUTCOME], purpose=Purpose.PROTECT_A_CHILD
    )
    for organisation in (force, world.desk):
        with acting_as(world.program(organisation)):
            _refused(f"UPDATE organisations_agreement SET ended_at = NULL WHERE id = '{agreement_id}'")
            _refused(f"UPDATE organisations_agreement SET ended_at = now() WHERE id = '{agreement_id}'")
            _refused(f"UPDATE organisations_agreement SET accepted_at = NULL WHERE id = '{agreement_id}'")
    with acting_as(world.program(world.desk)):
        _refused(f"UPDATE organisations_agreement SET accepted_at = now() WHERE id = '{proposed}'")
    accept_agreement(world.administrator(force), proposed)


@pytest.mark.parametrize(
    "change", ["password = 'x'", "is_active = false", "email = 'mine@example.org'", "organisation_id = member_id"]
)
def test_another_organisations_accounts_cannot_be_changed(world: SmallWorld, change: str) -> None:
    world.administrator(world.desk)
    intruder = world.organisation(OrganisationKind.SERVICE)
    before = _rows("SELECT * FROM organisations_account")
    with acting_as(world.program(intruder)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE organisations_account SET {change}")  # none is visible to the change, so none changes
    assert _rows("SELECT * FROM organisations_account") == before


_ANOTHER_ADDRESS = """
INSERT INTO account_emailaddress (email, verified, "primary", user_id)
SELECT 'mine@example.org', true, true, id FROM organisations_account
"""
_ANOTHER_CREDENTIAL = """
INSERT INTO organisations_credential
    (id, organisation_id, name, username, secret_hash, scopes, issued_at, expires_at)
SELECT gen_random_uuid(), organisation_id, 'x', 'mine', secret_hash, scopes, now(), now() FROM organisations_credential
"""


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE organisations_account SET email = 'mine@example.org'",
        "UPDATE organisations_account SET organisation_id = member_id",
        "DELETE FROM organisations_account",
        _ANOTHER_ADDRESS,
        _ANOTHER_CREDENTIAL,
        "UPDATE organisations_credential SET scopes = '{submit,read_feedback}'",
        "UPDATE organisations_credential SET revoked_at = NULL",
        "DELETE FROM organisations_credential",
    ],
)
def test_no_sql_opens_another_way_to_sign_in(world: SmallWorld, statement: str) -> None:
    world.administrator(world.desk)
    service = world.organisation(OrganisationKind.SERVICE)
    issued, _actor = world.credential(service)
    revoke_credential(world.administrator(service), issued.id)
    before = _sign_in_rows()
    for actor in (None, world.program(world.desk)):
        with acting_as(actor) if actor else nullcontext(), suppress(DatabaseError), transaction.atomic():
            _rows(f"{statement} RETURNING 1")
    assert _sign_in_rows() == before


def _sign_in_rows() -> list[list[tuple[Any, ...]]]:
    tables = ("organisations_account", "organisations_credential", "account_emailaddress")
    return [_rows(f"SELECT * FROM {table} ORDER BY id") for table in tables]


@pytest.mark.parametrize("is_founding", [True, False])
def test_nobody_can_grant_themselves_a_thing_by_sql(world: SmallWorld, is_founding: bool) -> None:
    intruder = world.organisation(OrganisationKind.SERVICE)
    root = uuid4()
    with acting_as(world.program(world.desk)):
        found(root, Category.REFERRAL)
    row = Audience(
        root_id=root,
        organisation_id=intruder.id,
        granted_by_id=intruder.id,
        category="referral",
        is_founding=is_founding,
        since=timezone.now(),
    )
    with acting_as(world.program(intruder)), pytest.raises(DatabaseError), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entry SET act = 'x'",
        "DELETE FROM ledger_entry",
        "UPDATE ledger_leaf SET leaf_hash = ''",
        "DELETE FROM ledger_leaf",
        "UPDATE ledger_checkpoint SET note = 'x'",
        "UPDATE organisations_organisation SET kind = 'police_force'",
        "UPDATE organisations_agreement SET categories = '{referral,signal}'",
        "ALTER TABLE ledger_entry DISABLE ROW LEVEL SECURITY",
        "DROP POLICY ledger_entry_read ON ledger_entry",
        "SET ROLE causeway_owner",
        "SET row_security = off; SELECT * FROM ledger_entry",
    ],
)
def test_history_and_walls_cannot_be_changed_by_the_programs_role(world: SmallWorld, statement: str) -> None:
    with acting_as(world.program(world.desk)), pytest.raises(ProgrammingError), transaction.atomic():
        _rows(statement)
