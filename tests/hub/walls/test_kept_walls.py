"""What a manager keeps of a wall: the same for whoever sees the same, never mixed, and never changed by its users."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, Q
from django.db.models.sql import Query

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter, entering_together
from causeway.hub.base.ledger.models import Entry
from causeway.hub.base.walls import identity as identities
from causeway.hub.base.walls.conditions import InAudience, IsNamed
from causeway.hub.base.walls.identity import Identity
from causeway.hub.base.walls.models import WalledModel, walled_models
from causeway.hub.knowledge.banks.models import Appeal, Signal, Vote
from causeway.vocabulary.organisations import Purpose
from hub.conftest import SmallWorld

DESK, OTHER, ONE, TWO = (UUID(int=number) for number in range(1, 5))


@contextmanager
def _as(organisation: UUID, member: UUID | None = None, **more: Any) -> Iterator[None]:
    """As if these acted, without a database."""
    token = identities._bound.set(
        Identity(organisation_id=organisation, member_id=member, **{"purpose": Purpose.PROTECT_A_CHILD, **more})
    )
    try:
        yield
    finally:
        identities._bound.reset(token)


def _built(model: type[WalledModel]) -> str:
    """The wall's own condition, built anew."""
    identity = identities.current_identity()
    shown = model.wall.visible(identity.organisation_id if identity else None)
    return _sql(model._base_manager.filter(shown).query)


def _sql(query: Query) -> str:
    try:
        return str(query.get_compiler(connection=connection).as_sql())
    except EmptyResultSet:
        return "nothing"


@pytest.mark.parametrize("model", walled_models(), ids=lambda model: model._meta.label)
def test_a_wall_hangs_on_organisation_and_declared_member_alone(model: type[WalledModel]) -> None:
    """Built without asking the database, which these tests may not, whatever else differs between two actors."""
    with _as(DESK, ONE):
        own = _built(model)
        assert _sql(model.objects.all().query) == own
    for purpose in Purpose:
        with _as(DESK, ONE, purpose=purpose, credential_id=uuid4()):
            assert _built(model) == own
    with _as(DESK, TWO):
        others = _built(model)
        assert _sql(model.objects.all().query) == others
    assert model.wall.of_member or others == own, "say that it hangs on the member"
    with _as(OTHER, ONE):
        assert _sql(model.objects.all().query) == _built(model)
    assert _sql(model.objects.all().query) == _built(model), "nobody acts"


def test_what_is_kept_does_not_grow_with_the_joins_of_its_users() -> None:
    with _as(DESK, ONE):
        before = {model: _tables(model) for model in (Appeal, Vote, Signal)}
        for _ in range(3):
            _sql(Appeal.objects.filter(joins=None).query)
            _sql(Vote.objects.filter(signal__in=Signal.objects.all()).query)
        assert {model: _tables(model) for model in before} == before


def _tables(model: type[WalledModel]) -> dict[str, list[str]]:
    return {table: [*aliases] for table, aliases in model.objects.all().query.table_map.items()}


@pytest.mark.parametrize("condition", [InAudience("id", DESK), IsNamed("id", ONE)])
def test_a_condition_names_the_table_of_its_column(condition: InAudience | IsNamed) -> None:
    bare = Query(Entry, alias_cols=False)
    bare.add_q(Q(condition))
    with pytest.raises(ValueError, match="its table"):
        _sql(bare)
    assert '"ledger_entry"."id"' in _sql(Entry._base_manager.filter(Q(condition) & ~Q(id=F("id"))).query)


def test_nobody_acts_after_a_transaction_that_stood_alone(committed_world: SmallWorld) -> None:
    """As every one does outside tests."""

    def set_now() -> str:
        with connection.cursor() as cursor:
            cursor.execute("SELECT coalesce(current_setting('causeway.organisation', true), '')")
            return str(cursor.fetchone()[0])

    actor = committed_world.program(committed_world.desk)
    with acting_as(actor):
        assert set_now() == str(actor.organisation_id)
    assert set_now() == ""
    with pytest.raises(ArithmeticError), acting_as(actor):
        raise ArithmeticError
    assert set_now() == ""


def test_what_is_entered_together_is_written_at_the_end_or_not_at_all(world: SmallWorld) -> None:
    subjects = [uuid4() for _ in range(4)]
    actor = world.program(world.desk)

    def written() -> set[UUID]:
        return {subject for entry in Entry.objects.all() for subject in entry.subjects} & set(subjects)

    with acting_as(actor):
        with entering_together():
            enter(Act.REFERRAL_CLEARED, subjects=[subjects[0]])
            enter(Act.REFERRAL_CLEARED, subjects=[subjects[1]])
            assert written() == set()
            with suppress(ArithmeticError), acting_as(actor):
                enter(Act.REFERRAL_CLEARED, subjects=[subjects[2]])
                raise ArithmeticError  # undone with its savepoint, and its entry with it
        assert written() == set(subjects[:2])
        with suppress(ArithmeticError), entering_together():
            enter(Act.REFERRAL_CLEARED, subjects=[subjects[3]])
            raise ArithmeticError
        assert written() == set(subjects[:2])
